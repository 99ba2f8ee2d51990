"""What each column holds: the facts of the report, and the profile that a dataset page shows."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lightwell.engines.tables.load import Loaded

ORDERED = frozenset(
    [
        "integer",
        "decimal",
        "percent",
        "money",
        "date",
        "month",
        "year",
        "quarter",
        "datetime",
        "code",
        "category",
        "longitude",
        "latitude",
        "tm2_x",
        "tm2_y",
    ]
)
NUMERIC = frozenset(["integer", "decimal", "percent", "money", "longitude", "latitude", "tm2_x", "tm2_y"])
TIMED = {
    "date": "date_trunc('month', {0})",
    "datetime": "date_trunc('month', {0})",
    "month": "{0}",
    "quarter": "{0}",
    "year": "{0}",
}
TOP, BINS, PERIODS, MANY = 10, 20, 240, 1000


@dataclass(frozen=True)
class Facts:
    """Counts over all rows; `min` and `max` are JSON values, None for text and where nothing has a value."""

    nulls: int
    distinct: int
    min: Any
    max: Any


def facts(loaded: Loaded, at: int) -> Facts:
    column, rule = f"c{at}", loaded.rules[at]
    bounds = f"min({column}), max({column})" if rule.type in ORDERED else "NULL, NULL"
    filled, distinct, low, high = loaded.one(
        f"SELECT count({column}), count(DISTINCT {column}), {bounds} FROM typed"
    )
    return Facts(loaded.rows - filled, distinct, plain(low), plain(high))


def plain(value: Any) -> Any:
    """A value as JSON has it: dates in ISO form, numbers and texts as they are."""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    return value.isoformat() if isinstance(value, date) else value


def profile(loaded: Loaded, at: int, fact: Facts) -> dict[str, Any]:
    """Display profile of one column: top values with counts, a histogram for numbers, counts per period for times.

    Shapes: `top` [[value, n], …] most frequent first; `histogram` [[from, to, n], …] over equal ranges, the last one closed;
    `periods` [[period, n], …] in order.
    """
    rule = loaded.rules[at]
    told: dict[str, Any] = {
        "name": loaded.source.names[at],
        "type": rule.type,
        "nulls": fact.nulls,
        "distinct": fact.distinct,
    }
    told |= {"min": fact.min, "max": fact.max, "top": [], "histogram": [], "periods": []}
    if (
        rule.type
        and fact.distinct <= max(MANY, loaded.rows // 50)
        and rule.type not in ("national_id", "email", "phone")
    ):
        told["top"] = _top(loaded, at)
    if rule.type in NUMERIC and fact.min is not None and fact.min < fact.max:
        told["histogram"] = _histogram(loaded, at, float(fact.min), float(fact.max))
    if rule.type in TIMED:
        told["periods"] = _periods(loaded, at, TIMED[rule.type].format(f"c{at}"))
    return told


def _top(loaded: Loaded, at: int) -> list[list[Any]]:
    query = f"SELECT c{at}, count(*) n FROM typed WHERE c{at} IS NOT NULL GROUP BY 1 ORDER BY n DESC, 1 LIMIT {TOP}"
    return [[plain(value), n] for value, n in loaded.db.execute(query).fetchall()]


def _histogram(loaded: Loaded, at: int, low: float, high: float) -> list[list[Any]]:
    step = (high - low) / BINS
    place = f"least({BINS - 1}, greatest(0, CAST(floor((c{at} - {low!r}::DOUBLE) / {step!r}::DOUBLE) AS INTEGER)))"
    query = f"SELECT {place} b, count(*) FROM typed WHERE c{at} IS NOT NULL GROUP BY 1"
    counts = dict(loaded.db.execute(query).fetchall())
    return [
        [low + step * b, low + step * (b + 1) if b < BINS - 1 else high, counts.get(b, 0)]
        for b in range(BINS)
    ]


def _periods(loaded: Loaded, at: int, period: str) -> list[list[Any]]:
    """Counts per month (per year when there are too many months to draw)."""
    grouped = f"SELECT {period} p, count(*) n FROM typed WHERE c{at} IS NOT NULL GROUP BY 1"
    year = loaded.rules[at].type == "year"
    for shown in ["p"] if year else ["substr(CAST(p AS VARCHAR), 1, 7)", "substr(CAST(p AS VARCHAR), 1, 4)"]:
        found = loaded.db.execute(
            f"SELECT {shown} s, sum(n)::BIGINT FROM ({grouped}) GROUP BY 1 ORDER BY 1"
        ).fetchall()
        if len(found) <= PERIODS:
            break
    return [[value, n] for value, n in found]
