from django.apps import AppConfig


class Access(AppConfig):
    name = "lightwell.opendata.access"
    label = "access"
