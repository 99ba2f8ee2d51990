from django.apps import AppConfig


class Post(AppConfig):
    name = "lightwell.post"
    label = "post"
