"""The first rows of a folder's table, as the editor will publish them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lightwell.opendata.publishing import folders

ROWS = 10


@dataclass(frozen=True)
class FirstRows:
    """Column titles with their types, and rows of values."""

    columns: list[dict[str, Any]]
    rows: list[list[Any]]


def first_rows(folder: str, limit: int = ROWS) -> FirstRows:
    """Return the first rows of a whole folder."""
    from lightwell.engines import tables

    serving = tables.open_serving(folders.path(folder))
    page = serving.page(tables.Query(limit=limit), total=False)
    return FirstRows([{"title": one.title, "type": one.type} for one in serving.fields], page.rows)
