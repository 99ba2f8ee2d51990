from django.apps import AppConfig


class Record(AppConfig):
    name = "lightwell.record"
    label = "record"
