"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from lightwell.bridges.related import pages as views

pages = [
    path("related/<slug:kind>/<str:id>/", views.all_of, name="all"),
    path("desk/related/", views.desk, name="desk"),
]
