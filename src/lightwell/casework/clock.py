"""The clock of a matter: when an answer is due, how that day was found, and what state the clock is in.

Pure: no Django, no database, today passed in. Day 0 is the day of receipt. A day on which the clock stands still is
not counted; the day on which it goes on is. Nothing is ever due on a day off, nor earlier than was promised.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from lightwell.kernel.workdays import DAY, SATURDAY, WorkCalendar, days_after


class Measure(StrEnum):
    """What is counted: working days, or all days with the last one rolled off days off."""

    WORKING = "working"
    CALENDAR = "calendar"


class ClockState(StrEnum):
    """What a clock is doing; every open matter is in exactly one of these."""

    RUNNING = "running"
    EXTENDED = "extended"
    PAUSED = "paused"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    ESCALATED = "escalated"
    STOPPED = "stopped"


@dataclass(frozen=True)
class Terms:
    """The numbers of one policy. Pauses are capped in days on the calendar, the two warnings are in working days."""

    measure: Measure
    days: int
    extension_days: int = 0
    pause_cap_days: int = 60
    due_soon_days: int = 3
    escalate_after_days: int = 5


# Defaults of domain.md; the first dated policy of a kind is made from the one its registration names.
PETITION = Terms(Measure.CALENDAR, 60, 30)
DATA_REQUEST = Terms(Measure.CALENDAR, 15, 15)  # Freedom of Government Information Law, article 12
LETTER = Terms(
    Measure.CALENDAR, 30, 30
)  # Directions on handling people's petitions: 30 days, extended once with reason
OPINION = Terms(Measure.CALENDAR, 30, 30)
SERVICE = Terms(
    Measure.CALENDAR, 60, 60
)  # Administrative Procedure Act, article 51: two months, extended once by two


@dataclass(frozen=True)
class Pause:
    """The clock stands still from ``since`` up to, not including, ``until`` (None: it still does)."""

    since: date
    until: date | None = None


@dataclass(frozen=True)
class Course:
    """What has happened to one clock; ``promised`` is the last due day that people were told."""

    received: date
    pauses: tuple[Pause, ...] = ()
    extended: bool = False
    promised: date | None = None


@dataclass(frozen=True)
class Reckoning:
    """A due day and the steps that lead to it, in the order in which one would explain them."""

    due: date
    received: date
    measure: Measure
    days: int
    extension: int = 0
    weekend_days: int = 0
    holidays: tuple[date, ...] = ()
    makeup_days: tuple[date, ...] = ()
    still_days: int = 0
    rolled_from: date | None = None
    rolled_over: tuple[date, ...] = ()
    kept_from: date | None = None


def reckon(terms: Terms, course: Course, calendar: WorkCalendar, today: date) -> Reckoning:
    """Return when the answer is due; a pause that goes on is counted up to ``today`` or its cap."""
    still = still_days(terms, course.pauses, today)
    extension = terms.extension_days if course.extended else 0
    last = _count(terms.measure, terms.days + extension, course.received, calendar, still)
    due = _first_open(last, calendar, still)
    found = Reckoning(due, course.received, terms.measure, terms.days, extension)
    if due != last:
        found = replace(found, rolled_from=last, rolled_over=_between(last, due))
    if terms.measure is Measure.WORKING:
        found = _with_skipped(found, calendar, still)
    passed = sum(1 for day in still if course.received < day < due)
    return _keep_promise(replace(found, still_days=passed), course.promised, calendar, still)


def still_days(terms: Terms, pauses: Iterable[Pause], today: date) -> frozenset[date]:
    """Return the days on which the clock stands still: all pauses together, no more than the cap."""
    found: list[date] = []
    for pause in sorted(pauses, key=lambda p: p.since):
        end = today if pause.until is None else pause.until
        found += [day for day in days_after(pause.since - DAY, end - DAY) if day not in found]
    return frozenset(found[: terms.pause_cap_days])


def pause_ends(terms: Terms, pauses: tuple[Pause, ...]) -> date | None:
    """Return the day on which the running pause ends by itself because the cap is reached; None without a pause."""
    running = next((pause for pause in pauses if pause.until is None), None)
    if running is None:
        return None
    used = len(still_days(terms, [pause for pause in pauses if pause.until], running.since))
    return running.since + (terms.pause_cap_days - used) * DAY


def warn_on(terms: Terms, due: date, calendar: WorkCalendar) -> date:
    """Return the first day on which the clock says "due soon"."""
    return calendar.add_working_days(due, -terms.due_soon_days)


def escalate_on(terms: Terms, due: date, calendar: WorkCalendar) -> date:
    """Return the day on which an unanswered matter goes to the unit above."""
    return calendar.add_working_days(due, max(terms.escalate_after_days, 1))


def state_on(
    today: date, *, due: date, warn: date, stopped: bool, paused: bool, extended: bool, escalated: bool
) -> ClockState:
    """Return the state of a clock on a day; of several that are true, the one that people must know first."""
    ladder = (
        (stopped, ClockState.STOPPED),
        (escalated, ClockState.ESCALATED),
        (paused, ClockState.PAUSED),
        (today > due, ClockState.OVERDUE),
        (today >= warn, ClockState.DUE_SOON),
        (extended, ClockState.EXTENDED),
    )
    return next((state for holds, state in ladder if holds), ClockState.RUNNING)


def may_extend(terms: Terms, course: Course, due: date, today: date) -> bool:
    """Once, and only while it is not yet overdue."""
    return terms.extension_days > 0 and not course.extended and today <= due


def may_pause(terms: Terms, course: Course, due: date, today: date) -> bool:
    """While it runs, is not overdue, and days of the cap are left."""
    running = all(pause.until is not None for pause in course.pauses)
    return running and today <= due and len(still_days(terms, course.pauses, today)) < terms.pause_cap_days


def _count(measure: Measure, days: int, start: date, calendar: WorkCalendar, still: frozenset[date]) -> date:
    """Return the day on which the last of ``days`` is counted."""
    if measure is Measure.WORKING:
        day = start
        for _number in range(days):
            day = calendar.add_working_days(day, 1)
            while day in still:
                day = calendar.add_working_days(day, 1)
        return day
    day, left = start, days
    while left:
        day += DAY
        left -= day not in still
    return day


def _first_open(day: date, calendar: WorkCalendar, still: frozenset[date]) -> date:
    """Return ``day`` or the first after it that is worked and on which the clock does not stand still."""
    day = calendar.roll_forward(day)
    while day in still:
        day = calendar.add_working_days(day, 1)
    return day


def _with_skipped(found: Reckoning, calendar: WorkCalendar, still: frozenset[date]) -> Reckoning:
    days = [day for day in _between(found.received, found.due) if day not in still]
    return replace(
        found,
        weekend_days=sum(1 for day in days if day.weekday() >= SATURDAY and not calendar.is_working(day)),
        holidays=tuple(day for day in days if calendar.is_holiday(day)),
        makeup_days=tuple(
            d for d in [*days, found.due] if d.weekday() >= SATURDAY and calendar.is_working(d)
        ),
    )


def _keep_promise(
    found: Reckoning, promised: date | None, calendar: WorkCalendar, still: frozenset[date]
) -> Reckoning:
    if promised is None or promised <= found.due:
        return found
    return replace(found, due=_first_open(promised, calendar, still), kept_from=found.due)


def _between(first: date, last: date) -> tuple[date, ...]:
    """The days after ``first`` and before ``last``; with the rolled one itself, since that is a day off too."""
    return tuple(days_after(first, last - DAY))
