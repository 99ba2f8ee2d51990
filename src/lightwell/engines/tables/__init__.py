"""A messy government file to a typed table with a report of what was done, and safe, fast queries over it.

    from lightwell.engines.tables import Hints, Query, open_serving, read, refine

    report = read("file.csv")                       # report.to_json(): the contract of `lightwell table --json`
    report = refine("file.csv", out=folder)         # + table.parquet, serving.duckdb, profile.json, table.csv, table.json
    serving = open_serving(folder)                  # read-only; kept open in a bounded cache
    report, changes = compare("file.csv", out=folder)   # every changed cell beside the file's own text
    page = serving.page(Query(filters=[("縣市", "eq", "臺北市")], sort=[("日期", True)], limit=100))
    spec = choose_chart(serving)                    # a Vega-Lite specification, or None

Decimals are IEEE doubles, dates ISO texts in JSON; a cell that could not be converted is NULL in its column and kept in
`<name>__original`. Refused files: `report.status == "refused"` with the reason as its only warning. A column of type
None has no value at all (its cells are NULL text).
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lightwell.engines.tables.changes import Cell, Changes
    from lightwell.engines.tables.chart import choose_chart
    from lightwell.engines.tables.query import Query, QueryError, QueryTooSlow
    from lightwell.engines.tables.reading import Hints, compare, read, refine
    from lightwell.engines.tables.report import TYPES, Column, Report, TableRefused, Warned
    from lightwell.engines.tables.serving import Page, Serving, open_serving

__all__ = [
    "TYPES",
    "Cell",
    "Changes",
    "Column",
    "Hints",
    "Page",
    "Query",
    "QueryError",
    "QueryTooSlow",
    "Report",
    "Serving",
    "TableRefused",
    "Warned",
    "choose_chart",
    "compare",
    "open_serving",
    "read",
    "refine",
]

_HOMES = {
    "changes": ("Cell", "Changes"),
    "chart": ("choose_chart",),
    "query": ("Query", "QueryError", "QueryTooSlow"),
    "reading": ("Hints", "compare", "read", "refine"),
    "report": ("TYPES", "Column", "Report", "TableRefused", "Warned"),
    "serving": ("Page", "Serving", "open_serving"),
}


def __getattr__(name: str) -> Any:
    """Load a public name when it is first used: the program's other commands need no DuckDB."""
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{home}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
