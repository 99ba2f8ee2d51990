"""Lines of code for one dataset that run as they stand: with nothing but curl, with nothing but Python, with pandas."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from lightwell.opendata.access import links
from lightwell.opendata.access.catalogue import Found


@dataclass(frozen=True)
class Recipe:
    """A title and a command to copy."""

    title: str
    code: str


def recipes(found: Found) -> list[Recipe]:
    """Return the recipes of a dataset's table."""
    main = found.resources[:1] == [found.resource]
    table = links.table_query(found.resource.slug, main)
    rows = links.api(f"datasets/{found.dataset.slug}/rows", **table, limit=5)
    csv = links.site(links.version_file(found.dataset.slug, found.version.number, "table.csv"))
    parquet = links.site(links.version_file(found.dataset.slug, found.version.number, "table.parquet"))
    return [
        Recipe(_("curl: the whole table as CSV"), f'curl -fsS -o {found.dataset.slug}.csv "{csv}"'),
        Recipe(_("curl: the first five rows as JSON"), f'curl -fsS "{rows}"'),
        Recipe(_("Python, nothing to install"), _python(rows)),
        Recipe(_("Python with pandas"), f'import pandas\ntable = pandas.read_parquet("{parquet}")'),
    ]


def _python(rows: str) -> str:
    return f'python3 -c \'import json, urllib.request as u; [print(r) for r in json.load(u.urlopen("{rows}"))["rows"]]\''
