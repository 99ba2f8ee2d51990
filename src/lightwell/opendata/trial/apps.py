from django.apps import AppConfig


class Trial(AppConfig):
    name = "lightwell.opendata.trial"
    label = "trial"
