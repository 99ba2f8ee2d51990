"""What time alone does: due soon, overdue, up to the unit above, and on again after the longest pause.

Safe to run at any moment, on several hosts, as often as one likes: each step takes only what is still as it looks for.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.db import transaction

from lightwell.casework import letters
from lightwell.casework.actions.timing import resume
from lightwell.casework.clock import ClockState
from lightwell.casework.handling import write
from lightwell.casework.models import Matter
from lightwell.casework.tallies import refresh
from lightwell.kernel import clock
from lightwell.people import public as people
from lightwell.post import public as post

BATCH = 200


def sweep() -> dict[str, int]:
    """Bring every clock up to today and the scoreboard after it; returns how many of each changed."""
    today = clock.today()
    done = {
        "resumed": _in_batches(_resume, today),
        "due_soon": _mark(ClockState.DUE_SOON, ["running", "extended"], warn_on__lte=today),
        "overdue": _mark(ClockState.OVERDUE, ["due_soon"], due_on__lt=today),
        "escalated": _in_batches(_escalate, today),
    }
    done["tallies"] = refresh()
    return done


def _mark(state: ClockState, before: list[str], **due: date) -> int:
    found = Matter.objects.filter(clock_state__in=before, **due)
    return found.update(clock_state=state, changed_at=clock.now())


def _in_batches(step: Callable[[date], int], today: date) -> int:
    total = 0
    while True:
        with transaction.atomic():
            done = step(today)
        total += done
        if done < BATCH:
            return total


def _resume(today: date) -> int:
    waiting = Matter.objects.select_for_update(skip_locked=True).filter(
        clock_state="paused", paused_until__lte=today
    )
    matters = list(waiting.order_by("paused_until", "pk")[:BATCH])
    for matter in matters:
        resume(matter=matter, by=None)
    return len(matters)


def _escalate(today: date) -> int:
    waiting = (
        Matter.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("unit__parent")
        .filter(clock_state="overdue", escalate_on__lte=today, unit__parent__isnull=False)
        .order_by("escalate_on", "pk")[:BATCH]
    )
    taken: dict[people.Unit, list[Matter]] = {}
    for matter in waiting:
        assert matter.unit.parent is not None  # the query asks for units with one above
        taken.setdefault(matter.unit.parent, []).append(matter)
    for above, matters in taken.items():
        _escalate_to(above, matters)
    return len(waiting)


def _escalate_to(above: people.Unit, matters: list[Matter]) -> None:
    """Put matters before the unit above: in each one's timeline and the record, and by mail to those who lead it."""
    leads, mail = leads_of(above), []
    for matter in matters:
        facts = {"from": matter.unit.slug, "to": above.slug, "due": matter.due_on.isoformat()}
        write(matter, "matter.escalated", by=None, facts=facts)
        mail += letters.escalated(matter, above, leads)
    Matter.objects.filter(pk__in=[matter.pk for matter in matters]).update(
        escalated_to=above, clock_state=ClockState.ESCALATED, changed_at=clock.now()
    )
    post.send_all(mail)


def leads_of(unit: people.Unit) -> list[people.Account]:
    """Return who must hear of an escalation: who may assign, or else answer, in the nearest unit that has somebody."""
    officers = people.officers_of(unit)
    leads = [one for one in officers if people.can(one, "casework.assign", unit=unit)] or officers
    slugs = [people.office_of(one, unit).partition("/")[0] for one in leads]
    return [one for one, slug in zip(leads, slugs, strict=True) if slug == slugs[0]]
