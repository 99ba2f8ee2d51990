from django.apps import AppConfig


class Search(AppConfig):
    name = "lightwell.bridges.search"
    label = "search"
