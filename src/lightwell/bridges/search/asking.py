"""Reads an address of the search into a question: ``q``, ``wing``, ``kind``, ``unit``, ``state``, ``page``."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from lightwell.bridges.search import place
from lightwell.engines.search.asking import Answer, Question
from lightwell.engines.search.documents import FACETS
from lightwell.engines.search.reading import Reader
from lightwell.kernel import things
from lightwell.kernel.bilingual import Bilingual
from lightwell.kernel.refusal import Refusal

LONGEST = 200  # characters
PER_PAGE = 20
FARTHEST = 100  # pages
COUNTED = {"wing": 3, "kind": 20, "unit": 12, "state": 40}
TITLES = {
    "wing": pgettext_lazy("filter of the search", "Part of the site"),
    "kind": pgettext_lazy("filter of the search", "Kind"),
    "unit": pgettext_lazy("filter of the search", "Unit"),
    "state": pgettext_lazy("filter of the search", "State"),
}
WINGS = ("opendata", "participation", "services")
_UNIT = re.compile(r"[a-z0-9][a-z0-9-]{0,39}\Z")


@dataclass(frozen=True)
class Asked:
    """What somebody asks for; ``chosen`` has only the facets that are narrowed."""

    text: str = ""
    chosen: Mapping[str, str] = field(default_factory=dict)
    page: int = 1

    @property
    def anything(self) -> bool:
        return bool(self.text or self.chosen)

    def query(self, page: int = 1, **changed: str) -> dict[str, str]:
        """Return the parameters of the same question with other choices ("" takes one away)."""
        found = {"q": self.text, **self.chosen, **changed}
        return {name: value for name, value in found.items() if value} | (
            {"page": str(page)} if page > 1 else {}
        )

    def without(self, facet: str) -> Asked:
        return replace(
            self, chosen={name: value for name, value in self.chosen.items() if name != facet}, page=1
        )


def read(given: Mapping[str, str]) -> Asked:
    """Read parameters; a Refusal names the one that cannot be understood. Unknown parameters mean nothing."""
    text = " ".join(_clean(given.get("q", "")).split())
    if len(text) > LONGEST:
        raise Refusal(
            _("Use at most %(n)s characters: the words that matter most.") % {"n": LONGEST}, field="q"
        )
    chosen = {name: value for name in FACETS if (value := _clean(given.get(name, "")).strip())}
    for name, value in chosen.items():
        _check(name, value)
    return Asked(text, chosen, _page(given.get("page", "")))


def _clean(text: str) -> str:
    """Neither NUL nor half of a surrogate pair stands in any text."""
    return text.replace("\x00", " ").encode("utf-8", "replace").decode()


def _check(name: str, value: str) -> None:
    if name == "unit":
        known = bool(_UNIT.match(value))
    elif name == "wing":
        known = value in WINGS
    else:
        source = things.source_of(value.partition(".")[0])
        known = source is not None and (name == "kind" or value.partition(".")[2] in source.states)
    if not known:
        words = _("The filter “%(name)s” has no value “%(value)s”. Take it away, or choose from the list.")
        raise Refusal(words % {"name": TITLES[name], "value": value[:60]}, field=name)


def _page(text: str) -> int:
    if not text:
        return 1
    if not (text.isascii() and text.isdigit() and len(text) < 6 and 1 <= int(text) <= FARTHEST):
        words = _("Pages go from 1 to %(n)s. Narrow the search to see what lies further down.")
        raise Refusal(words % {"n": FARTHEST}, field="page")
    return int(text)


def ask(asked: Asked, *, limit: int = PER_PAGE, counted: Mapping[str, int] = COUNTED) -> Answer:
    """Answer from the index of this host; ``engines.search.reading.Absent`` while there is none."""
    question = Question(asked.text, asked.chosen, limit, (asked.page - 1) * limit, counted)
    return _reader(place.root()).ask(question)


def unit_names(slugs: Collection[str]) -> dict[str, Bilingual]:
    """Return the names of units by slug, out of the index itself: the page needs no database."""
    titles = _reader(place.root()).titles([f"unit/{slug}" for slug in slugs])
    return {key.partition("/")[2]: Bilingual(*names) for key, names in titles.items()}


@lru_cache(2)
def _reader(root: Path) -> Reader:
    return Reader(root)
