"""One chart per version, drawn by the worker when a file is read: an SVG that may stand in a page, and its numbers."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

from lightwell.design import public as design
from lightwell.engines import tables

SVG, NUMBERS = "chart.svg", "chart.json"
LARGEST = 300_000  # bytes
MEASURED_IN = "sans-serif"
NAMESPACE = "http://www.w3.org/2000/svg"
ELEMENTS = frozenset(["svg", "g", "path", "line", "rect", "circle", "text", "tspan"])
ATTRIBUTES = frozenset(
    [
        "width",
        "height",
        "viewBox",
        "d",
        "x",
        "x1",
        "x2",
        "y",
        "y1",
        "y2",
        "r",
        "cx",
        "cy",
        "rx",
        "ry",
        "dx",
        "dy",
        "transform",
        "fill",
        "fill-opacity",
        "stroke",
        "stroke-width",
        "stroke-opacity",
        "stroke-dasharray",
        "stroke-miterlimit",
        "stroke-linecap",
        "stroke-linejoin",
        "opacity",
        "display",
        "text-anchor",
        "dominant-baseline",
        "font-family",
        "font-size",
        "font-weight",
    ]
)


def draw(report: tables.Report, folder: Path) -> None:
    """Write ``chart.svg`` and ``chart.json`` into a folder, where a chart tells something about its table."""
    spec = tables.choose_chart(tables.open_serving(folder), config=design.chart_config())
    if spec is None:
        return
    numbers = _numbers(spec, report)
    for axis in spec["encoding"].values():
        if axis.get("title") == "count":
            axis["title"] = None  # the caption says so in the reader's language
    svg = safe(_rendered(spec))
    if len(svg) <= LARGEST:
        (folder / SVG).write_text(svg, "utf-8")
        (folder / NUMBERS).write_text(json.dumps(numbers, ensure_ascii=False), "utf-8")


def _rendered(spec: dict[str, Any]) -> str:
    """Return the SVG. Texts are measured in a plain font, which takes a third of the time of a CJK one, and shown in ours."""
    import vl_convert

    config = spec.get("config", {})
    svg: str = vl_convert.vegalite_to_svg(
        {**spec, "config": {**config, "font": MEASURED_IN}}, allowed_base_urls=[]
    )
    return svg.replace(f'font-family="{MEASURED_IN}"', f'font-family="{config.get("font", MEASURED_IN)}"')


def _numbers(spec: dict[str, Any], report: tables.Report) -> dict[str, Any]:
    """Return what the caption and the table beside the chart are made of.

    ``kind``: line, bar or histogram; ``by``: the column across; ``measure``: the amount, None for a count of rows;
    ``summed``: whether amounts were added up (else averaged); ``rows``: [[across, value], …].
    """
    values, encoding = spec["data"]["values"], spec["encoding"]
    if "x2" in encoding:
        rows = [[[row["from"], row["to"]], row["count"]] for row in values]
        return {
            "kind": "histogram",
            "by": encoding["x"]["title"],
            "measure": None,
            "summed": False,
            "rows": rows,
        }
    line = encoding["y"]["type"] == "quantitative"
    across, amount = (encoding["x"], encoding["y"]) if line else (encoding["y"], encoding["x"])
    measure = None if amount["title"] == "count" else amount["title"]
    summed = any(c.title == measure and c.type in ("integer", "money") for c in report.columns)
    rows = [[row["x"], row["y"]] for row in values]
    return {
        "kind": "line" if line else "bar", "by": across["title"], "measure": measure, "summed": summed, "rows": rows,
    }  # fmt: skip


def safe(svg: str) -> str:
    """Return an SVG of shapes and text only: no style, no script, no link, no event, nothing that a policy must allow."""
    ET.register_namespace("", NAMESPACE)
    root = ET.fromstring(svg)
    _clean(root)
    root.set("role", "presentation")
    root.set("focusable", "false")
    return ET.tostring(root, encoding="unicode")


def _clean(element: ET.Element) -> None:
    for name in [name for name in element.attrib if name not in ATTRIBUTES]:
        del element.attrib[name]
    for child in list(element):
        if child.tag.rpartition("}")[2] in ELEMENTS:
            _clean(child)
        else:
            element.remove(child)
