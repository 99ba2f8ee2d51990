from django.apps import AppConfig


class Files(AppConfig):
    name = "lightwell.files"
    label = "files"
