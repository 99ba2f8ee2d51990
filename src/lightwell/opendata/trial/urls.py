"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from lightwell.opendata.trial import pages as views

pages = [
    path("try/", views.start, name="start"),
    path("try/example.csv", views.example_file, name="example"),
    path("try/deleted/", views.deleted, name="deleted"),
    path("try/<slug:secret>/", views.result, name="result"),
    path("try/<slug:secret>/delete/", views.delete, name="delete"),
    path("try/<slug:secret>/<str:name>", views.download, name="download"),
]
