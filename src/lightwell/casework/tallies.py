"""The figures of the scoreboard and of the register's head, counted by the sweep and read in one query."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Max, QuerySet

from lightwell.casework.models import Matter, Tally
from lightwell.kernel import clock
from lightwell.people import public as people
from lightwell.prepared import prepared

YEAR = timedelta(days=365)
SLACK = timedelta(
    minutes=2
)  # an action notes its time before it commits: one that did so while we counted is counted next time
ADVISORY = 0x0CA5E  # one host counts at a time

# One row a unit, public or private, and length of time to answer: few, however many matters there are. Summing up the
# tree is done in Python, so that each matter is read once. %(since)s: the window of all but "open" and "overdue".
_COUNT = """
    WITH shares(kind, outcome, counts) AS (SELECT * FROM unnest(%(kinds)s::text[], %(outcomes)s::text[], %(counts)s::float[]))
    SELECT m.unit_id, m.visibility = 'private', CASE WHEN m.answered_at >= %(since)s THEN m.answer_days END,
        count(*) FILTER (WHERE m.phase IN ('open', 'paused')),
        count(*) FILTER (WHERE m.clock_state IN ('overdue', 'escalated')),
        count(*) FILTER (WHERE m.received_at >= %(since)s),
        count(*) FILTER (WHERE m.answered_at >= %(since)s),
        count(*) FILTER (WHERE m.answered_at >= %(since)s AND m.on_time),
        count(shares.counts) FILTER (WHERE m.closed_at >= %(since)s),
        coalesce(sum(shares.counts) FILTER (WHERE m.closed_at >= %(since)s), 0)
    FROM casework_matter m
    LEFT JOIN shares ON shares.kind = m.kind AND shares.outcome = m.outcome
    WHERE m.phase IN ('open', 'paused') OR greatest(m.received_at, m.answered_at, m.closed_at) >= %(since)s
    GROUP BY 1, 2, 3
"""
_SUMMED = ("open", "overdue", "received", "answered", "on_time", "decided", "adopted")


def refresh(*, force: bool = False) -> int:
    """Count anew when some matter changed since the last time, or a day has passed; returns how many rows were made."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [ADVISORY])
        if not cursor.fetchone()[0] or not (force or _is_old()):
            return 0
        cursor.execute(_COUNT, _parameters())
        rows = _summed(cursor.fetchall())
        Tally.objects.all().delete()
        return len(Tally.objects.bulk_create(rows))


def _summed(counts: list[tuple[Any, ...]]) -> list[Tally]:
    """Return one tally for each unit with something in or below it, public and private apart."""
    paths = dict(people.Unit.objects.values_list("pk", "path"))
    above = {
        own: [pk for pk, upper in paths.items() if path.startswith(upper)] for own, path in paths.items()
    }
    found: dict[tuple[int, bool], Tally] = {}
    lengths: dict[tuple[int, bool], Counter[int]] = defaultdict(Counter)
    for unit, private, days, *sums in counts:
        for upper in above[unit]:
            tally = found.setdefault(
                (upper, private), Tally(unit_id=upper, private=private, made_at=clock.now())
            )
            for name, number in zip(_SUMMED, sums, strict=True):
                setattr(tally, name, getattr(tally, name) + number)
            if days is not None:
                lengths[upper, private][days] += sums[_SUMMED.index("answered")]
    for key, tally in found.items():
        tally.median_days = median_of(lengths[key])
    return list(found.values())


def median_of(lengths: Mapping[int, int]) -> float | None:
    """Return the median of values given as value: how often; of an even number the mean of the middle two."""
    total, passed, middle = sum(lengths.values()), 0, []
    for value in sorted(lengths):
        reached = passed + lengths[value]
        middle += [value for place in {(total - 1) // 2, total // 2} if passed <= place < reached]
        passed = reached
    return sum(middle) / len(middle) if middle else None


def _is_old() -> bool:
    made = Tally.objects.aggregate(made=Max("made_at"))["made"]
    changed = Matter.objects.aggregate(changed=Max("changed_at"))["changed"]
    if made is None or changed is None:
        return changed is not None
    return changed >= made - SLACK or clock.local(made).date() != clock.today()


def _parameters() -> dict[str, Any]:
    from lightwell.casework.kinds import kinds

    counted = [(k.name, o.code, o.counts) for k in kinds() for o in k.outcomes if o.counts is not None]
    names, outcomes, counts = zip(*counted, strict=True) if counted else ((), (), ())
    moment = clock.now()
    return {
        "kinds": list(names), "outcomes": list(outcomes), "counts": list(counts), "now": moment, "since": moment - YEAR,
    }  # fmt: skip


def public_figures(unit_id: int | None = None) -> Tally | None:
    """Return the last count of public matters of a unit with those below it (None: the root with most); None before any."""
    return _of_roots.first() if unit_id is None else _of_unit.first(unit=unit_id)


@prepared
def _of_roots() -> QuerySet[Tally]:
    return Tally.objects.filter(private=False, unit__parent=None).order_by("-received", "-open")[:1]


@prepared
def _of_unit(*, unit: int) -> QuerySet[Tally]:
    return Tally.objects.filter(private=False, unit=unit)[:1]
