"""Addresses of what is not open, of what opens when, and of the editors' pages for both."""

from __future__ import annotations

from django.urls import path

from lightwell.opendata.disclosure import desk, exports
from lightwell.opendata.disclosure import pages as views

pages = [
    path("unlock/", views.unlocks, name="unlocks"),
    path("disclosures/", views.closed, name="closed"),
    path("disclosures/<slug:slug>/", views.subject, name="subject"),
    path("desk/disclosure/", desk.home, name="desk"),
    path("desk/disclosure/new/", desk.register, name="register"),
    path("desk/disclosure/about/<slug:slug>/", desk.work, name="work"),
    path("desk/disclosure/about/<slug:slug>/<slug:step>/", desk.step, name="step"),
]

plain = [
    path("unlock.csv", exports.unlock_csv, name="unlock_csv"),
    path("unlock.json", exports.unlock_json, name="unlock_json"),
    path("unlock.atom", exports.unlock_atom, name="unlock_atom"),
    path("disclosures.csv", exports.closed_csv, name="disclosures_csv"),
    path("disclosures.json", exports.closed_json, name="disclosures_json"),
]
