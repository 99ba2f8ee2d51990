"""Addresses of the register, of one matter, of its person's own pages, of the scoreboard and of the policies."""

from __future__ import annotations

from django.urls import path

from lightwell.casework import desk_urls, exports, own_pages, scoreboard_pages
from lightwell.casework import pages as views
from lightwell.casework import policy_pages as policies

plain = [
    path("register.csv", exports.register_csv, name="register_csv"),
    path("register.json", exports.register_json, name="register_json"),
    path("register.atom", exports.register_atom, name="register_atom"),
    path("register/<str:number>.atom", exports.matter_atom, name="matter_atom"),
    path("scoreboard.csv", scoreboard_pages.scoreboard_csv, name="scoreboard_csv"),
    path("scoreboard.json", scoreboard_pages.scoreboard_json, name="scoreboard_json"),
]
pages = [
    *desk_urls.pages,
    path("register/", views.register, name="register"),
    path("register/<str:number>/", views.matter, name="matter"),
    path("register/<str:number>/receipt/", views.receipt, name="receipt"),
    path("matters/", own_pages.mine, name="mine"),
    path("matters/<str:number>/", own_pages.own, name="own"),
    path("matters/<str:number>/receipt/", own_pages.own_receipt, name="own_receipt"),
    path("matters/<str:number>/withdraw/", own_pages.own_withdraw, name="own_withdraw"),
    path("matters/<str:number>/stop-mail/", own_pages.own_stop_mail, name="own_stop_mail"),
    path("m/<str:secret>/", own_pages.tracked, name="tracked"),
    path("m/<str:secret>/receipt/", own_pages.tracked_receipt, name="tracked_receipt"),
    path("m/<str:secret>/withdraw/", own_pages.tracked_withdraw, name="tracked_withdraw"),
    path("m/<str:secret>/stop-mail/", own_pages.tracked_stop_mail, name="tracked_stop_mail"),
    path("scoreboard/", scoreboard_pages.scoreboard, name="scoreboard"),
    path("policies/", policies.policies, name="policies"),
    path("policies/new/", policies.new_policy, name="new_policy"),
]
