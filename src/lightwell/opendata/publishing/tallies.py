"""The counts beside the filters of the catalogue, counted when something is published and never on a page view."""

from __future__ import annotations

from collections import Counter

from django.db import connection

from lightwell.opendata.publishing.models import Dataset, Tally


def recount() -> None:
    """Count the published datasets anew, inside the action's transaction; two actions at once take turns."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('publishing/tallies', 0))")
    Tally.objects.all().delete()
    Tally.objects.bulk_create(
        Tally(facet=facet, value=value, datasets=number) for (facet, value), number in _counted().items()
    )


def _counted() -> Counter[tuple[str, str]]:
    found: Counter[tuple[str, str]] = Counter({("all", ""): 0})
    rows = Dataset.objects.filter(state=Dataset.State.PUBLISHED)
    for unit, licence, formats in rows.values_list("unit__slug", "licence_code", "formats"):
        found.update(
            [("all", ""), ("unit", unit), ("licence", licence), *(("format", name) for name in formats)]
        )
    return found


def counts() -> dict[str, dict[str, int]]:
    """Return how many published datasets each value of each facet has, most first: ``{"unit": {"transport": 12}}``."""
    found: dict[str, dict[str, int]] = {}
    for facet, value, number in Tally.objects.order_by("-datasets", "value").values_list(
        "facet", "value", "datasets"
    ):
        found.setdefault(facet, {})[value] = number
    return found
