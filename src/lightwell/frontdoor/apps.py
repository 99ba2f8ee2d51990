from django.apps import AppConfig


class Frontdoor(AppConfig):
    name = "lightwell.frontdoor"
    label = "frontdoor"
