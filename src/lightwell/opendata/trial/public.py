"""The door of the room: the drop zone for other pages."""

from __future__ import annotations

from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.translation import get_language
from markupsafe import Markup

from lightwell.opendata.trial.forms import zone

__all__ = ["zone_html"]


def zone_html() -> Markup:
    """Return the drop zone in the page's language; the same for everybody, so drawn once."""
    return _zone(get_language() or "")


@lru_cache(maxsize=4)
def _zone(_language: str) -> Markup:
    return Markup(render_to_string("trial/parts/zone.html", zone()))
