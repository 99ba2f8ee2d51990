from django.apps import AppConfig


class Forms(AppConfig):
    name = "lightwell.services.forms"
    label = "forms"
