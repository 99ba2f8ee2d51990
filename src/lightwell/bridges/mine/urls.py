"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from lightwell.bridges.mine import pages as views

pages = [
    path("mine/", views.mine, name="mine"),
    path("mine/my-data.json", views.download, name="download"),
]
