"""Addresses of the room."""

from __future__ import annotations

from django.urls import URLPattern, path

from lightwell.bridges.search import pages as views

pages: list[URLPattern] = [
    path("search/", views.search, name="search"),
    path("search/opensearch.xml", views.description, name="opensearch"),
]
