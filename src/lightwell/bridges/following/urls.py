"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from lightwell.bridges.following import feeds
from lightwell.bridges.following import pages as views

plain = [path("follow/<slug:kind>/<str:id>.atom", feeds.feed, name="following_feed")]
pages = [
    path("follow/<slug:kind>/<str:id>/", views.begin, name="begin"),
    path("follows/", views.follows, name="follows"),
    path("follows/asked/", views.asked, name="asked"),
    path("follows/confirm/<str:token>/", views.confirm, name="confirm"),
    path("follows/stop/<str:token>/", views.stop, name="stop"),
    path("follows/stop-all/<str:token>/", views.stop_all, name="stop_all"),
    path("follows/list/<str:token>/", views.by_link, name="list"),
]
