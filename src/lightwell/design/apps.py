from django.apps import AppConfig


class Design(AppConfig):
    name = "lightwell.design"
    label = "design"
