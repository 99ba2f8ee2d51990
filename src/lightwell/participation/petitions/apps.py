from django.apps import AppConfig


class Petitions(AppConfig):
    name = "lightwell.participation.petitions"
    label = "petitions"
