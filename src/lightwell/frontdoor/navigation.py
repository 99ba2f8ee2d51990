"""The main navigation: the doors of the house, in one place."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

ENTRIES = (
    (_("Have your say"), "opinions:topics"),
    (_("Open data"), "access:datasets"),
    (_("Register"), "casework:register"),
    (_("Scoreboard"), "casework:scoreboard"),
    (_("Public record"), "record:home"),
)


def entries() -> list[dict[str, str]]:
    """Return the entries as ``{"text", "href"}`` in the page's language."""
    found = []
    for text, name in ENTRIES:
        try:
            found.append({"text": str(text), "href": reverse(name)})
        except NoReverseMatch:
            continue
    return found
