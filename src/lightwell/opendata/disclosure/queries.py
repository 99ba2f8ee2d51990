"""Reads of what is not open: one page's subject, the lists, what a desk has to look at."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from lightwell.kernel import clock, folding
from lightwell.opendata.disclosure import statutes
from lightwell.opendata.disclosure.models import Decision, Move, State, Subject, Unlock
from lightwell.opendata.publishing.public import Dataset
from lightwell.people import public as people

PAGE = 50
MOVES = Prefetch("moves", Move.objects.order_by("at", "id"))


@dataclass(frozen=True)
class Wanted:
    """What the list of closed data is narrowed to; empty fields narrow nothing."""

    q: str = ""
    unit: str = ""
    law: str = ""
    overdue: bool = False

    @property
    def anything(self) -> bool:
        return bool(self.q or self.unit or self.law or self.overdue)


@dataclass(frozen=True)
class Page:
    """Some rows of a list and whether there are pages around them."""

    rows: list[Any]
    number: int
    more: bool


def find(slug: str) -> Subject | None:
    """Return a subject with its decisions, promises and their moves; four queries."""
    rows = Subject.objects.select_related("unit", "dataset", "current").filter(slug=slug)
    decisions = Prefetch("decisions", Decision.objects.order_by("number"))
    unlocks = Prefetch(
        "unlocks", Unlock.objects.select_related("dataset", "unit").order_by("promised_at", "id")
    )
    return rows.prefetch_related(decisions, unlocks, Prefetch("unlocks__moves", MOVES.queryset)).first()


def about(slug: str) -> Subject | None:
    """Return what was decided or promised about a dataset that is not published; one query."""
    return Subject.objects.filter(dataset__slug=slug).exclude(state=State.OPEN).first()


def closed(wanted: Wanted, number: int = 1) -> Page:
    """Return a page of the data that is decided to be not open, the next review first."""
    rows = (
        Subject.objects.filter(state=State.CLOSED)
        .select_related("unit", "current")
        .order_by("review_on", "id")
    )
    if wanted.overdue:
        rows = rows.filter(review_on__lt=clock.today())
    if wanted.unit:
        rows = rows.filter(unit__slug=wanted.unit)
    if wanted.law:
        rows = rows.filter(current__ground__in=grounds_of_law(wanted.law))
    for word in folding.words_of(wanted.q):
        rows = rows.filter(pk__in=[subject.pk for subject in _holding(word)])
    return _page(rows, number)


def grounds_of_law(law: str) -> list[str]:
    """Return the codes of the articles of a law; ``other`` for laws that are not listed."""
    return [code for code in statutes.GROUNDS if code.partition("-")[0] == law] or [law]


def laws() -> dict[str, statutes.Ground]:
    """Return the listed laws by the first part of their codes, each with one of its articles."""
    found: dict[str, statutes.Ground] = {}
    for code, ground in statutes.GROUNDS.items():
        found.setdefault(code.partition("-")[0], ground)
    return found


def _holding(word: str) -> list[Subject]:
    """Closed data whose words hold a folded word: hundreds at most, so that they are looked through."""
    rows = Subject.objects.filter(state=State.CLOSED)
    shown = ("title", "title_en", "description", "description_en")
    return [
        s for s in rows.only(*shown) if word in folding.fold(" ".join(getattr(s, name) for name in shown))
    ]


def reviews_overdue(limit: int = PAGE) -> list[Subject]:
    """Return decisions whose review day has passed, the longest overdue first; one query."""
    rows = Subject.objects.filter(state=State.CLOSED, review_on__lt=clock.today())
    return list(rows.select_related("unit", "current").order_by("review_on", "id")[:limit])


def to_come(number: int = 1, size: int = PAGE) -> Page:
    """Return a page of promises, the soonest day first; two queries."""
    return _page(planned(), number, size)


def planned() -> QuerySet[Unlock]:
    """Return every promise that is still to be kept, the soonest day first."""
    rows = Unlock.objects.filter(state=Unlock.State.PLANNED).select_related(
        "subject__unit", "subject__current", "unit"
    )
    return rows.prefetch_related(MOVES).order_by("opens_on", "id")


def opened(limit: int = 20) -> list[Unlock]:
    """Return the promises that were kept last; two queries."""
    rows = Unlock.objects.filter(state=Unlock.State.OPENED).select_related("subject__unit", "dataset", "unit")
    return list(rows.prefetch_related(MOVES).order_by("-ended_at", "-id")[:limit])


def latest_changes(limit: int = PAGE) -> list[Subject]:
    """Return the subjects on which something happened last, each with its promises, for the feed; three queries."""
    rows = Subject.objects.select_related("unit", "current").order_by("-changed_at", "-id")
    unlocks = Prefetch("unlocks", Unlock.objects.prefetch_related(MOVES).order_by("promised_at", "id"))
    return list(rows.prefetch_related(unlocks)[:limit])


def at_desk(account: people.Account) -> list[Subject]:
    """Return the subjects of the units for which somebody may decide, what waits longest first; four queries."""
    units = people.units_of(account, "data.publish")
    rows = Subject.objects.filter(unit__in=units).exclude(state=State.OPEN).select_related("unit", "current")
    unlocks = Prefetch("unlocks", Unlock.objects.filter(state=Unlock.State.PLANNED).prefetch_related(MOVES))
    return sorted(rows.prefetch_related(unlocks)[:500], key=_urgency)


def _urgency(subject: Subject) -> Any:
    days = [day for day in (subject.review_on, *(u.opens_on for u in subject.unlocks.all())) if day]
    return min(days, default=clock.today()), subject.pk


def count_waiting() -> int:
    """Return how many reviews and promised days have passed or are due today, of all units; one query."""
    today = clock.today()
    late = Q(state=State.CLOSED, review_on__lte=today) | Q(
        unlocks__state=Unlock.State.PLANNED, unlocks__opens_on__lte=today
    )
    return Subject.objects.filter(late).distinct().count()


def of_ids(ids: Collection[str] | None) -> QuerySet[Subject]:
    """Return subjects by their public ids, or all; one query."""
    rows = Subject.objects.select_related("unit", "current")
    return rows if ids is None else rows.filter(slug__in=list(ids))


def datasets_to_close(units: Sequence[people.Unit]) -> list[Dataset]:
    """Return the datasets of some units about which nothing was decided yet."""
    rows = Dataset.objects.filter(unit__in=units, disclosure=None).select_related("unit")
    return list(rows.order_by("title", "id")[:500])


def datasets_to_keep_with(unit: people.Unit) -> list[Dataset]:
    """Return the published datasets of a unit and those below it, the latest first: with one of them a promise is kept."""
    rows = Dataset.objects.filter(state=Dataset.State.PUBLISHED, unit__path__startswith=unit.path)
    return list(rows.select_related("unit").order_by("-changed_at", "-id")[:300])


def _page(rows: QuerySet[Any], number: int, size: int = PAGE) -> Page:
    first = (number - 1) * size
    found = list(rows[first : first + size + 1])
    return Page(found[:size], number, len(found) > size)
