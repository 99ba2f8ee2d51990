"""When a decision must be looked at again, and how far a promised day has slipped. Pure: today is passed in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

SOON_DAYS = 30  # the information officer hears of a review so many days before it is due
LONGEST_REVIEW_YEARS = 5  # no decision stays unlooked-at for longer
LONGEST_PROMISE_YEARS = 50  # a law may lock something for decades, but a day is a day


class ReviewState(StrEnum):
    """Where a decision stands with its review; ``none`` for what is open."""

    NONE = "none"
    LATER = "later"
    SOON = "soon"
    OVERDUE = "overdue"


def review_state(review_on: date | None, today: date) -> ReviewState:
    """Return where a review stands: due on its very day is not yet overdue."""
    if review_on is None:
        return ReviewState.NONE
    if today > review_on:
        return ReviewState.OVERDUE
    return ReviewState.SOON if today >= review_on - timedelta(days=SOON_DAYS) else ReviewState.LATER


def days_overdue(day: date | None, today: date) -> int:
    """Return by how many days a day has passed; 0 while it has not."""
    return max((today - day).days, 0) if day is not None else 0


@dataclass(frozen=True)
class Slip:
    """How far a promise has moved: ``moved`` days by its changes (negative: earlier), ``late`` days past the day that
    holds now, ``times`` it was moved."""

    moved: int
    late: int
    times: int

    @property
    def total(self) -> int:
        """Days between the first promise and the best that can be said now; never below what the lateness alone says."""
        return self.moved + self.late

    @property
    def slipped(self) -> bool:
        """Whether the public has to wait longer than it was first told."""
        return self.total > 0


def slip(days: Sequence[date], today: date, opened_on: date | None = None) -> Slip:
    """Return how far a promise slipped. ``days``: every day that was ever named, the first promise first.

    Once opened, lateness is counted to the day of opening and stays.
    """
    first, now = days[0], days[-1]
    return Slip((now - first).days, days_overdue(now, opened_on or today), len(days) - 1)


class Wrong(StrEnum):
    """Why a day cannot be taken."""

    PAST = "past"
    FAR = "far"
    SAME = "same"


def years_after(day: date, years: int) -> date:
    """Return the same day some years on; 29 February becomes 28 February where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def wrong_review(review_on: date, today: date) -> Wrong | None:
    """Return why a decision may not be reviewed on a day: it must lie ahead, at most LONGEST_REVIEW_YEARS."""
    if review_on <= today:
        return Wrong.PAST
    return Wrong.FAR if review_on > years_after(today, LONGEST_REVIEW_YEARS) else None


def wrong_promise(day: date, today: date, before: date | None = None) -> Wrong | None:
    """Return why data may not be promised for a day; ``before`` is the day that holds now, if there is one."""
    if day < today:
        return Wrong.PAST
    if day == before:
        return Wrong.SAME
    return Wrong.FAR if day > years_after(today, LONGEST_PROMISE_YEARS) else None
