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
    leads: dict[int, list[people.Account]] = {}
    mail: list[post.Letter] = []
    for matter in waiting:
        above = matter.unit.parent
        assert above is not None  # the query asks for units with one above
        mail += _escalate_one(matter, above, leads)
    Matter.objects.bulk_update(waiting, ["clock_state", "escalated_to", "changed_at"])
    post.send_all(mail)
    return len(waiting)


def _escalate_one(
    matter: Matter, above: people.Unit, leads: dict[int, list[people.Account]]
) -> list[post.Letter]:
    matter.escalated_to, matter.clock_state, matter.changed_at = above, ClockState.ESCALATED, clock.now()
    facts = {"from": matter.unit.slug, "to": above.slug, "due": matter.due_on.isoformat()}
    write(matter, "matter.escalated", by=None, facts=facts)
    if above.pk not in leads:
        leads[above.pk] = leads_of(above)
    return letters.escalated(matter, above, leads[above.pk])


def leads_of(unit: people.Unit) -> list[people.Account]:
    """Return who must hear of an escalation: who may assign in the unit, nearest first; at least its officers."""
    officers = people.officers_of(unit)
    return [one for one in officers if people.can(one, "casework.assign", unit=unit)] or officers
