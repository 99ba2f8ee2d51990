"""Addresses of topics, opinions and the pages of staff for them."""

from __future__ import annotations

from django.urls import path

from lightwell.participation.opinions import desk, desk_topics, export
from lightwell.participation.opinions import pages as views

pages = [
    path("topics/", views.topics, name="topics"),
    path("topics/<slug:slug>/", views.topic, name="topic"),
    path("topics/<slug:slug>/results/", views.results, name="results"),
    path("topics/<slug:slug>/write/", views.write, name="write"),
    path("topics/<slug:slug>/sent/<str:token>/", views.sent, name="sent"),
    path("desk/transcribe/", desk.transcribe, name="transcribe"),
    path("desk/transcribe/<slug:public_id>/", desk.sheet, name="sheet"),
    path("desk/transcribe/<slug:public_id>/drop/", desk.drop, name="drop_sheet"),
    path("desk/transcribe/<slug:public_id>/slips/", desk.slips, name="slips"),
    path("desk/transcribe/<slug:public_id>/scan/", desk.scan, name="scan"),
    path("desk/topics/", desk_topics.topic_list, name="edit_topics"),
    path("desk/topics/new/", desk_topics.new_topic, name="new_topic"),
    path("desk/topics/<slug:slug>/", desk_topics.edit_topic, name="edit_topic"),
    path("desk/topics/<slug:slug>/publish/", desk_topics.publish_topic, name="publish_topic"),
    path("desk/topics/<slug:slug>/conclude/", desk_topics.conclude_topic, name="conclude_topic"),
]

plain = [
    path("topics.atom", export.topics_feed, name="topics_feed"),
    path("topics/<slug:slug>.csv", export.as_csv, name="topic_csv"),
    path("topics/<slug:slug>.json", export.as_json, name="topic_json"),
    path("topics/<slug:slug>.atom", export.topic_feed, name="topic_feed"),
]
