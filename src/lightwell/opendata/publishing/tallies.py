"""The counts beside the filters of the catalogue, counted when something is published and never on a page view."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.models import Case, QuerySet, When

from lightwell.opendata.publishing.models import Tally
from lightwell.prepared import prepared

SHOWN = 40


def recount() -> None:
    """Count the published datasets anew, inside the action's transaction; two actions at once take turns."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('publishing/tallies', 0))")
        Tally.objects.all().delete()
        cursor.execute(_COUNTED)
        counted = cursor.fetchall()
    Tally.objects.bulk_create(
        Tally(facet=facet, value=value, datasets=number) for facet, value, number in counted
    )


_COUNTED = """
    WITH public AS (
        SELECT unit.slug AS unit, licence_code, formats
        FROM publishing_dataset JOIN people_unit unit ON unit.id = unit_id WHERE state = 'published'
    )
    SELECT 'all', '', count(*) FROM public
    UNION ALL SELECT 'unit', unit, count(*) FROM public GROUP BY unit
    UNION ALL SELECT 'licence', licence_code, count(*) FROM public GROUP BY licence_code
    UNION ALL SELECT 'format', format, count(*) FROM public, unnest(formats) AS format GROUP BY format
"""


def counts(chosen: str = "") -> dict[str, dict[str, int]]:
    """Return how many published datasets each value of each facet has, most first: ``{"unit": {"transport": 12}}``.

    Units, which may be hundreds, come last in one query that stops after SHOWN values; the one that is ``chosen`` is added.
    """
    found: dict[str, dict[str, int]] = {}
    for facet, value, number in _most(SHOWN):
        found.setdefault(facet, {})[value] = number
    if chosen and chosen not in found.get("unit", {}):
        found.setdefault("unit", {}).update(_of_unit(value=chosen))
    return found


@prepared
def _most(limit: int) -> QuerySet[Any, Any]:
    units_last = Case(When(facet="unit", then=1), default=0)
    return Tally.objects.order_by(units_last, "-datasets", "value").values_list("facet", "value", "datasets")[
        :limit
    ]


@prepared
def _of_unit(*, value: str) -> QuerySet[Any, Any]:
    return Tally.objects.filter(facet="unit", value=value).values_list("value", "datasets")
