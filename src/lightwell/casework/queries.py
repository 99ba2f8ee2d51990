"""Reads of matters: the register by keyset, look-ups, and what is like a text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, FloatField, Func, Q, QuerySet, Value

from lightwell.casework import contact, folding
from lightwell.casework.kinds import Visibility
from lightwell.casework.lookups import AsQuery
from lightwell.casework.models import OPEN, SHOWN, Matter, Response
from lightwell.kernel.ref import Ref
from lightwell.people import public as people

PAGE = 25
NUMBER = re.compile(r"[A-Z]{1,6}-\d{2,3}-[0-9A-Z]{6,12}")
CANDIDATES = 60
LATE = ("overdue", "escalated")
HEAVY = ("body", "folded", "pairs", "how", "outcome_reason", "hidden_reason", "sealed_contact")


@dataclass(frozen=True)
class Filters:
    """What the register is narrowed to; empty fields narrow nothing. ``unit`` takes those below it along."""

    kind: str = ""
    unit: people.Unit | None = None
    state: str = ""
    phase: str = ""
    channel: str = ""
    overdue: bool = False
    topic: str = ""
    q: str = ""
    sort: str = "newest"  # or "due": open matters, the next due first


@dataclass(frozen=True)
class RegisterPage:
    """Some rows of the register, with the numbers from which the pages beside it start ("" where there is none)."""

    rows: list[Matter]
    older_after: str = ""
    newer_before: str = ""


def matters_query(filters: Filters, units: list[int] | None = None) -> QuerySet[Matter]:
    """Return the public matters that the filters let through, in no order; private ones never.

    ``units``: ids of the unit and those below it, where the caller knows them already.
    """
    rows = Matter.objects.filter(SHOWN)
    for field in ("kind", "state", "phase", "channel", "topic"):
        value = getattr(filters, field)
        if value:
            rows = rows.filter(**{field: value})
    if filters.overdue:
        rows = rows.filter(clock_state__in=LATE)
    if filters.sort == "due":
        rows = rows.filter(OPEN)
    if filters.unit is not None:
        rows = rows.filter(unit_id__in=unit_ids(filters.unit) if units is None else units)
    return _searched(rows, filters.q)


def unit_ids(unit: people.Unit) -> list[int]:
    """Return the ids of a unit and those below it; one query."""
    return list(people.Unit.objects.filter(path__startswith=unit.path).values_list("pk", flat=True))


def _searched(rows: QuerySet[Matter], text: str) -> QuerySet[Matter]:
    """Narrow to matters in which every word occurs: the index of pairs finds them, the text itself decides.

    A whole number finds its matter.
    """
    number = folding.fold(text).upper()
    if NUMBER.fullmatch(number):
        return rows.filter(number=number)
    words = folding.words_of(text)
    if not words:
        return rows.none() if text.strip() else rows
    rows = rows.filter(pairs__holds=folding.pair_query(words))
    for word in words:
        rows = rows.filter(folded__contains=word)
    return rows


def register_page(
    filters: Filters, *, units: list[int] | None = None, after: str = "", before: str = "", size: int = PAGE
) -> RegisterPage:
    """Return the rows after one number, or before one; an unknown number starts at the beginning."""
    rows = matters_query(filters, units).select_related("unit").defer(*HEAVY)
    key = _key(before or after)
    backwards = bool(before) and key is not None
    order = _order(filters.sort, backwards)
    if key is not None:
        rows = rows.filter(_beyond(filters.sort, key, backwards))
    found = list(rows.order_by(*order)[: size + 1])
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    has_newer = more if backwards else key is not None
    has_older = True if backwards else more
    return RegisterPage(
        found,
        older_after=found[-1].number if found and has_older else "",
        newer_before=found[0].number if found and has_newer else "",
    )


@dataclass(frozen=True)
class _Key:
    pk: int
    received_at: datetime
    due_on: Any


def _key(number: str) -> _Key | None:
    if not NUMBER.fullmatch(number):
        return None
    row = Matter.objects.filter(SHOWN, number=number).values_list("pk", "received_at", "due_on").first()
    return _Key(*row) if row else None


def _order(sort: str, backwards: bool) -> tuple[Any, ...]:
    if sort == "due":
        return (F("due_on").desc(), F("id").desc()) if backwards else (F("due_on").asc(), F("id").asc())
    return (F("received_at").asc(), F("id").asc()) if backwards else (F("received_at").desc(), F("id").desc())


def _beyond(sort: str, key: _Key, backwards: bool) -> Q:
    column, value = ("due_on", key.due_on) if sort == "due" else ("received_at", key.received_at)
    up = (sort == "due") != backwards
    side = "gt" if up else "lt"
    return Q(**{f"{column}__{side}e": value}) & (
        Q(**{f"{column}__{side}": value}) | Q(**{column: value, f"pk__{side}": key.pk})
    )


def find_public(number: str) -> Matter | None:
    """Return a matter that everybody may see, by its number; with unit, officer's unit and policy."""
    rows = Matter.objects.filter(SHOWN).select_related(
        "unit", "escalated_to", "policy", "merged_into", "source"
    )
    return rows.defer("folded", "pairs").filter(number=number).first() if NUMBER.fullmatch(number) else None


