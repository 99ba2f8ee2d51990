"""Addresses of drafts, of what comes after sending, and of the desk for applications."""

from __future__ import annotations

from django.urls import path

from lightwell.services.applications import desk, own_pages
from lightwell.services.applications import pages as views

pages = [
    path("apply/<slug:service>/", views.begin, name="begin"),
    path("apply/<slug:service>/<str:key>/", views.go_on, name="go_on"),
    path("apply/<slug:service>/<str:key>/check/", views.check, name="check"),
    path("apply/<slug:service>/<str:key>/send/", views.send, name="send"),
    path("apply/<slug:service>/<str:key>/sent/", views.sent, name="sent"),
    path("apply/<slug:service>/<str:key>/later/", views.link, name="link"),
    path("apply/<slug:service>/<str:key>/claim/", views.claim, name="claim"),
    path("apply/<slug:service>/<str:key>/erase/", views.drop, name="drop"),
    path("apply/<slug:service>/<str:key>/q/<slug:page>/", views.question, name="question"),
    path("continue/<str:token>/", views.resume, name="resume"),
    path("applications/<str:number>/missing/", own_pages.own_more, name="own_more"),
    path("applications/<str:number>/letter/", own_pages.own_letter, name="own_letter"),
    path("a/<str:secret>/missing/", own_pages.tracked_more, name="tracked_more"),
    path("a/<str:secret>/letter/", own_pages.tracked_letter, name="tracked_letter"),
    path("a/<str:secret>/files/<slug:public_id>/", own_pages.tracked_file, name="tracked_file"),
    path("desk/applications/<str:number>/missing/", desk.ask, name="ask"),
    path("desk/applications/<str:number>/decide/", desk.decide, name="decide"),
    path("desk/applications/<str:number>/files/<slug:public_id>/", desk.file, name="desk_file"),
]
