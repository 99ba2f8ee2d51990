"""Addresses of petitions: of everybody, of author and signers, of staff."""

from __future__ import annotations

from django.urls import path

from lightwell.participation.petitions import author_pages, desk, export, signing_pages
from lightwell.participation.petitions import pages as views

pages = [
    path("petitions/", views.petitions, name="petitions"),
    path("petitions/criteria/", views.criteria, name="criteria"),
    path("petitions/similar/", views.similar, name="similar"),
    path("petitions/mine/", author_pages.mine, name="mine"),
    path("petitions/new/", author_pages.new, name="new"),
    path("petitions/<slug:public_id>/", views.petition, name="petition"),
    path("petitions/<slug:public_id>/signers/", views.signers, name="signers"),
    path("petitions/<slug:public_id>/own/", author_pages.own, name="own"),
    path("petitions/<slug:public_id>/edit/", author_pages.edit, name="edit"),
    path("petitions/<slug:public_id>/submit/", author_pages.submit, name="submit"),
    path("petitions/<slug:public_id>/take-back/", author_pages.take_back, name="take_back"),
    path("petitions/<slug:public_id>/withdraw/", author_pages.withdraw, name="withdraw"),
    path("petitions/<slug:public_id>/drop/", author_pages.drop, name="drop"),
    path("petitions/<slug:public_id>/sign/", signing_pages.sign, name="sign"),
    path("petitions/<slug:public_id>/sign/send/", signing_pages.send, name="send"),
    path("petitions/<slug:public_id>/signed/", signing_pages.signed, name="signed"),
    path("petitions/<slug:public_id>/signature/", signing_pages.signature, name="signature"),
    path(
        "petitions/<slug:public_id>/signature/take-back/", signing_pages.take_back, name="take_signature_back"
    ),
    path("petitions/<slug:public_id>/signature/taken-back/", signing_pages.taken_back, name="taken_back"),
    path("desk/petitions/", desk.waiting, name="waiting"),
    path("desk/petitions/policy/", desk.policy, name="policy"),
    path("desk/petitions/<slug:public_id>/", desk.moderate, name="moderate"),
    path("desk/petitions/<slug:public_id>/note/", desk.note, name="note"),
]

plain = [
    path("petitions.atom", export.petitions_feed, name="petitions_feed"),
    path("petitions.csv", export.as_csv, name="petitions_csv"),
    path("petitions.json", export.as_json, name="petitions_json"),
    path("petitions/<slug:public_id>.atom", export.petition_feed, name="petition_feed"),
    path("petitions/<slug:public_id>.json", export.one_as_json, name="petition_json"),
    path("petitions/<slug:public_id>/signature.json", signing_pages.proof, name="signature_proof"),
]
