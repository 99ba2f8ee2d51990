"""What lies on an officer's desk: the matters they answer and those of their units that nobody has taken, by urgency."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet, Value
from django.utils.translation import gettext as _

from lightwell.casework.clock import ClockState
from lightwell.casework.kinds import Phase
from lightwell.casework.models import Matter
from lightwell.kernel import clock
from lightwell.people import public as people

SHOWN = 50  # rows of one section; the rest is reached through the register
LATE = (ClockState.OVERDUE, ClockState.ESCALATED)
OPEN = (Phase.OPEN, Phase.PAUSED)


@dataclass(frozen=True)
class Row:
    """One matter on the desk and the step that comes next ("" when none is this person's to take)."""

    matter: Matter
    next: str
    verb: str


@dataclass(frozen=True)
class Section:
    """One heap of the desk: ``more`` says that it holds more than is shown."""

    code: str
    title: str
    empty: str
    rows: tuple[Row, ...]
    more: bool

    @property
    def count(self) -> str:
        return f"{len(self.rows)}+" if self.more else str(len(self.rows))


def my_day(account: people.Account, powers: people.Powers | None = None) -> list[Section]:
    """Return the desk of an account, most urgent first; a matter lies on one heap only. Six queries with its powers given."""
    powers = powers or people.powers_of(account)
    pool = _pool(powers)
    mine = Q(officer=account)
    today = clock.today()
    is_open, runs = Q(phase__in=OPEN), Q(phase=Phase.OPEN)  # while the clock stands still nothing is late
    late = runs & (Q(clock_state__in=LATE) | Q(due_on__lt=today))
    due = runs & Q(due_on=today) & ~Q(clock_state__in=LATE)
    calm = Q(phase=Phase.PAUSED) | (runs & Q(due_on__gt=today) & ~Q(clock_state__in=LATE))
    escalated = is_open & Q(escalated_to__in=pool) & ~mine
    heaps = (
        (
            "overdue",
            _("Overdue"),
            _("Nothing is overdue."),
            (mine & late) | (_untaken(pool) & late) | escalated,
            "due_on",
        ),
        ("today", _("Due today"), _("Nothing is due today."), (mine | _untaken(pool)) & due, "due_on"),
        ("new", _("New, nobody answers yet"), _("Nothing new."), _untaken(pool) & calm, "received_at"),
        ("waiting", _("Waiting for you"), _("Nothing waits for you."), mine & calm, "due_on"),
        (
            "outcome",
            _("Answered, outcome to be said"),
            _("Nothing to finish."),
            mine & Q(phase=Phase.ANSWERED),
            "answered_at",
        ),
    )
    return [
        _section(code, title, empty, _rows(where, order), powers)
        for code, title, empty, where, order in heaps
    ]


def _pool(powers: people.Powers) -> list[int]:
    """Return the units whose untaken matters this person may take or give out."""
    roots = {*powers.roots("casework.assign"), *powers.roots("casework.answer")}
    return list(people.units_under(sorted(roots)).values_list("pk", flat=True))


def _untaken(pool: list[int]) -> Q:
    return Q(officer=None, unit__in=pool)


def _rows(where: Q, order: str) -> QuerySet[Matter]:
    return Matter.objects.filter(where).select_related("unit", "officer").order_by(order, "pk")[: SHOWN + 1]


def _section(code: str, title: str, empty: str, found: Iterable[Matter], powers: people.Powers) -> Section:
    matters = list(found)
    rows = tuple(Row(matter, *_next_of(matter, powers)) for matter in matters[:SHOWN])
    return Section(code, title, empty, rows, len(matters) > SHOWN)


def _next_of(matter: Matter, powers: people.Powers) -> tuple[str, str]:
    """Return words and name of the first step that the kind lists, that leads further, and that this person may take."""
    if matter.phase == Phase.PAUSED:
        return _("Let the clock go on when the reason is gone"), "resume"
    further = [move for move in matter.kind_data.moves_from(matter.state) if move.target != matter.state]
    for move in further:
        permission = _permission(move.verb, move.permission)
        if permission and powers.allow(permission, matter.unit.path):
            return str(move.label), move.verb
    return "", ""


def _permission(verb: str, given: str) -> str:
    return "casework.answer" if verb == "assign" else given  # an officer may take a matter themselves


def matter_at_desk(number: str) -> Matter | None:
    """Return one matter with what its work page shows."""
    rows = Matter.objects.select_related(
        "unit", "officer", "policy", "person", "merged_into", "source", "escalated_to"
    )
    return rows.filter(number=number).first()


def open_beside(matter: Matter) -> dict[str, str]:
    """Return the numbers before and after a matter in its officer's heap, to go through the heap without going back."""
    if matter.officer_id is None:
        return {}
    heap = Matter.objects.filter(officer_id=matter.officer_id, phase__in=OPEN)
    due, key = matter.due_on, matter.pk
    after = heap.filter(Q(due_on__gt=due) | Q(due_on=due, pk__gt=key)).order_by("due_on", "pk")
    before = heap.filter(Q(due_on__lt=due) | Q(due_on=due, pk__lt=key)).order_by(F("due_on").desc(), "-pk")
    sides = (("next", after), ("previous", before))
    found = [rows.values_list(Value(side), "number")[:1] for side, rows in sides]
    return dict(found[0].union(found[1], all=True))
