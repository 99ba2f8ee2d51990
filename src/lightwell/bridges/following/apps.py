from django.apps import AppConfig


class Following(AppConfig):
    name = "lightwell.bridges.following"
    label = "following"
