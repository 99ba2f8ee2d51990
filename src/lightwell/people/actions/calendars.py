"""Changing when units work: a yearly calendar read from a file, and a day off declared for one place."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext as _

from lightwell.kernel import clock
from lightwell.kernel.ref import Ref
from lightwell.kernel.refusal import Refusal
from lightwell.kernel.workdays import SATURDAY
from lightwell.people import calendars
from lightwell.people.calendar_files import FileDay
from lightwell.people.holiday_names import english
from lightwell.people.models import Account, Calendar, CalendarDay, Unit
from lightwell.people.powers import office_of, require
from lightwell.record import public as record

BACK, AHEAD = 30, 366  # days around today for which a day off can be declared


@dataclass(frozen=True)
class Changes:
    """What an import changes: days that become worked or free, and lines of the promises that move."""

    calendar: Calendar
    first: date
    last: date
    days: tuple[tuple[date, bool, str], ...]  # day, worked from now on, why
    moved: tuple[str, ...]


class _Rehearsed(Exception):
    """Carries the result of a dry run out of its transaction, which it undoes."""

    def __init__(self, changes: Changes) -> None:
        self.changes = changes


def import_calendar(
    *, calendar: Calendar, days: Sequence[FileDay], by: Account | None, dry_run: bool = False
) -> Changes:
    """Let the calendar say what a file says, from its first day to its last; declared days off stay.

    A dry run does all of it, promises included, and undoes it.
    """
    try:
        with transaction.atomic():
            changes = _import(calendar, days, by)
            if dry_run:
                raise _Rehearsed(changes)
    except _Rehearsed as rehearsed:
        return rehearsed.changes
    return changes


def declare_day_off(
    *, unit: Unit, day: date, reason: str, reason_en: str = "", by: Account | None
) -> list[str]:
    """Declare a day on which a unit and those below it do not work, as for a typhoon. Returns the promises that moved.

    A unit without a calendar of its own gets one that inherits the rest.
    """
    if by is not None:
        require(by, "people.administer", unit=unit)
    _check_day(day)
    if not reason.strip():
        raise Refusal(_("Say why, in a few words: the public reads it."), field="reason")
    with transaction.atomic():
        calendar = _own_calendar(unit)
        CalendarDay.objects.update_or_create(
            calendar=calendar,
            day=day,
            defaults={
                "working": False,
                "declared": True,
                "reason": reason.strip(),
                "reason_en": reason_en.strip(),
            },
        )
        record.enter(
            act="calendar.day_off",
            subject=Ref("calendar", calendar.slug),
            office=office_of(by, unit, "people.administer"),
            content={"reason": reason.strip()},
            facts={"day": day.isoformat(), "unit": unit.slug},
        )
        return _touch(calendar)


def withdraw_day_off(*, unit: Unit, day: date, by: Account | None) -> list[str]:
    """Take a declared day off back; what was promised later because of it stays promised later."""
    if by is not None:
        require(by, "people.administer", unit=unit)
    with transaction.atomic():
        gone, _by_model = CalendarDay.objects.filter(calendar=unit.calendar, day=day, declared=True).delete()
        if not gone or unit.calendar is None:
            raise Refusal(_("No day off is declared for this day."), field="day")
        record.enter(
            act="calendar.day_off_withdrawn",
            subject=Ref("calendar", unit.calendar.slug),
            office=office_of(by, unit, "people.administer"),
            facts={"day": day.isoformat(), "unit": unit.slug},
        )
        return _touch(unit.calendar)


def _import(calendar: Calendar, days: Sequence[FileDay], by: Account | None) -> Changes:
    first, last = min(d.day for d in days), max(d.day for d in days)
    before = calendars.book().numbered(calendar.pk)
    above = calendars.book().numbered(calendar.parent_id)
    rows = [
        CalendarDay(calendar=calendar, day=d.day, working=not d.off, reason=d.note, reason_en=english(d.note))
        for d in days
        if (not d.off) != above.is_working(d.day) or (not d.off) != (d.day.weekday() < SATURDAY) or d.note
    ]
    own = CalendarDay.objects.filter(calendar=calendar, day__range=(first, last))
    declared = set(own.filter(declared=True).values_list("day", flat=True))
    own.filter(declared=False).delete()
    CalendarDay.objects.bulk_create(row for row in rows if row.day not in declared)
    changed = tuple(
        (d.day, not d.off, d.note)
        for d in days
        if d.day not in declared and before.is_working(d.day) == d.off
    )
    _enter_import(calendar, days, len(changed), by)
    return Changes(calendar, first, last, changed, tuple(_touch(calendar)))


def _enter_import(calendar: Calendar, days: Sequence[FileDay], changed: int, by: Account | None) -> None:
    text = "\n".join(f"{d.day.isoformat()} {'off' if d.off else 'work'} {d.note}".rstrip() for d in days)
    record.enter(
        act="calendar.changed",
        subject=Ref("calendar", calendar.slug),
        office="system" if by is None else _office(calendar, by),
        content={"days": text},
        facts={
            "first_day": days[0].day.isoformat(),
            "last_day": days[-1].day.isoformat(),
            "changed_days": changed,
            "sha256": sha256(text.encode()).hexdigest(),
        },
    )


def _office(calendar: Calendar, by: Account) -> str:
    unit = calendar.units.order_by("path").first()
    if unit is None:
        raise Refusal(_("No unit uses this calendar, so nobody but the system may change it."))
    require(by, "people.administer", unit=unit)
    return office_of(by, unit, "people.administer")


def _check_day(day: date) -> None:
    today = clock.today()
    if not today - timedelta(days=BACK) <= day <= today + timedelta(days=AHEAD):
        raise Refusal(_("Choose a day from 30 days ago to a year ahead."), field="day")


def _own_calendar(unit: Unit) -> Calendar:
    locked = Unit.objects.select_for_update().get(pk=unit.pk)
    if locked.calendar is None:
        above = calendars.calendar_of(locked)
        locked.calendar = Calendar.objects.create(
            slug=f"unit-{unit.slug}"[:40], name=unit.name, name_en=unit.name_en, parent=above
        )
        locked.save(update_fields=["calendar"])
        unit.calendar = locked.calendar
    return locked.calendar


def _touch(calendar: Calendar) -> list[str]:
    """Make every process reread, and tell those who promised something by this calendar."""
    calendar.version = uuid.uuid4()
    calendar.save(update_fields=["version"])
    return calendars.changed(calendar)
