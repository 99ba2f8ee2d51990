"""What each column holds, for the page of a version: facts from the report, small bars from the profile."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from markupsafe import Markup

from lightwell.opendata.publishing import public as publishing
from lightwell.opendata.publishing.public import Version

WIDTH, HEIGHT = 120, 28
NAMED = 3
NUMERIC = frozenset({"integer", "decimal", "percent", "money"})
UNGROUPED = frozenset({"year", "month", "quarter"})


@dataclass(frozen=True)
class ColumnView:
    """One column as the page shows it."""

    name: str
    title: str
    type: str | None
    nulls: int
    distinct: int | None
    failures: int
    low: Any
    high: Any
    top: tuple[Any, ...]
    bars: Markup

    @property
    def type_name(self) -> str:
        return publishing.words.type_name(self.type)

    @property
    def rule_text(self) -> str:
        return publishing.words.rule_text({"type": self.type})

    @property
    def range(self) -> str:
        """Return "from – to", or the most frequent values where order means nothing."""
        if self.low is not None and self.type not in ("category", "code", None):
            low, high = shown(self.low, self.type), shown(self.high, self.type)
            return low if low == high else f"{low} – {high}"
        return pgettext("between values", ", ").join(shown(value, self.type) for value in self.top)


@lru_cache(maxsize=64)
def _columns(folder: str) -> tuple[ColumnView, ...]:
    """Return the columns of a version; kept in memory, for a folder never changes."""
    home = publishing.folders.path(folder)
    profiled = json.loads((home / "profile.json").read_text("utf-8"))["columns"]
    report = json.loads((home / "report.json").read_text("utf-8"))["columns"]
    return tuple(_view(told, facts) for told, facts in zip(report, profiled, strict=True))


def of(version: Version) -> tuple[ColumnView, ...]:
    """Return the columns of a version."""
    return _columns(version.folder)


def _view(told: dict[str, Any], facts: dict[str, Any]) -> ColumnView:
    top = facts["top"] if told["type"] in ("category", "boolean", "code") else []
    counts = [part[-1] for part in facts["histogram"] or facts["periods"] or top]
    return ColumnView(
        told["name"], told["title"], told["type"], told["nulls"], told["distinct"], told["failures"],
        told["min"], told["max"], tuple(value for value, _n in top[:NAMED]), bars(counts),
    )  # fmt: skip


def bars(counts: Sequence[int]) -> Markup:
    """Return counts as a row of small bars, decoration for the words beside them; at most one bar a pixel.

    Counts of more places than that are added up in equal groups.
    """
    if len(counts) < 2 or not max(counts):
        return Markup("")
    group = -(-len(counts) // (WIDTH // 2))
    summed = [sum(counts[at : at + group]) for at in range(0, len(counts), group)]
    step, most = WIDTH / len(summed), max(summed)
    drawn = "".join(_bar(at * step, step, n / most) for at, n in enumerate(summed) if n)
    return Markup(
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" fill="currentColor" '
        f'aria-hidden="true" focusable="false">{drawn}</svg>'
    )


def _bar(x: float, step: float, share: float) -> str:
    height = max(1.0, share * HEIGHT)
    width = max(1.0, step - 1)
    return f'<rect x="{x:.1f}" y="{HEIGHT - height:.1f}" width="{width:.1f}" height="{height:.1f}"/>'


def shown(value: Any, kind: str | None = None) -> str:
    """Return a value for people: whole numbers grouped (years and months not), decimals short, the rest as it is.

    >>> shown(1234567), shown(0.5), shown("2026-03-01")
    ('1,234,567', '0.5', '2026-03-01')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int) and kind not in UNGROUPED:
        return f"{value:,}"
    if isinstance(value, float):
        return f"{value:,.6g}" if abs(value) < 1e6 else f"{value:,.2f}".rstrip("0").rstrip(".")
    return str(value)
