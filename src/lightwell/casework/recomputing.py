"""A calendar changed: open clocks are computed anew. A day may move later, never earlier than was promised."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from lightwell.casework import letters, timing
from lightwell.casework.handling import write
from lightwell.casework.models import OPEN, Matter
from lightwell.design.public import day_text
from lightwell.kernel import clock
from lightwell.people import public as people

AT_ONCE = 2000  # more open clocks than this are recomputed by a job, so that the page that asked answers soon
BATCH = 500


@transaction.atomic
def recompute_clocks(calendar: people.Calendar) -> list[str]:
    """Recompute what runs by a calendar, in its transaction; returns one line for each promise that moved.

    With very many open clocks the work is left to a job, and one line says so.
    """
    from lightwell.casework.jobs import recompute

    units = units_by(calendar)
    found = Matter.objects.filter(OPEN, unit__in=units, paused_until=None)
    if len(found.values_list("pk", flat=True)[: AT_ONCE + 1]) > AT_ONCE:
        recompute.defer(calendar_id=calendar.pk)
        return [_("More than %(n)d open clocks are being recomputed in the background.") % {"n": AT_ONCE}]
    return _recompute(found)


def recompute_in_batches(calendar: people.Calendar) -> int:
    """Recompute all open clocks of a calendar, each batch in its own transaction; returns how many days moved."""
    last, moved = 0, 0
    units = units_by(calendar)
    while True:
        with transaction.atomic():
            open_clocks = Matter.objects.filter(OPEN, unit__in=units, paused_until=None, pk__gt=last)
            keys = list(open_clocks.order_by("pk").values_list("pk", flat=True)[:BATCH])
            moved += len(_recompute(Matter.objects.filter(OPEN, pk__in=keys, paused_until=None)))
        if len(keys) < BATCH:
            return moved
        last = keys[-1]


def units_by(calendar: people.Calendar) -> list[people.Unit]:
    """Return the units that work by a calendar, or by one that adds its days to it."""
    book = people.book()

    def follows(path: str) -> bool:
        nearest = max((above for above in book.by_path if path.startswith(above)), key=len, default=None)
        number = book.by_path[nearest] if nearest is not None else None
        while number is not None and number != calendar.pk:
            number = book.parents[number]
        return number is not None

    return [unit for unit in people.Unit.objects.all() if follows(unit.path)]


def _recompute(found: Iterable[Matter]) -> list[str]:
    rows = found.select_for_update(of=("self",)).select_related("unit", "policy", "person")  # type: ignore[attr-defined]
    matters = list(rows.prefetch_related("pauses").defer("body", "folded", "pairs").order_by("pk"))
    calendars, today, lines = people.book(), clock.today(), []
    for matter in matters:
        before = matter.due_on
        timing.set_due(matter, calendars.of(matter.unit), today)
        if matter.due_on != before:
            matter.version += 1
            matter.changed_at = clock.now()
            write(
                matter,
                "matter.recomputed",
                by=None,
                facts={"was_due": before.isoformat(), "due": matter.due_on.isoformat()},
            )
            letters.recomputed(matter)
            lines.append(_line(matter, before))
    Matter.objects.bulk_update(matters, [*timing.COLUMNS, "version", "changed_at"], batch_size=BATCH)
    return lines


def _line(matter: Matter, before: object) -> str:
    number = _("a private matter") if matter.private else matter.number
    return _("%(number)s: from %(before)s to %(after)s") % {
        "number": number,
        "before": day_text(before),  # type: ignore[arg-type]
        "after": day_text(matter.due_on),
    }
