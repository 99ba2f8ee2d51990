from django.apps import AppConfig


class Opinions(AppConfig):
    name = "lightwell.participation.opinions"
    label = "opinions"
