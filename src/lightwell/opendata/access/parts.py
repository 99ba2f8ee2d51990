"""What a page shows of one version. A version never changes, so each piece is made once a process and language.

A piece is kept under everything that stands in it and is not the version's own: the site's address, the language, what
is said about the dataset (its ``changed_at``), the unit's name.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import get_language
from markupsafe import Markup

from lightwell.design import public as design
from lightwell.opendata.access import catalogue, chart, links, profile, rows
from lightwell.opendata.access.catalogue import Found
from lightwell.opendata.access.recipes import recipes
from lightwell.opendata.publishing import public as publishing
from lightwell.record import public as record

ROWS_SHOWN, VERSIONS_SHOWN = 10, 5
BYTES = 24 * 1024 * 1024


class Shelf:
    """A bounded memory of rendered pieces, the least recently used dropped first; safe for threads."""

    def __init__(self, limit: int) -> None:
        self.limit, self.size = limit, 0
        self.kept: OrderedDict[tuple[Any, ...], Markup] = OrderedDict()
        self.lock = threading.Lock()

    def get(self, key: tuple[Any, ...], make: Callable[[], tuple[Markup, bool]]) -> Markup:
        """Return what was kept under a key, or make it; ``make`` also says whether it is final and may be kept."""
        with self.lock:
            if key in self.kept:
                self.kept.move_to_end(key)
                return self.kept[key]
        made, final = make()
        if final:
            self._keep(key, made)
        return made

    def _keep(self, key: tuple[Any, ...], made: Markup) -> None:
        with self.lock:
            self.size += 4 * len(made) - 4 * len(self.kept.pop(key, ""))
            self.kept[key] = made
            while self.size > self.limit:
                _key, dropped = self.kept.popitem(last=False)
                self.size -= 4 * len(dropped)


_shelf = Shelf(BYTES)


def body(found: Found) -> Markup:
    """Return first rows, chart, downloads, code, columns, report and description of a version as HTML."""
    return _shelf.get(("body", *_key(found)), lambda: (_rendered("body", _body(found)), True))


def aside(found: Found) -> Markup:
    """Return the proof and the newest versions; kept once the act has its place in the record, which it never loses."""

    def make() -> tuple[Markup, bool]:
        act = catalogue.act_of(found.version, record.acts_of(found.dataset.ref))
        newest = catalogue.versions_of(found.dataset, VERSIONS_SHOWN)
        context = {"dataset": found.dataset, "act": act, "newest": newest}
        return _rendered("aside", context), act is None or act.index is not None

    return _shelf.get(("aside", *_key(found)), make)


def _key(found: Found) -> tuple[Any, ...]:
    dataset, main = found.dataset, found.resources[:1] == [found.resource]
    tables = tuple(str(table) for table in found.resources)
    where = (settings.HOME, settings.SITE_URL, get_language())
    return (
        *where,
        found.version.folder,
        dataset.changed_at,
        str(dataset.unit),
        tables,
        found.is_current,
        main,
    )


def _rendered(piece: str, context: dict[str, Any]) -> Markup:
    return Markup(render_to_string(f"access/parts/{piece}.html", context))


def _body(found: Found) -> dict[str, Any]:
    dataset, version = found.dataset, found.version
    report = version.report
    table = links.table_query(found.resource.slug, found.resources[:1] == [found.resource])
    return {
        "lang": "en" if (get_language() or "").startswith("en") else "zh-hant",
        "found": found,
        "dataset": dataset,
        "version": version,
        "coverage": _coverage(dataset),
        "columns": profile.of(version),
        "chart": chart.of(version),
        "preview": rows.preview(found, ROWS_SHOWN),
        "rows_href": rows.address_of(found),
        "done": publishing.words.what_was_done(report),
        "warned": publishing.words.warnings_told(report["warnings"], places=5),
        "downloads": links.downloads(dataset, version),
        "recipes": recipes(found),
        "api_href": links.api(f"datasets/{dataset.slug}"),
        "schema_href": links.api(f"datasets/{dataset.slug}/schema", **table),
    }


def _coverage(dataset: publishing.Dataset) -> str:
    first, last = (design.day_text(day) if day else "" for day in (dataset.covers_from, dataset.covers_until))
    return f"{first} – {last}" if first or last else ""
