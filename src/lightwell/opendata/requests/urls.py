"""Addresses of requests for data and of the page on which an officer answers one."""

from __future__ import annotations

from django.urls import path

from lightwell.opendata.requests import desk
from lightwell.opendata.requests import pages as views

pages = [
    path("data-requests/", views.requests, name="requests"),
    path("data-requests/new/", views.ask_page, name="ask"),
    path("data-requests/similar/", views.similar, name="similar"),
    path("data-requests/sent/<str:token>/", views.sent, name="sent"),
    path("desk/data-requests/<str:number>/", desk.answer, name="answer"),
]
