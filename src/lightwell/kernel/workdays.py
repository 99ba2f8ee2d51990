"""Working-day arithmetic: a weekly rule (Monday to Friday) and the days that differ from it.

Pure: no clock and no database. A calendar is made of exceptions, so a make-up Saturday and a typhoon Tuesday are the
same kind of fact. Day 0 is the day somebody starts from: ``add_working_days(start, 1)`` is the next working day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from lightwell.kernel.bilingual import Bilingual

SATURDAY = 5
DAY = timedelta(days=1)
LONGEST_BREAK = 366


class NoWorkingDay(ValueError):
    """A calendar closes more than a year without a break: no due date can be found in it."""


@dataclass(frozen=True)
class WorkCalendar:
    """``exceptions`` says for a day whether it is worked, against the weekly rule; ``names`` says why, where known."""

    exceptions: Mapping[date, bool] = field(default_factory=dict)
    names: Mapping[date, Bilingual] = field(default_factory=dict)

    def is_working(self, day: date) -> bool:
        """Return whether offices work on ``day``."""
        known = self.exceptions.get(day)
        return day.weekday() < SATURDAY if known is None else known

    def is_holiday(self, day: date) -> bool:
        """Return whether ``day`` is off although it is no Saturday or Sunday."""
        return day.weekday() < SATURDAY and not self.is_working(day)

    def roll_forward(self, day: date) -> date:
        """Return ``day`` itself when it is worked, else the first working day after it."""
        return day if self.is_working(day) else self.add_working_days(day, 1)

    def add_working_days(self, start: date, count: int) -> date:
        """Return the ``count``-th working day after ``start`` (before it when negative); 0 gives ``start`` as it is.

        Raises NoWorkingDay when the calendar is closed for longer than a year.
        """
        day, left, idle = start, abs(count), 0
        step = DAY if count > 0 else -DAY
        while left:
            day += step
            idle = 0 if self.is_working(day) else idle + 1
            left -= idle == 0
            if idle > LONGEST_BREAK:
                raise NoWorkingDay(f"no working day within a year of {start}")
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """Return how many working days come after ``start`` up to and including ``end``; negative when it is earlier."""
        if end < start:
            return -self.working_days_between(end, start)
        return sum(self.is_working(day) for day in days_after(start, end))

    def name_of(self, day: date) -> Bilingual | None:
        """Return the name of a holiday, make-up day or typhoon day."""
        return self.names.get(day)


def days_after(start: date, end: date) -> Iterator[date]:
    """Yield the days after ``start`` up to and including ``end``."""
    for number in range(1, (end - start).days + 1):
        yield start + timedelta(days=number)
