from django.apps import AppConfig


class Directory(AppConfig):
    name = "lightwell.services.directory"
    label = "directory"
