"""Reads of matters: the register by keyset, look-ups, and what is like a text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, FloatField, Func, Q, QuerySet, Value

from lightwell.casework import contact
from lightwell.casework.kinds import Visibility
from lightwell.casework.lookups import AsQuery
from lightwell.casework.models import OPEN, SHOWN, Matter, Response
from lightwell.kernel import folding
from lightwell.kernel.ref import Ref
from lightwell.people import public as people
from lightwell.prepared import prepared

PAGE = 25
NUMBER = re.compile(r"[A-Z]{1,6}-\d{2,3}-[0-9A-Z]{6,12}")
CANDIDATES = 60
LATE = ("overdue", "escalated")
ROW = (
    "number", "kind", "title", "language", "channel", "topic", "state", "phase", "outcome", "supporters", "hidden_at",
    "merged_into", "received_at", "due_on", "clock_state", "paused_until", "answered_at", "changed_at", "unit__slug",
    "unit__name", "unit__name_en",
)  # fmt: skip
NARROWING = ("kind", "state", "phase", "channel", "topic")
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


def matters_query(filters: Filters, units: Sequence[int] | None = None) -> QuerySet[Matter]:
    """Return the public matters that the filters let through, in no order; private ones never.

    ``units``: ids of the unit and those below it, where the caller knows them already.
    """
    rows = Matter.objects.filter(SHOWN)
    for field in NARROWING:
        value = getattr(filters, field)
        if value:
            rows = rows.filter(**{field: value})
    if filters.overdue:
        rows = rows.filter(clock_state__in=LATE)
    if filters.sort == "due":
        rows = rows.filter(OPEN)
    if units is None and filters.unit is not None:
        units = unit_ids(filters.unit)
    if units is not None:
        rows = rows.filter(unit_id__in=units)
    return _searched(rows, **_search(filters.q)) if filters.q.strip() else rows


def unit_ids(unit: people.Unit) -> list[int]:
    """Return the ids of a unit and those below it; one query."""
    return list(people.Unit.objects.filter(path__startswith=unit.path).values_list("pk", flat=True))


def _search(text: str) -> dict[str, str]:
    """Return what a text looks for: one number, or the pairs of its words and each word; {} when it holds neither."""
    number = folding.fold(text).upper()
    if NUMBER.fullmatch(number):
        return {"number": number}
    words = folding.words_of(text)
    if not words:
        return {}
    # Words are letters and digits alone, so that these patterns need no escaping.
    return {"pairs": folding.pair_query(words)} | {f"word{n}": f"%{word}%" for n, word in enumerate(words)}


def _searched(rows: QuerySet[Matter], **wanted: str) -> QuerySet[Matter]:
    """Narrow to matters in which every word occurs: the index of pairs finds them, the text itself decides."""
    if not wanted:
        return rows.none()
    if "number" in wanted:
        return rows.filter(number=wanted["number"])
    rows = rows.filter(pairs__holds=wanted["pairs"])
    for name, pattern in wanted.items():
        if name.startswith("word"):
            rows = rows.filter(folded__like=pattern)
    return rows


def register_page(
    filters: Filters,
    *,
    units: Sequence[int] | None = None,
    after: str = "",
    before: str = "",
    size: int = PAGE,
) -> RegisterPage:
    """Return the rows after one number, or before one; an unknown number starts at the beginning."""
    key = _key(before or after)
    backwards = bool(before) and key is not None
    found = _found(filters, units, key, backwards, size + 1)
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


def _found(
    filters: Filters, units: Sequence[int] | None, key: _Key | None, backwards: bool, limit: int
) -> list[Matter]:
    if units is None and filters.unit is not None:
        units = unit_ids(filters.unit)
    values: dict[str, Any] = {name: getattr(filters, name) for name in NARROWING if getattr(filters, name)}
    if filters.q.strip():
        wanted = _search(filters.q)
        if not wanted:
            return []
        values |= wanted
    if key is not None:
        values |= {"key_at": key.due_on if filters.sort == "due" else key.received_at, "key_id": key.pk}
    known = tuple(sorted(units)) if units is not None else None
    return _register_rows(filters.overdue, filters.sort, known, backwards, limit, **values)


@prepared
def _register_rows(
    overdue: bool, sort: str, units: tuple[int, ...] | None, backwards: bool, limit: int, **values: Any
) -> QuerySet[Matter]:
    """Rows of the register with what its page, its file and its feed show."""
    narrowed = {name: values[name] for name in NARROWING if name in values}
    rows = matters_query(Filters(overdue=overdue, sort=sort, **narrowed), units)
    if "number" in values or "pairs" in values:
        rows = _searched(rows, **values)
    if "key_id" in values:
        rows = rows.filter(_beyond(sort, values["key_at"], values["key_id"], backwards))
    return rows.select_related("unit").only(*ROW).order_by(*_order(sort, backwards))[:limit]


@dataclass(frozen=True)
class _Key:
    pk: int
    received_at: datetime
    due_on: Any


def _key(number: str) -> _Key | None:
    row = _keys.first(number=number) if NUMBER.fullmatch(number) else None
    return _Key(*row) if row else None


@prepared
def _keys(*, number: str) -> QuerySet[Any, Any]:
    return Matter.objects.filter(SHOWN, number=number).values_list("pk", "received_at", "due_on")


def _order(sort: str, backwards: bool) -> tuple[Any, ...]:
    if sort == "due":
        return (F("due_on").desc(), F("id").desc()) if backwards else (F("due_on").asc(), F("id").asc())
    return (F("received_at").asc(), F("id").asc()) if backwards else (F("received_at").desc(), F("id").desc())


def _beyond(sort: str, at: Any, pk: int, backwards: bool) -> Q:
    """Rows after the one with this moment (or due day) and id, in the order of the page."""
    column = "due_on" if sort == "due" else "received_at"
    side = "gt" if (sort == "due") != backwards else "lt"
    return Q(**{f"{column}__{side}e": at}) & (
        Q(**{f"{column}__{side}": at}) | Q(**{column: at, f"pk__{side}": pk})
    )


def find_public(number: str) -> Matter | None:
    """Return a matter that everybody may see, by its number; with its units and the matter it was merged into."""
    return _public.first(number=number) if NUMBER.fullmatch(number) else None


@prepared
def _public(*, number: str) -> QuerySet[Matter]:
    rows = Matter.objects.filter(SHOWN, number=number)
    heavy = ("folded", "pairs", *(f"merged_into__{name}" for name in HEAVY))
    return rows.select_related("unit", "escalated_to", "merged_into").defer(*heavy)


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


LISTED = ("number", "title", "language", "kind", "unit__slug", "unit__name", "unit__name_en")


def latest_answers(limit: int) -> list[Response]:
    """Return the answers to public matters that were published last, each with its matter and unit; one query."""
    return _latest_answers(limit)


@prepared
def _latest_answers(limit: int) -> QuerySet[Response]:
    rows = Response.objects.exclude(matter__visibility=Visibility.PRIVATE.value).filter(
        matter__hidden_at=None
    )
    shown = (f"matter__{name}" for name in (*LISTED, "outcome", "answer_days", "on_time"))
    return rows.select_related("matter__unit").only("at", *shown).order_by("-at", "-id")[:limit]


def longest_overdue(limit: int) -> list[Matter]:
    """Return the public matters whose answer is latest; one query by the index of what is due."""
    return _longest_overdue(limit)


@prepared
def _longest_overdue(limit: int) -> QuerySet[Matter]:
    rows = Matter.objects.filter(SHOWN, OPEN, clock_state__in=LATE, hidden_at=None).select_related("unit")
    return rows.only(*LISTED, "due_on").order_by("due_on", "id")[:limit]
