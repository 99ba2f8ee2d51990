"""Addresses of the desk; ``casework.urls`` puts them beside those of the register."""

from __future__ import annotations

from django.urls import path, re_path

from lightwell.casework import desk_pages as views

NUMBER = r"(?P<number>[A-Z]{1,6}-[0-9A-Za-z-]{1,18})"  # upper case first: other rooms have words below desk/

pages = [
    path("desk/", views.desk, name="desk"),
    re_path(rf"^desk/{NUMBER}/$", views.work, name="work"),
    re_path(rf"^desk/{NUMBER}/preview/$", views.preview, name="desk_preview"),
    re_path(rf"^desk/{NUMBER}/(?P<verb>[a-z_]+)/$", views.step, name="desk_step"),
]
