from django.apps import AppConfig


class Mine(AppConfig):
    name = "lightwell.bridges.mine"
    label = "mine"
