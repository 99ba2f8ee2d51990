"""Brings the pure clock and a stored matter together: what is due when, and in which state its clock is."""

from __future__ import annotations

from datetime import date

from lightwell.casework import clock as rules
from lightwell.casework.clock import ClockState, Course, Terms
from lightwell.casework.explanation import facts_of
from lightwell.casework.models import Matter, Pause
from lightwell.kernel import clock
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


def stop(matter: Matter) -> None:
    """Stop the clock of a matter that is no longer open; a running pause ends with it."""
    Pause.objects.filter(matter=matter, until=None).update(until=clock.today())
    matter.clock_state, matter.paused_until = ClockState.STOPPED, None


def terms_of(matter: Matter) -> Terms:
    return matter.policy.terms
