"""Brings the pure clock and a stored matter together: what is due when, and in which state its clock is."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from lightwell.casework import clock as rules
from lightwell.casework.clock import ClockState, Course
from lightwell.casework.explanation import facts_of
from lightwell.casework.kinds import Phase
from lightwell.casework.models import Matter, Pause
from lightwell.kernel import clock
from lightwell.kernel.refusal import Refusal
from lightwell.kernel.workdays import WorkCalendar

COLUMNS = ("due_on", "how", "warn_on", "escalate_on", "clock_state", "paused_until")


def course_of(matter: Matter, *, promised: bool = True) -> Course:
    """Return what has happened to a matter's clock; reads its pauses (prefetch ``pauses`` for many)."""
    pauses = tuple(rules.Pause(pause.since, pause.until) for pause in pauses_of(matter))
    received = clock.local(matter.received_at).date()
    return Course(received, pauses, matter.extended, matter.due_on if promised else None)


def pauses_of(matter: Matter) -> list[Pause]:
    return list(matter.pauses.all()) if matter.pk else []


def set_due(matter: Matter, calendar: WorkCalendar, today: date) -> None:
    """Compute the due day of a clock that runs, never earlier than promised, and all that follows from it."""
    course = course_of(matter, promised=matter.due_on is not None)
    terms = matter.policy.terms
    found = rules.reckon(terms, course, calendar, today)
    matter.due_on, matter.how = found.due, facts_of(found, calendar)
    matter.warn_on = rules.warn_on(terms, found.due, calendar)
    matter.escalate_on = rules.escalate_on(terms, found.due, calendar)
    set_state(matter, today)


def set_state(matter: Matter, today: date) -> None:
    """Bring the state of the clock up to a day."""
    matter.clock_state = rules.state_on(
        today,
        due=matter.due_on,
        warn=matter.warn_on,
        stopped=not matter.open,
        paused=matter.paused_until is not None,
        extended=matter.extended,
        escalated=matter.escalated_to_id is not None,
    )


def begin_pause(matter: Matter, reason: str, today: date) -> None:
    """Let the clock stand still from today; Refusal when it may not."""
    if not matter.open or not rules.may_pause(matter.policy.terms, course_of(matter), matter.due_on, today):
        raise Refusal(
            _("This clock cannot be paused: it has stopped, is overdue, or has used up its days of pause.")
        )
    Pause.objects.create(matter=matter, since=today, reason=reason)
    matter.paused_until = rules.pause_ends(matter.policy.terms, course_of(matter).pauses)
    matter.phase = Phase.PAUSED
    set_state(matter, today)


def end_pause(matter: Matter, calendar: WorkCalendar, today: date) -> None:
    """Let the clock go on; the due day moves later by the days that it stood still."""
    assert matter.paused_until is not None
    Pause.objects.filter(matter=matter, until=None).update(until=min(today, matter.paused_until))
    matter.paused_until, matter.phase = None, Phase.OPEN
    set_due(matter, calendar, today)


def stop(matter: Matter) -> None:
    """Stop the clock of a matter that is no longer open; a running pause ends with it."""
    Pause.objects.filter(matter=matter, until=None).update(until=clock.today())
    matter.clock_state, matter.paused_until = ClockState.STOPPED, None


def restart(matter: Matter, closed_on: date, calendar: WorkCalendar, today: date) -> None:
    """Start the clock of a matter that was taken up again: the days on which it was closed are not counted."""
    Pause.objects.create(matter=matter, since=closed_on, until=today)
    set_due(matter, calendar, today)
