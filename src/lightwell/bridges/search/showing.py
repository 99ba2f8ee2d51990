"""What the page of the search shows: hits with their words marked, filters with counts, and what to try when nothing fits."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from types import MappingProxyType
from urllib.parse import quote_plus

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from lightwell.bridges.search import asking
from lightwell.bridges.search.asking import FARTHEST, PER_PAGE, TITLES, Asked
from lightwell.engines.search import marking
from lightwell.engines.search.asking import Answer, Hit
from lightwell.engines.search.words import Phrase
from lightwell.kernel import things
from lightwell.kernel.bilingual import Bilingual

Names = Mapping[str, str]  # slug of a unit -> its name in the page's language
WIDTH = 110  # characters of a quotation


@dataclass(frozen=True)
class Found:
    """One hit as the page shows it."""

    title: Markup
    href: str
    kind: str
    quote: Markup
    unit: str
    state: str
    at: datetime


@dataclass(frozen=True)
class Choice:
    """One value of a filter: a link that narrows to it, or (``chosen``) takes it away."""

    text: str
    count: int | None
    href: str
    chosen: bool


@dataclass(frozen=True)
class Filter:
    """One filter with its most frequent values."""

    title: str
    choices: list[Choice]


@dataclass(frozen=True)
class Pages:
    """What the pagination needs."""

    asked: Asked
    number: int
    pages: int

    def href(self, number: int) -> str:
        return address(self.asked, page=number)

    @property
    def prev_href(self) -> str | None:
        return self.href(self.number - 1) if self.number > 1 else None

    @property
    def next_href(self) -> str | None:
        return self.href(self.number + 1) if self.number < self.pages else None


@dataclass(frozen=True)
class Shown:
    """All that the page shows of an answer."""

    total: int
    hits: list[Found]
    filters: list[Filter]
    pages: Pages
    tries: list[Choice]


def show(asked: Asked, answer: Answer) -> Shown:
    """Return the page of an answer."""
    units = _names_of(_units(asked, answer))
    last = min(FARTHEST, max(1, -(-answer.total // PER_PAGE)))
    return Shown(
        total=answer.total,
        hits=[_found(hit, answer.phrases, units) for hit in answer.hits],
        filters=_filters(asked, answer, units),
        pages=Pages(asked, min(asked.page, last), last),
        tries=[] if answer.total else _tries(asked, answer),
    )


def _names_of(slugs: Collection[str]) -> Names:
    language = get_language()
    return {slug: name.in_language(language) for slug, name in asking.unit_names(slugs).items()}


def address(asked: Asked, page: int = 1, changed: Mapping[str, str] = MappingProxyType({})) -> str:
    """Return the address of a question, with other choices ("" takes one away)."""
    query = "&".join(f"{name}={_quoted(value)}" for name, value in asked.query(page, **changed).items())
    return _path(get_language()) + (f"?{query}" if query else "")


_quoted = lru_cache(1024)(quote_plus)  # a page says its own words in each of thirty links


@lru_cache(8)
def _path(_language: str | None) -> str:
    return reverse("search:search")


def _units(asked: Asked, answer: Answer) -> set[str]:
    counted = {slug for slug, _count in answer.facets.get("unit", ())}
    return {hit.unit for hit in answer.hits if hit.unit} | counted | {asked.chosen.get("unit", "")} - {""}


def _found(hit: Hit, phrases: Sequence[Phrase], units: Names) -> Found:
    text = Bilingual(*hit.texts)
    language, source = get_language(), things.source_of(hit.kind)
    return Found(
        title=_title(Bilingual(*hit.titles), language, phrases),
        href=source.address(hit.key.partition("/")[2]) if source else "",
        kind=str(source.label) if source else hit.kind,
        quote=markup(marking.quoted(_telling(text, language, phrases), phrases, WIDTH)),
        unit=units.get(hit.unit, ""),
        state=source.state_label(hit.state.partition(".")[2]) if source and hit.state else "",
        at=hit.at,
    )


def _title(title: Bilingual, language: str | None, phrases: Sequence[Phrase]) -> Markup:
    """Return the title; on an English page a Chinese one says so, for those who hear it read aloud."""
    shown = markup(marking.marked(title.in_language(language), phrases))
    if (language or "").startswith("en") and not title.en:
        return Markup('<span lang="{}">{}</span>').format(title.language, shown)
    return shown


def _telling(text: Bilingual, language: str | None, phrases: Sequence[Phrase]) -> str:
    """Return the text in the page's language, or the other one where only that holds the words."""
    own = text.in_language(language)
    other = text.zh if own == text.en else text.en
    holds_none = phrases and not any(hit for _piece, hit in marking.marked(own, phrases))
    if holds_none and other and any(hit for _piece, hit in marking.marked(other, phrases)):
        return other
    return own


def markup(pieces: marking.Pieces) -> Markup:
    """Return pieces as HTML: all of it escaped, the hits in ``mark``."""
    return Markup("".join(f"<mark>{escape(piece)}</mark>" if hit else escape(piece) for piece, hit in pieces))


def _filters(asked: Asked, answer: Answer, units: Names) -> list[Filter]:
    found = [Filter(str(title), _choices(name, asked, answer, units)) for name, title in TITLES.items()]
    return [one for one in found if len(one.choices) > 1 or any(choice.chosen for choice in one.choices)]


def _choices(name: str, asked: Asked, answer: Answer, units: Names) -> list[Choice]:
    counted, chosen = dict(answer.facets.get(name, ())), asked.chosen.get(name)
    if chosen and chosen not in counted:
        counted[chosen] = 0
    return [
        Choice(_value(name, value, units), count, _toggle(asked, name, value), value == chosen)
        for value, count in counted.items()
    ]


def _toggle(asked: Asked, name: str, value: str) -> str:
    changed = "" if asked.chosen.get(name) == value else value
    return address(asked, changed={name: changed})


def _value(name: str, value: str, units: Names) -> str:
    if name == "unit":
        return units.get(value, value)
    if name == "wing":
        return wing_name(value)
    kind, _dot, state = value.partition(".")
    source = things.source_of(kind)
    if source is None:
        return value
    if name == "kind":
        return str(source.plural)
    return _("%(kind)s: %(state)s") % {"kind": source.label, "state": source.state_label(state)}


def wing_name(wing: str) -> str:
    """Return what a wing is called on pages."""
    names = {"opendata": _("Open data"), "participation": _("Participation"), "services": _("Services")}
    return names.get(wing, wing)


def _tries(asked: Asked, answer: Answer) -> list[Choice]:
    """Return questions near this one that do find something: without a filter, or with one word of several."""
    near: list[tuple[str, Asked]] = []
    for name in asked.chosen:
        near.append((_value_left_out(name, asked), asked.without(name)))
    if len(answer.phrases) > 1:
        near += [
            (_("only “%(word)s”") % {"word": phrase.text}, Asked(phrase.text)) for phrase in answer.phrases
        ]
    counted = ((text, other, asking.ask(other, limit=0, counted={}).total) for text, other in near[:8])
    return [Choice(text, total, address(other), False) for text, other, total in counted if total]


def _value_left_out(name: str, asked: Asked) -> str:
    units = _names_of({asked.chosen[name]}) if name == "unit" else {}
    return _("without “%(filter)s”") % {"filter": _value(name, asked.chosen[name], units)}
