"""Addresses of the register, of one matter and of the scoreboard."""

from __future__ import annotations

from django.urls import path

from lightwell.casework import pages as views

pages = [
    path("register/", views.register, name="register"),
    path("register/<str:number>/", views.matter, name="matter"),
    path("register/<str:number>/receipt/", views.receipt, name="receipt"),
    path("m/<str:secret>/", views.tracked, name="tracked"),
]
