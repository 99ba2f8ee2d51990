"""The figures of the scoreboard and of the register's head, counted by the sweep and read in one query."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Max

from lightwell.casework.models import Matter, Tally
from lightwell.kernel import clock

YEAR = timedelta(days=365)
SLACK = timedelta(
    minutes=2
)  # an action notes its time before it commits: one that did so while we counted is counted next time
ADVISORY = 0x0CA5E  # one host counts at a time

# Every unit with those below it (a subtree is a prefix of the path), public and private apart. Merged and withdrawn
# matters are neither answered nor decided. %(since)s: the window of all but "open" and "overdue".
_COUNT = """
    WITH shares(kind, outcome, counts) AS (SELECT * FROM unnest(%(kinds)s::text[], %(outcomes)s::text[], %(counts)s::float[]))
    INSERT INTO casework_tally
        (unit_id, private, open, overdue, received, answered, on_time, median_days, decided, adopted, made_at)
    SELECT upper.id, m.visibility = 'private',
        count(*) FILTER (WHERE m.phase IN ('open', 'paused')),
        count(*) FILTER (WHERE m.clock_state IN ('overdue', 'escalated')),
        count(*) FILTER (WHERE m.received_at >= %(since)s),
        count(*) FILTER (WHERE m.answered_at >= %(since)s),
        count(*) FILTER (WHERE m.answered_at >= %(since)s AND m.on_time),
        percentile_cont(0.5) WITHIN GROUP (ORDER BY m.answer_days) FILTER (WHERE m.answered_at >= %(since)s),
        count(shares.counts) FILTER (WHERE m.closed_at >= %(since)s),
        coalesce(sum(shares.counts) FILTER (WHERE m.closed_at >= %(since)s), 0),
        %(now)s
    FROM casework_matter m
    JOIN people_unit own ON own.id = m.unit_id
    JOIN people_unit upper ON starts_with(own.path, upper.path)
    LEFT JOIN shares ON shares.kind = m.kind AND shares.outcome = m.outcome
    GROUP BY 1, 2
"""


def refresh(*, force: bool = False) -> int:
    """Count anew when some matter changed since the last time, or a day has passed; returns how many rows were made."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [ADVISORY])
        if not cursor.fetchone()[0] or not (force or _is_old()):
            return 0
        Tally.objects.all().delete()
        cursor.execute(_COUNT, _parameters())
        return cursor.rowcount


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
    rows = Tally.objects.filter(private=False)
    rows = rows.filter(unit__parent=None) if unit_id is None else rows.filter(unit_id=unit_id)
    return rows.order_by("-received", "-open").first()
