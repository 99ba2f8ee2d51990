"""Every address: pages in Chinese at /, the same in English under /en/; the API, tiles and feeds in one language-free place."""

from __future__ import annotations

from importlib import import_module

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver

from lightwell.config.routing import group

ROOMS = (
    "lightwell.frontdoor",
    "lightwell.people",
    "lightwell.record",
    "lightwell.post",
    "lightwell.files",
    "lightwell.casework",
    "lightwell.opendata.publishing",
    "lightwell.opendata.access",
    "lightwell.opendata.disclosure",
    "lightwell.opendata.requests",
    "lightwell.opendata.trial",
    "lightwell.participation.opinions",
    "lightwell.participation.petitions",
    "lightwell.services.directory",
    "lightwell.services.forms",
    "lightwell.services.applications",
    "lightwell.bridges.search",
    "lightwell.bridges.following",
    "lightwell.bridges.related",
    "lightwell.bridges.mine",
    *(["lightwell.demo"] if settings.DEMO else []),
)


def _of(room: str, name: str) -> list[URLPattern | URLResolver]:
    try:
        return list(getattr(import_module(f"{room}.urls"), name, ()))
    except ModuleNotFoundError as missing:
        if missing.name != f"{room}.urls":
            raise
        return []


def _room(room: str) -> list[URLResolver]:
    """A room's ``pages`` under its own namespace (its last name), so ``url("casework:register")``."""
    return group(_of(room, "pages"), namespace=room.rpartition(".")[2])


urlpatterns: list[URLPattern | URLResolver] = [
    *(
        pattern for room in ROOMS for pattern in group(_of(room, "plain"))
    ),  # no language: API, tiles, feeds, files
    *i18n_patterns(
        *(pattern for room in ROOMS for pattern in _room(room)),
        *(pattern for room in ROOMS for pattern in _of(room, "unnamed")),  # names that a library fixes
        prefix_default_language=False,
    ),
]

handler400 = "lightwell.frontdoor.errors.bad_request"
handler403 = "lightwell.frontdoor.errors.forbidden"
handler404 = "lightwell.frontdoor.errors.not_found"
handler500 = "lightwell.frontdoor.errors.failed"
