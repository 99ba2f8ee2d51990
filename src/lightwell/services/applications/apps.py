from django.apps import AppConfig


class Applications(AppConfig):
    name = "lightwell.services.applications"
    label = "applications"
