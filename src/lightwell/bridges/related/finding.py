"""Finds what a text names: addresses of our own pages, and numbers of matters.

No kind of page is known here: each source says what the address of a thing looks like, and the form of its addresses is
read off from one.
"""

from __future__ import annotations

import re
from functools import lru_cache

from django.conf import settings
from django.urls import NoReverseMatch
from django.utils import translation

from lightwell.kernel import things
from lightwell.kernel.ref import Ref

PROBES = ("probe-zq", "987654321")  # an id of letters, and one of digits for sources that know no other
ID = r"[A-Za-z0-9][A-Za-z0-9._~-]{0,79}"
NUMBER = re.compile(r"(?<![A-Za-z0-9-])[A-Z]{1,6}-\d{2,3}-[0-9A-Z]{6,12}(?![A-Za-z0-9-])")
NUMBERED = ("matter", "petition")  # kinds whose ids are such numbers
MOST = 50  # things that one text is taken to name


def refs_in(text: str) -> list[Ref]:
    """Return what a text names, in its order, each once and at most MOST; nobody has asked yet whether they exist."""
    found: dict[Ref, int] = {}
    for kind, pattern in _patterns(tuple(source.kind for source in things.sources()), settings.SITE_URL):
        for match in pattern.finditer(text):
            found.setdefault(Ref(kind, match[1]), match.start())
    for match in NUMBER.finditer(text):
        for kind in NUMBERED:
            found.setdefault(Ref(kind, match[0]), match.start())
    return sorted(found, key=lambda ref: found[ref])[:MOST]


@lru_cache(maxsize=8)
def _patterns(kinds: tuple[str, ...], site: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    shapes = ((kind, _shape(kind)) for kind in kinds)
    return tuple((kind, _pattern(*shape, site)) for kind, shape in shapes if shape is not None)


def _shape(kind: str) -> tuple[str, str] | None:
    """Return what stands before and after the id in the address of a thing; None when it has none of this form."""
    source = things.source_of(kind)
    if source is None:
        return None
    for probe in PROBES:
        try:
            with translation.override("zh-hant"):
                before, found, after = source.address(probe).partition(probe)
        except (NoReverseMatch, ValueError, LookupError):
            continue
        if found and len(before) > 2:
            return before, after
    return None


def _pattern(before: str, after: str, site: str) -> re.Pattern[str]:
    """An address with or without our host and language; a longer one, of a page below it, names the thing as well.

    What stands before must not be part of another host's address or of a longer path.
    """
    end = r"(?=[/?#]|[^A-Za-z0-9._~-]|[.](?:\s|$)|$)" if after in ("", "/") else re.escape(after)
    start = rf"(?:{re.escape(site)}|(?<![A-Za-z0-9_./~%-]))(?:/en)?{re.escape(before)}"
    return re.compile(start + "(" + ID.replace("{0,79}", "{0,79}?") + ")" + end)
