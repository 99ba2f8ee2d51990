"""Rules of drafts and decisions. Pure: no database, today passed in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from lightwell.kernel.workdays import WorkCalendar

KEPT_DAYS = 30  # a draft is erased so long after it was last saved
APPEAL_DAYS = 30  # Administrative Appeal Act, article 14: from the day after the decision reached the person
MOST_LINKS = 5  # mails with a link that one draft may cause
BEGUN, SENT, DECIDED, ON_TIME = "begun", "sent", "decided", "on_time"


def expires_on(saved: date) -> date:
    """Return the day at whose beginning a draft that is not touched again is erased."""
    return saved + timedelta(days=KEPT_DAYS + 1)


def appeal_until(decided: date, calendar: WorkCalendar) -> date:
    """Return the last day for an appeal when the decision reaches the person on the day it is made.

    Whoever gets it later has longer. A last day off moves to the next working day (Administrative Procedure Act, article 48).
    """
    return calendar.roll_forward(decided + timedelta(days=APPEAL_DAYS))


def masked(address: str) -> str:
    """Return a mail address so that its owner knows it again and nobody else learns it: w…@example.org."""
    name, _at, host = address.partition("@")
    return f"{name[:1]}…@{host}" if host else ""


def month_of(day: date) -> date:
    """Return the first day of a day's month: counts are kept by month."""
    return day.replace(day=1)


def as_chain(counts: Mapping[str, int]) -> dict[str, int]:
    """Return sent ⊇ decided ⊇ on time as totals of a tree, for the suppression of small counts; drafts stand beside it.

    So what could be computed from two of them, such as how many wait or came late, is checked as well. A draft that was not
    sent is nobody's matter.
    """
    path, found = "/", {f"/{BEGUN}/": counts.get(BEGUN, 0)}
    for name in (SENT, DECIDED, ON_TIME):
        path += f"{name}/"
        found[path] = counts.get(name, 0)
    return found
