"""The chart of a version as the worker drew it, with its caption and its numbers in the page's language."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _
from markupsafe import Markup

from lightwell.opendata.access.profile import shown
from lightwell.opendata.publishing import public as publishing
from lightwell.opendata.publishing.public import Version


@dataclass(frozen=True)
class Chart:
    """An SVG and what it shows: kind, the column across, the amount (None: rows are counted), the numbers."""

    svg: Markup
    kind: str
    by: str
    measure: str | None
    summed: bool
    numbers: tuple[tuple[Any, float], ...]

    @property
    def caption(self) -> str:
        told = {"by": self.by, "measure": self.measure}
        if self.kind == "histogram":
            return _("How “%(by)s” is spread over the rows") % told
        if self.measure is None:
            return _("Number of rows by “%(by)s”") % told
        if self.summed:
            return _("Sum of “%(measure)s” by “%(by)s”") % told
        return _("Mean of “%(measure)s” by “%(by)s”") % told

    @property
    def heads(self) -> list[Any]:
        """Return the columns of the table beside the chart."""
        return [self.by, {"title": self.measure or _("Rows"), "numeric": True}]

    @property
    def rows(self) -> list[list[str]]:
        """Return the numbers as text."""
        return [[_across(across), shown(_short(value))] for across, value in self.numbers]


def _across(across: Any) -> str:
    if isinstance(across, tuple):
        return f"{shown(_short(across[0]))} – {shown(_short(across[1]))}"
    return str(across)


def _short(value: float) -> float | int:
    return int(value) if value == int(value) else value


def of(version: Version) -> Chart | None:
    """Return the chart of a version, None where no chart would tell anything."""
    return _read(version.folder) if "chart.svg" in version.contents else None


@lru_cache(maxsize=64)
def _read(folder: str) -> Chart:
    home = publishing.folders.path(folder)
    told = json.loads((home / "chart.json").read_text("utf-8"))
    numbers = tuple((tuple(a) if isinstance(a, list) else a, value or 0) for a, value in told["rows"])
    svg = Markup((home / "chart.svg").read_text("utf-8"))
    return Chart(svg, told["kind"], told["by"], told["measure"], told["summed"], numbers)