def find(number: str) -> Matter | None:
    """Return any matter by its number; the caller asks ``may_read`` before showing it."""
    rows = Matter.objects.select_related("unit", "escalated_to", "policy", "merged_into", "person", "source")
    return rows.defer("folded", "pairs").filter(number=number).first() if NUMBER.fullmatch(number) else None


def may_read(account: object, matter: Matter) -> bool:
    """Return whether somebody may read all of a matter: its person, and who handles matters in its unit."""
    if not isinstance(account, people.Account):
        return False
    if matter.person_id is not None and matter.person_id == account.pk:
        return True
    powers = people.powers_of(account)
    handling = ("casework.answer", "casework.assign", "casework.receive", "casework.moderate")
    return any(powers.allow(permission, matter.unit.path) for permission in handling)


def open_matters(unit: people.Unit | None = None, officer: people.Account | None = None) -> QuerySet[Matter]:
    """Return matters that wait for an answer, the next due first: of a unit with those below it, or of an officer."""
    rows = Matter.objects.filter(OPEN).select_related("unit", "officer").defer(*HEAVY)
    if unit is not None:
        rows = rows.filter(unit_id__in=unit_ids(unit))
    if officer is not None:
        rows = rows.filter(officer=officer)
    return rows.order_by("due_on", "id")


def similar_matters(
    text: str, topic: Ref | None = None, *, limit: int = 5, least: float = 0.3, exclude: str = ""
) -> list[tuple[Matter, float]]:
    """Return public matters that say nearly the same as a text, the most alike first, with their likeness (0 to 1).

    Shared pairs name the candidates; Dice's coefficient of all pairs decides. Pairs do not depend on the database's
    locale; pg_trgm does, and sees no Chinese at all under C.
    """
    folded = folding.fold(text)
    terms = folding.pairs(folded)[:64]
    if not terms:
        return []
    wanted = " | ".join(f"'{term}'" for term in terms if len(term) > 1) or f"'{terms[0]}'"
    rows = Matter.objects.filter(SHOWN, merged_into=None, hidden_at=None, pairs__holds=wanted).exclude(
        number=exclude
    )
    if topic is not None:
        rows = rows.filter(topic=str(topic))
    ranked = rows.annotate(
        rank=Func(F("pairs"), AsQuery(Value(wanted)), function="ts_rank", output_field=FloatField())
    )
    candidates = (
        ranked.select_related("unit").defer("pairs", "how").order_by("-rank", "-received_at")[:CANDIDATES]
    )
    scored: list[tuple[Matter, float]] = [
        (matter, round(folding.likeness(folded, matter.folded), 3)) for matter in candidates
    ]
    return sorted((pair for pair in scored if pair[1] >= least), key=lambda pair: -pair[1])[:limit]


def find_by_secret(secret: str) -> Matter | None:
    """Return the matter whose tracking link has this secret."""
    number = (
        Matter.objects.filter(token_digest=contact.digest_of(secret)).values_list("number", flat=True).first()
    )
    return find(number) if number else None


def matters_of(person: people.Account) -> list[Matter]:
    """Return the newest matters of a person, private ones too; for that person alone."""
    rows = Matter.objects.filter(person=person).select_related("unit").defer(*HEAVY)
    return list(rows.order_by("-received_at", "-pk")[:100])


def latest_answers(limit: int) -> list[Response]:
    """Return the answers to public matters that were published last, each with its matter and unit; one query."""
    rows = Response.objects.exclude(matter__visibility=Visibility.PRIVATE.value)
    rows = rows.filter(matter__hidden_at=None).select_related("matter__unit")
    return list(
        rows.defer("text", "html", *(f"matter__{name}" for name in HEAVY)).order_by("-at", "-id")[:limit]
    )


def longest_overdue(limit: int) -> list[Matter]:
    """Return the public matters whose answer is latest; one query by the index of what is due."""
    rows = Matter.objects.filter(SHOWN, OPEN, clock_state__in=LATE, hidden_at=None)
    return list(rows.select_related("unit").defer(*HEAVY).order_by("due_on", "id")[:limit])
