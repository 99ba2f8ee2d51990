from django.apps import AppConfig


class People(AppConfig):
    name = "lightwell.people"
    label = "people"
