from django.apps import AppConfig


class Disclosure(AppConfig):
    name = "lightwell.opendata.disclosure"
    label = "disclosure"
