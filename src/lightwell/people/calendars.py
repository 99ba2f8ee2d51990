"""The working days of a unit: its calendar, or the nearest above; a calendar adds its days to those of its parent.

Read once per process and kept until a calendar changes. Whether it has is asked at most once a second, but always
inside a transaction, so that an action never computes a due date from a calendar that it could know is old.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Max

from lightwell.kernel.bilingual import Bilingual
from lightwell.kernel.workdays import WorkCalendar
from lightwell.people import rules
from lightwell.people.models import Calendar, CalendarDay, Unit

SECONDS = 1.0
Key = tuple[Any, ...]
Day = tuple[bool, Bilingual]  # worked or not, and why
Listener = Callable[[Calendar], Any]
_listeners: list[Listener] = []


@dataclass
class Book:
    """All calendars at one version: ``of(unit)`` costs no query."""

    parents: dict[int, int | None]
    days: dict[int, dict[date, Day]]
    by_path: dict[str, int]
    _made: dict[int | None, WorkCalendar] = field(default_factory=dict)

    def of(self, unit: Unit) -> WorkCalendar:
        return self.at(unit.path)

    def calendar_id(self, path: str) -> int | None:
        """Return the number of the calendar in force at ``path``."""
        return next((self.by_path[p] for p in rules.ancestors(path) if p in self.by_path), None)

    def line(self, calendar_id: int | None) -> list[int]:
        """Return a calendar and those it inherits from, nearest first."""
        return [] if calendar_id is None else [calendar_id, *self.line(self.parents[calendar_id])]

    def at(self, path: str) -> WorkCalendar:
        """Return the calendar of the unit at ``path``; Monday to Friday when no unit above has one."""
        return self.numbered(
            next((self.by_path[p] for p in rules.ancestors(path) if p in self.by_path), None)
        )

    def numbered(self, calendar_id: int | None) -> WorkCalendar:
        if calendar_id not in self._made:
            days = self.differing(calendar_id)
            names = {day: name for day, (_working, name) in days.items() if name.zh}
            self._made[calendar_id] = WorkCalendar(
                {day: working for day, (working, _n) in days.items()}, names
            )
        return self._made[calendar_id]

    def differing(self, calendar_id: int | None) -> dict[date, Day]:
        """Return the days that differ from Monday to Friday, the parent's first, the own ones over them."""
        if calendar_id is None:
            return {}
        return {**self.differing(self.parents[calendar_id]), **self.days.get(calendar_id, {})}


_kept: tuple[Key, Book] | None = None
_asked = 0.0


def work_calendar(unit: Unit) -> WorkCalendar:
    """Return the working days of a unit."""
    return book().of(unit)


def book() -> Book:
    """Return all calendars as they stand; ask this once for a list of units of several kinds."""
    global _kept, _asked
    if _kept is not None and time.monotonic() - _asked < SECONDS and not connection.in_atomic_block:
        return _kept[1]
    key = _key()
    if _kept is None or _kept[0] != key:
        _kept = (key, _read(key))
    _asked = (
        0.0 if connection.in_atomic_block else time.monotonic()
    )  # what is not committed is not trusted for long
    return _kept[1]


def calendar_of(unit: Unit, kept: Book | None = None) -> Calendar | None:
    """Return the calendar in force for a unit: its own or the nearest above. ``kept`` saves asking for the book again."""
    number = (kept or book()).calendar_id(unit.path)
    return Calendar.objects.get(pk=number) if number is not None else None


def units_on(calendar: Calendar) -> list[int]:
    """Return the ids of the units whose days follow ``calendar``, directly or through one that inherits from it."""
    kept = book()
    rows = Unit.objects.values_list("pk", "path")
    return [pk for pk, path in rows if calendar.pk in kept.line(kept.calendar_id(path))]


def on_calendar_change(listener: Listener) -> Listener:
    """Call ``listener(calendar)`` inside the transaction that changed it; what it returns is told to the person.

    A listener returns lines of text, one per promise that moved, or nothing.
    """
    if listener not in _listeners:
        _listeners.append(listener)
    return listener


def changed(calendar: Calendar) -> list[str]:
    """Tell every listener and return their lines."""
    found: list[str] = []
    for listener in _listeners:
        told = listener(calendar)
        found += [str(line) for line in told] if isinstance(told, (list, tuple)) else []
    return found


def _key() -> Key:
    calendars = Calendar.objects.order_by("pk").values_list("pk", "parent_id", "version")
    units = Unit.objects.exclude(calendar=None).order_by("pk").values_list("path", "calendar_id")
    newest = CalendarDay.objects.aggregate(newest=Max("pk"))["newest"]
    return tuple(calendars), tuple(units), newest


def _read(key: Key) -> Book:
    calendars, units, _newest = key
    days: dict[int, dict[date, Day]] = {}
    rows = CalendarDay.objects.values_list("calendar_id", "day", "working", "reason", "reason_en")
    for calendar_id, day, working, reason, reason_en in rows:
        days.setdefault(calendar_id, {})[day] = (working, Bilingual(reason, reason_en))
    return Book({pk: parent for pk, parent, _version in calendars}, days, dict(units))
