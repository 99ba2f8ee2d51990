from __future__ import annotations

from django.urls import path

from lightwell.record import files
from lightwell.record import pages as views

pages = [
    path("record/", views.home, name="home"),
    path("record/opening/", views.opening, name="opening"),
    path("record/acts/<slug:public_id>/", views.act, name="act"),
    path("record/acts/<slug:public_id>/check/", views.check, name="check"),
]

plain = [
    path("record/checkpoint", files.checkpoint, name="record-checkpoint"),
    path("record/tile/<path:path>", files.tile, name="record-tile"),
    path("record/origins/<int:number>/checkpoint", files.checkpoint, name="record-origin-checkpoint"),
    path("record/origins/<int:number>/tile/<path:path>", files.tile, name="record-origin-tile"),
    path("record/acts/<slug:public_id>/proof.json", files.proof, name="record-proof"),
    path("record/checkpoints.atom", files.feed, name="record-feed"),
]
