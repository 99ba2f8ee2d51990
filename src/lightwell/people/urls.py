"""The room's addresses: account, units, calendars; sign-in under allauth's names; the demo's issuer in the demo."""

from __future__ import annotations

from django.conf import settings
from django.urls import path

from lightwell.people.demo_issuer.urls import issuer
from lightwell.people.pages import account, calendars, roles, units
from lightwell.people.sign_in.urls import unnamed

pages = [
    path("account/", account.account, name="account"),
    path("account/edit/", account.edit, name="edit_account"),
    path("units/", units.tree, name="units"),
    path("units/<slug:slug>/", units.unit, name="unit"),
    path("units/<slug:slug>/calendar/", calendars.of_unit, name="unit_calendar"),
    path("units/<slug:slug>/calendar/<int:year>/", calendars.of_unit, name="unit_calendar_year"),
    path("units/<slug:slug>/roles/", roles.roles, name="roles"),
    path("units/<slug:slug>/roles/<int:number>/revoke/", roles.revoke, name="revoke"),
    path("units/<slug:slug>/day-off/", calendars.declare, name="day_off"),
    path("calendars/", calendars.index, name="calendars"),
    path("calendars/<slug:slug>/", calendars.calendar, name="calendar"),
    path("calendars/<slug:slug>/<int:year>/", calendars.calendar, name="calendar_year"),
]
plain = [
    path("calendars/<slug:slug>.ics", calendars.ics, name="people_calendar_ics"),
    path("calendars/<slug:slug>.json", calendars.as_json, name="people_calendar_json"),
    *(issuer if settings.DEMO else []),
]
__all__ = ["pages", "plain", "unnamed"]
