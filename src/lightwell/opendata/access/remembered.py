"""The tables of public datasets, kept in the process as long as their rows in PostgreSQL are the same.

Every page and every call of the API begins with these rows, and Django takes longer to write such a query than PostgreSQL
to answer it. So one short question asks for the row versions (``xmin``, which every update changes) and the objects are
made anew only when one differs: nothing is ever out of date, and a hit costs a third.
"""

from __future__ import annotations

import threading
from collections import OrderedDict

from django.db import connection

from lightwell.opendata.publishing.public import Dataset, Resource

KEPT = 512
Stamp = tuple[tuple[str, ...], ...]
STAMP = """
SELECT r.id::text, d.xmin::text, u.xmin::text, r.xmin::text, v.xmin::text
FROM publishing_dataset d
JOIN people_unit u ON u.id = d.unit_id
JOIN publishing_resource r ON r.dataset_id = d.id
JOIN publishing_version v ON v.id = r.current_id
WHERE d.slug = %s AND d.state = 'published'
ORDER BY r.position, r.id
"""

_kept: OrderedDict[str, tuple[Stamp, list[Resource]]] = OrderedDict()
_lock = threading.Lock()


def public_tables(slug: str) -> list[Resource]:
    """Return the tables of a public dataset with dataset, unit and current version; do not change what is returned."""
    stamp = _stamp(slug)
    with _lock:
        found = _kept.get(slug)
    if found is not None and found[0] == stamp:
        return found[1]
    tables = _read(slug) if stamp else []
    if stamp and _stamp(slug) == stamp:  # not changed while it was read
        _keep(slug, stamp, tables)
    return tables


def _stamp(slug: str) -> Stamp:
    with connection.cursor() as cursor:
        cursor.execute(STAMP, [slug])
        return tuple(cursor.fetchall())


def _read(slug: str) -> list[Resource]:
    rows = Resource.objects.filter(dataset__slug=slug, dataset__state=Dataset.State.PUBLISHED)
    rows = rows.exclude(current=None).select_related("dataset__unit", "current").defer("current__report")
    return list(rows.order_by("position", "id"))


def _keep(slug: str, stamp: Stamp, tables: list[Resource]) -> None:
    with _lock:
        _kept[slug] = (stamp, tables)
        _kept.move_to_end(slug)
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
