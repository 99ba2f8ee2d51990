"""The scoreboard's rows, from what the sweep counted: how each unit, with those below it, keeps its promises."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from lightwell.casework.models import Tally
from lightwell.casework.suppression import shown_counts
from lightwell.people import public as people

FEW = 20  # from how many answers on a share of private matters is shown


@dataclass(frozen=True)
class Score:
    """Figures of one unit. Shares are 0 to 1, times in working days; None: nothing to count, or too few to show."""

    unit: people.Unit
    depth: int
    open: int | None
    overdue: int | None
    answered: int | None
    on_time: float | None
    median_days: float | None
    adopted: float | None


@dataclass(frozen=True)
class Board:
    """Public matters, private ones apart, and when both were counted."""

    public: list[Score]
    private: list[Score]
    made_at: datetime | None


def board() -> Board:
    """Return the scoreboard in tree order; one query."""
    tallies = list(Tally.objects.select_related("unit").order_by("unit__path"))
    return Board(
        public=[_public(tally) for tally in tallies if not tally.private],
        private=_private([tally for tally in tallies if tally.private]),
        made_at=max((tally.made_at for tally in tallies), default=None),
    )


def share(part: float, whole: int) -> float | None:
    """Return a share, or None of nothing."""
    return part / whole if whole else None


def _depth(unit: people.Unit) -> int:
    return unit.path.count("/") - 2


def _public(tally: Tally) -> Score:
    return Score(
        unit=tally.unit,
        depth=_depth(tally.unit),
        open=tally.open,
        overdue=tally.overdue,
        answered=tally.answered,
        on_time=share(tally.on_time, tally.answered),
        median_days=tally.median_days,
        adopted=share(tally.adopted, tally.decided),
    )


def _private(tallies: Iterable[Tally]) -> list[Score]:
    """Rows of private matters: small counts left out, shares only of many, and in steps of five per cent."""
    rows = list(tallies)
    opened = shown_counts({tally.unit.path: tally.open for tally in rows})
    answered = shown_counts({tally.unit.path: tally.answered for tally in rows})
    return [_hidden(tally, opened.get(tally.unit.path), answered.get(tally.unit.path)) for tally in rows]


def _hidden(tally: Tally, opened: int | None, answered: int | None) -> Score:
    many = answered is not None and answered >= FEW
    return Score(
        unit=tally.unit,
        depth=_depth(tally.unit),
        open=opened,
        overdue=None,
        answered=answered,
        on_time=round(20 * tally.on_time / tally.answered) / 20 if many else None,
        median_days=round(tally.median_days) if many and tally.median_days is not None else None,
        adopted=None,
    )
