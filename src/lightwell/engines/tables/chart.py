"""One chart chosen from the types of a table, as a Vega-Lite specification with its data inside (at most 200 points).

A column of time and an amount: a line (sums for whole amounts, means for rates and measures). A category: bars. Otherwise
one amount: a histogram. Nothing fits: None. Colours and fonts come from the caller's Vega `config`.
"""

from typing import Any

from lightwell.engines.tables.query import Field
from lightwell.engines.tables.serving import Serving

POINTS, BARS, LABELS = 200, 12, 24  # of a line, of bars, under a line
SUMMED = ("money", "integer")
AMOUNTS = ("money", "integer", "decimal", "percent")
TIMES = ("date", "month", "datetime", "quarter", "year")
SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
_COUNTERS = ("序號", "項次", "編號", "number", "no", "id", "index", "seq")
SECONDS = 20.0


def choose_chart(
    serving: Serving, *, config: dict[str, Any] | None = None, title: str | None = None
) -> dict[str, Any] | None:
    """The specification for a published table, or None when no chart would tell anything."""
    for choose in (_line, _bars, _histogram):
        if spec := choose(serving):
            head: dict[str, Any] = {"$schema": SCHEMA, "width": 640, "height": 300}
            return head | ({"title": title} if title else {}) | spec | ({"config": config} if config else {})
    return None


def _amounts(serving: Serving) -> list[Field]:
    found = [
        one
        for one in serving.fields
        if one.type in AMOUNTS and one.name.lower() not in _COUNTERS and one.title not in _COUNTERS
    ]
    return sorted(found, key=lambda one: AMOUNTS.index(one.type or ""))


def _rows(serving: Serving, query: str) -> list[tuple[Any, ...]]:
    with serving.limited(SECONDS) as cursor:
        return cursor.execute(query).fetchall()


def _spread(serving: Serving, by: Field) -> int:
    return int(_rows(serving, f"SELECT count(DISTINCT {by.sql}) FROM rows")[0][0])


def _line(serving: Serving) -> dict[str, Any] | None:
    times = [
        one
        for one in serving.fields
        if one.type in TIMES and not (one.type in ("month", "quarter") and one.stored == "INTEGER")
    ]
    amounts = _amounts(serving)
    for time in sorted(times, key=lambda one: TIMES.index(one.type or "")):
        for period in _periods(time):
            query = f"SELECT {period} p, {_summary(amounts)} FROM rows WHERE {time.sql} IS NOT NULL GROUP BY 1 ORDER BY 1 LIMIT {POINTS + 1}"
            found = _rows(serving, query)
            if 3 <= len(found) <= POINTS:
                return _xy(
                    "line", time, "ordinal" if len(found) < 40 else "nominal", _measure(amounts), found
                )
    return None


def _periods(time: Field) -> list[str]:
    """SQL for a time from fine to coarse; the first one that gives few enough points is drawn."""
    if time.type in ("date", "datetime"):
        return [f"strftime({time.sql}, '{form}')" for form in ("%Y-%m-%d", "%Y-%m", "%Y")]
    return [f"CAST({time.sql} AS VARCHAR)"]


def _summary(amounts: list[Field]) -> str:
    if not amounts:
        return "count(*)"
    return f"{'sum' if amounts[0].type in SUMMED else 'avg'}({amounts[0].sql})::DOUBLE"


def _measure(amounts: list[Field]) -> str:
    return amounts[0].title if amounts else "count"


def _bars(serving: Serving) -> dict[str, Any] | None:
    for category in (one for one in serving.fields if one.type in ("category", "boolean")):
        if not 2 <= _spread(serving, category) <= 60:
            continue
        query = f"SELECT CAST({category.sql} AS VARCHAR), count(*) n FROM rows WHERE {category.sql} IS NOT NULL GROUP BY 1 ORDER BY n DESC, 1 LIMIT {BARS}"
        return _xy("bar", category, "nominal", "count", _rows(serving, query))
    return None


def _histogram(serving: Serving) -> dict[str, Any] | None:
    for amount in _amounts(serving):
        low, high = _rows(serving, f"SELECT min({amount.sql})::DOUBLE, max({amount.sql})::DOUBLE FROM rows")[
            0
        ]
        if low is None or low == high:
            continue
        step = (high - low) / 20
        place = f"least(19, floor(({amount.sql} - {low!r}::DOUBLE) / {step!r}::DOUBLE))"
        found = _rows(
            serving,
            f"SELECT {place}, count(*) FROM rows WHERE {amount.sql} IS NOT NULL GROUP BY 1 ORDER BY 1",
        )
        data = [{"from": low + step * at, "to": low + step * (at + 1), "count": n} for at, n in found]
        x = {
            "field": "from",
            "type": "quantitative",
            "bin": {"binned": True, "step": step},
            "title": amount.title,
        }
        y = {"field": "count", "type": "quantitative", "title": "count"}
        return {
            "data": {"values": data},
            "mark": {"type": "bar"},
            "encoding": {"x": x, "x2": {"field": "to"}, "y": y},
        }
    return None


def _xy(mark: str, across: Field, kind: str, measure: str, found: list[tuple[Any, ...]]) -> dict[str, Any]:
    data = [{"x": x, "y": y} for x, y in found]
    sort = None if mark == "line" else "-y"
    x: dict[str, Any] = {
        "field": "x",
        "type": kind,
        "title": across.title,
        "sort": sort,
        "axis": {"labelOverlap": True} | ({"values": _labelled(data)} if mark == "line" else {}),
    }
    y: dict[str, Any] = {"field": "y", "type": "quantitative", "title": measure}
    if mark == "bar":
        x, y = y, x
    drawn = {"type": mark, "point": True} if mark == "line" and len(data) <= 40 else {"type": mark}
    return {"data": {"values": data}, "mark": drawn, "encoding": {"x": x, "y": y}}


def _labelled(data: list[dict[str, Any]]) -> list[Any]:
    """Return which places across carry a label: each of 180 days would be measured first and left out for room then."""
    step = -(-len(data) // LABELS)
    return [point["x"] for point in data[::step]]
