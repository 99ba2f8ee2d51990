"""Addresses of the desk; ``casework.urls`` puts them beside those of the register."""

from __future__ import annotations

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from lightwell.casework import desk_pages as views


class Number(StringConverter):
    """A matter's number. It begins in upper case: other rooms have words below ``desk/``."""

    regex = r"[A-Z]{1,6}-[0-9A-Za-z-]{1,18}"


class Verb(StringConverter):
    """The name of a step, as a kind writes it."""

    regex = r"[a-z_]{1,30}"


register_converter(Number, "number")
register_converter(Verb, "verb")

pages = [
    path("desk/", views.desk, name="desk"),
    path("desk/<number:number>/", views.work, name="work"),
    path("desk/<number:number>/preview/", views.preview, name="desk_preview"),
    path("desk/<number:number>/<verb:verb>/", views.step, name="desk_step"),
]
