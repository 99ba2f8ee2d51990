"""The publishing desk's addresses."""

from django.urls import path

from lightwell.opendata.publishing import pages as views

pages = [
    path("publish/", views.home, name="home"),
    path("publish/new/", views.new, name="new"),
    path("publish/<slug:slug>/", views.dataset, name="dataset"),
    path("publish/<slug:slug>/describe/", views.describe, name="describe"),
    path("publish/<slug:slug>/upload/", views.upload, name="upload"),
    path("publish/<slug:slug>/files/<slug:public_id>/", views.draft, name="draft"),
    path("publish/<slug:slug>/files/<slug:public_id>/hints/", views.hints, name="hints"),
    path("publish/<slug:slug>/files/<slug:public_id>/publish/", views.publish, name="publish"),
    path("publish/<slug:slug>/files/<slug:public_id>/discard/", views.discard, name="discard"),
    path("publish/<slug:slug>/versions/<int:number>/withdraw/", views.withdraw, name="withdraw"),
]
