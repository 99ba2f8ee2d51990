from django.apps import AppConfig


class Related(AppConfig):
    name = "lightwell.bridges.related"
    label = "related"
