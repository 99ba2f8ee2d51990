"""The demo's two switches."""

from django.urls import path

from lightwell.demo import pages as views

pages = [
    path("demo/become/", views.become, name="become"),
    path("demo/move/", views.move, name="move"),
]
