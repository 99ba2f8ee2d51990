from django.apps import AppConfig


class Requests(AppConfig):
    name = "lightwell.opendata.requests"
    label = "requests"
