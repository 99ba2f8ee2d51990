"""Addresses of the directory and of the pages on which units publish their services."""

from __future__ import annotations

from django.urls import path

from lightwell.services.directory import check_pages, desk
from lightwell.services.directory import pages as views

pages = [
    path("services/", views.services, name="services"),
    path("services/<slug:slug>/", views.service, name="service"),
    path("services/<slug:slug>/questions/", views.questions, name="questions"),
    path("services/<slug:slug>/check/", check_pages.check, name="check"),
    path("desk/services/", desk.home, name="edit_services"),
    path("desk/services/publish/", desk.publish, name="publish_service"),
    path("desk/services/<slug:slug>/", desk.service, name="edit_service"),
    path("desk/services/<slug:slug>/turn/", desk.turn, name="turn_service"),
    path("desk/services/<slug:slug>/definition.toml", desk.definition, name="definition"),
]
