"""How many applications of a service were begun, sent and decided; small numbers are not told."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.models import Sum

from lightwell.casework import public as casework
from lightwell.kernel import clock
from lightwell.services.applications import rules
from lightwell.services.applications.models import Count

_ADD = """
    INSERT INTO applications_count (service, month, begun, sent, decided, on_time)
    VALUES (%(service)s, %(month)s, %(begun)s, %(sent)s, %(decided)s, %(on_time)s)
    ON CONFLICT (service, month) DO UPDATE SET
        begun = applications_count.begun + excluded.begun, sent = applications_count.sent + excluded.sent,
        decided = applications_count.decided + excluded.decided, on_time = applications_count.on_time + excluded.on_time
"""


def add(service: str, **more: int) -> None:
    """Count what an action did, in its transaction; ``more``: begun, sent, decided, on_time."""
    none = dict.fromkeys((rules.BEGUN, rules.SENT, rules.DECIDED, rules.ON_TIME), 0)
    row: dict[str, Any] = {**none, **more, "service": service, "month": rules.month_of(clock.today())}
    with connection.cursor() as cursor:
        cursor.execute(_ADD, row)


def figures_of(service: str) -> dict[str, int | None]:
    """Return begun, sent, decided and on_time of a service since it began; None where a number is too small to be told."""
    sums = {name: Sum(name) for name in (rules.BEGUN, rules.SENT, rules.DECIDED, rules.ON_TIME)}
    totals = Count.objects.filter(service=service).aggregate(**sums)
    chain = rules.as_chain({name: total or 0 for name, total in totals.items()})
    shown = casework.shown_counts(chain)
    return {path.strip("/").rpartition("/")[2]: shown.get(path) for path in chain}
