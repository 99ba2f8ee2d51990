"""A year of a calendar as months and weeks, and as files to take along."""

from __future__ import annotations

import calendar as months
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from lightwell.kernel.bilingual import Bilingual
from lightwell.kernel.workdays import SATURDAY, WorkCalendar
from lightwell.people.calendar_files import WEEK

FOLD = 73  # octets in a line of a calendar file, RFC 5545 section 3.1: 75 with the line break


@dataclass(frozen=True)
class Day:
    """One day of the grid; ``kind`` is work, weekend, off (a weekday) or makeup (a worked weekend)."""

    day: date
    kind: str
    name: str


@dataclass(frozen=True)
class Month:
    """Weeks from Monday; None where a day belongs to another month; ``working`` days in it."""

    first: date
    weeks: list[list[Day | None]]
    working: int


def year_grid(work: WorkCalendar, year: int, language: str) -> list[Month]:
    """Return the twelve months."""
    return [_month(work, year, month, language) for month in range(1, 13)]


def _month(work: WorkCalendar, year: int, month: int, language: str) -> Month:
    weeks = months.Calendar().monthdatescalendar(year, month)
    grid = [[_day(work, d, language) if d.month == month else None for d in week] for week in weeks]
    return Month(
        date(year, month, 1), grid, sum(1 for week in grid for d in week if d and work.is_working(d.day))
    )


def _day(work: WorkCalendar, day: date, language: str) -> Day:
    weekend, works = day.weekday() >= SATURDAY, work.is_working(day)
    kind = ("makeup" if weekend else "work") if works else ("weekend" if weekend else "off")
    return Day(day, kind, (work.name_of(day) or Bilingual("")).in_language(language))


def as_entries(work: WorkCalendar, year: int) -> list[dict[str, Any]]:
    """Return every day of a year in the form of the government's open data, which ``import_calendar`` reads."""
    days = (date(year, 1, 1) + timedelta(days=n) for n in range(366 if months.isleap(year) else 365))
    return [
        {
            "date": f"{day:%Y%m%d}",
            "week": WEEK[day.weekday()],
            "isHoliday": not work.is_working(day),
            "description": (work.name_of(day) or Bilingual("")).zh,
        }
        for day in days
    ]


def as_ics(name: str, host: str, slug: str, days: list[tuple[date, str]], stamp: str) -> str:
    """Return the days as an iCalendar file (RFC 5545), one event a day; ``stamp`` is UTC such as 20260101T000000Z."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Lightwell//calendar//ZH",
        f"X-WR-CALNAME:{_escape(name)}",
    ]
    for day, title in days:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{day:%Y%m%d}.{slug}@{host}",
            f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_escape(title)}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    return "".join(f"{folded}\r\n" for line in [*lines, "END:VCALENDAR"] for folded in _fold(line))


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _fold(line: str) -> Iterator[str]:
    """Split a long line between characters, never inside one: continuation lines begin with a space."""
    part, size, lead = "", 0, ""
    for character in line:
        width = len(character.encode())
        if size + width > FOLD:
            yield lead + part
            part, size, lead = "", 0, " "
        part, size = part + character, size + width
    yield lead + part
