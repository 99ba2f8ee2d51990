from django.apps import AppConfig


class Casework(AppConfig):
    name = "lightwell.casework"
    label = "casework"
