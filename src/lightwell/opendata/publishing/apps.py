from django.apps import AppConfig


class Publishing(AppConfig):
    name = "lightwell.opendata.publishing"
    label = "publishing"
