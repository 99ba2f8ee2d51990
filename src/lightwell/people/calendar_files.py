"""Reads the government's yearly calendar: the official CSV of DGPA, and the JSON made of it. Pure: no database.

CSV: 西元日期,星期,是否放假,備註 with 2 for a day off and 0 for a working day, in UTF-8 or CP950. JSON: a list of
``{"date": "20240101", "week": "一", "isHoliday": true, "description": ""}``. Every day of the span must be there once.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

WEEK = "一二三四五六日"
HEADER = ["西元日期", "星期", "是否放假", "備註"]
FORMATS = ("%Y%m%d", "%Y/%m/%d", "%Y-%m-%d")
SHOWN = 20


@dataclass(frozen=True)
class FileDay:
    """One day of a file: whether it is off, and the remark."""

    day: date
    off: bool
    note: str = ""


class CalendarFileError(ValueError):
    """The file cannot be taken over; ``problems`` says each reason with its line or entry."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        more = [f"… and {len(problems) - SHOWN} more"] if len(problems) > SHOWN else []
        super().__init__("\n".join(problems[:SHOWN] + more))


def read_calendar(content: bytes) -> list[FileDay]:
    """Return the days of a file in order; CalendarFileError lists all that is wrong, so that it is mended in one go."""
    text = _text(content)
    places = list(_json(text) if text.lstrip().startswith(("[", "{")) else _csv(text))
    problems = [f"{place}: {found}" for place, found in places if isinstance(found, str)]
    days = [found for _place, found in places if isinstance(found, FileDay)]
    problems += _gaps(days) if days and not problems else []
    if not days and not problems:
        problems = ["The file holds no days."]
    if problems:
        raise CalendarFileError(problems)
    return sorted(days, key=lambda d: d.day)


def _text(content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp950"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise CalendarFileError(["The file is neither UTF-8 nor CP950 (Big5) text."])


def _csv(text: str) -> Iterator[tuple[str, FileDay | str]]:
    rows = csv.reader(io.StringIO(text, newline=""))
    head = [cell.strip() for cell in next(rows, [])]
    if head[:4] != HEADER:
        yield "line 1", f"the columns must be {','.join(HEADER)}, not {','.join(head) or 'nothing'}"
        return
    for row in rows:
        if any(cell.strip() for cell in row):
            yield f"line {rows.line_num}", _row([*(cell.strip() for cell in row), "", "", "", ""])


def _row(cells: list[str]) -> FileDay | str:
    day, week, off, note = cells[:4]
    if off not in ("0", "2"):
        return f"是否放假 must be 0 (working) or 2 (off), not {off or 'empty'}"
    return _day(day, week, off == "2", note)


def _json(text: str) -> Iterator[tuple[str, FileDay | str]]:
    try:
        entries = json.loads(text)
    except ValueError as wrong:
        yield "JSON", str(wrong)
        return
    if not isinstance(entries, list):
        yield "JSON", "the file must be a list of days"
        return
    for number, entry in enumerate(entries, 1):
        yield f"entry {number}", _entry(entry)


def _entry(entry: Any) -> FileDay | str:
    if not isinstance(entry, dict) or not isinstance(entry.get("isHoliday"), bool):
        return "needs date, week, isHoliday (true or false) and description"
    note = str(entry.get("description") or "").strip()
    return _day(str(entry.get("date", "")), str(entry.get("week", "")), entry["isHoliday"], note)


def _day(text: str, week: str, off: bool, note: str) -> FileDay | str:
    day = _date(text)
    if day is None:
        return f"{text or 'nothing'} is not a date like 20240131"
    if week and week != WEEK[day.weekday()]:
        return f"{day} is a {WEEK[day.weekday()]}, not a {week}"
    if len(note) > 120:
        return "the remark is longer than 120 characters"
    return FileDay(day, off, note)


def _date(text: str) -> date | None:
    for form in FORMATS:
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None


def _gaps(days: list[FileDay]) -> list[str]:
    """Name days that come twice and days of the span that are missing: a hole would read as a working day."""
    seen: set[date] = set()
    twice = [f"{d.day} comes twice" for d in days if d.day in seen or seen.add(d.day)]  # type: ignore[func-returns-value]
    first, last = min(seen), max(seen)
    span = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return twice + [f"{day} is missing between {first} and {last}" for day in span if day not in seen]
