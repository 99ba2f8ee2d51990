"""One safe query model over a published table: columns, filters, sort, page by key or by offset.

Nothing that a client sends is ever put into SQL: columns are looked up in the table's own list, values are parameters.
"""

import base64
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lightwell.engines.tables.folding import sql_name
from lightwell.engines.tables.infer import BOOLEANS

OPERATORS = ("eq", "ne", "lt", "le", "gt", "ge", "contains", "in", "isnull")
COMPARED = {"eq": "=", "ne": "IS DISTINCT FROM", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}
MOST_ROWS, MOST_FILTERS, MOST_SORTS, MOST_LISTED, LONGEST_VALUE = 10_000, 20, 5, 200, 1_000
DEEPEST_OFFSET = 100_000_000
ROW_ID = "row_id"


class QueryError(ValueError):
    """The query asks for what this table cannot answer. `field` names the column or part that is wrong."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field, self.message = field, message


class QueryTooSlow(QueryError):
    """The query was stopped at its limit of time or memory."""


@dataclass(frozen=True)
class Query:
    """What to read. `columns` empty: all of them. `filters`: (column, operator, value), all must hold. `sort`: (column,
    descending), rows without a value last. `after`: the `next` token of the page before; or `offset`: rows to leave
    out. The row number `row_id` (1, 2, … in file order) can be used like a column."""

    columns: Sequence[str] = ()
    filters: Sequence[tuple[str, str, Any]] = ()
    sort: Sequence[tuple[str, bool]] = ()
    after: str | None = None
    offset: int = 0
    limit: int = 100


@dataclass(frozen=True)
class Field:
    """A column of the serving copy: its name, title and type for people, and how DuckDB stores it."""

    name: str
    title: str
    type: str | None
    stored: str

    @property
    def sql(self) -> str:
        return "rowid" if self.name == ROW_ID else sql_name(self.name)

    @property
    def shown(self) -> str:
        """SQL of the JSON value: dates as ISO texts, the row number from 1."""
        if self.name == ROW_ID:
            return "rowid + 1"
        return f"CAST({self.sql} AS VARCHAR)" if self.stored in ("DATE", "TIMESTAMP") else self.sql

    def value(self, given: Any) -> Any:
        """A filter's value as this column stores it. QueryError when it does not fit."""
        if isinstance(given, str) and len(given) > LONGEST_VALUE:
            raise QueryError(
                self.name, f"The value for {self.name!r} is longer than {LONGEST_VALUE} characters."
            )
        try:
            read = _READ.get(self.stored, _text)(given)
        except (ValueError, TypeError, OverflowError):
            raise QueryError(
                self.name,
                f"{str(given)[:80]!r} is not a value of column {self.name!r} ({self.type or 'text'}).",
            )
        return read - 1 if self.name == ROW_ID else read


def _text(given: Any) -> str:
    if not isinstance(given, str | int | float) or isinstance(given, bool):
        raise ValueError
    return str(given)


def _whole(given: Any) -> int:
    number = (
        int(given) if isinstance(given, str | int) and not isinstance(given, bool) else _whole_float(given)
    )
    if abs(number) >= 2**63:
        raise OverflowError
    return number


def _whole_float(given: Any) -> int:
    if not isinstance(given, float) or given != int(given):
        raise ValueError
    return int(given)


def _float(given: Any) -> float:
    number = float(given)
    if isinstance(given, bool) or not math.isfinite(number):
        raise ValueError
    return number


def _true(given: Any) -> bool:
    """Read yes and no in the words that are taken for them in a file, so that a reader may ask in any of them."""
    word = str(given).upper()
    if isinstance(given, bool):
        return given
    if word not in _YES and word not in _NO:
        raise ValueError
    return word in _YES


def _day(given: Any) -> date:
    return date.fromisoformat(given)


def _moment(given: Any) -> datetime:
    moment = datetime.fromisoformat(given)
    return moment.replace(tzinfo=None)


_YES = {"1", *(word for yes, _no in BOOLEANS for word in yes)}
_NO = {"0", *(word for _yes, no in BOOLEANS for word in no)}
_READ: dict[str, Any] = {
    "BIGINT": _whole,
    "INTEGER": _whole,
    "DOUBLE": _float,
    "BOOLEAN": _true,
    "DATE": _day,
    "TIMESTAMP": _moment,
}


@dataclass(frozen=True)
class Plan:
    """A query made ready for one table: the columns asked for, SQL conditions with their parameters, order."""

    fields: list[Field]
    where: str
    values: list[Any]
    sort: list[tuple[Field, bool]]
    after: list[Any] | None
    offset: int
    limit: int

    @property
    def plain(self) -> bool:
        """Rows in file order, unfiltered: their numbers are known without asking the table."""
        return not self.where and not self.sort

    @property
    def order(self) -> str:
        return ", ".join(
            [*(f"{by.sql} {'DESC' if down else 'ASC'} NULLS LAST" for by, down in self.sort), "rowid"]
        )

    def beyond(self) -> tuple[str, list[Any]]:
        """SQL for "after the last row of the page before": its sort values (NULL sorts last), then its row number."""
        condition, values = "rowid > ?", [self.after[-1]] if self.after else []
        for (by, down), last in reversed(list(zip(self.sort, self.after or [], strict=False))):
            same = f"({by.sql} IS NOT DISTINCT FROM ? AND {condition})"
            if last is None:
                condition, values = same, [last, *values]
            else:
                sign = "<" if down else ">"
                condition = f"({by.sql} {sign} ? OR {by.sql} IS NULL OR {same})"
                values = [last, last, *values]
        return condition, values


def plan(query: Query, fields: Sequence[Field]) -> Plan:
    """Check a query against a table. QueryError says which part is wrong and what is allowed."""
    known = {known.name: known for known in [*fields, Field(ROW_ID, "row number", "integer", "BIGINT")]}
    where, values = conditions(query.filters, known)
    sort = [(_field(name, known), bool(down)) for name, down in _at_most(query.sort, MOST_SORTS, "sort")]
    chosen = [_field(name, known) for name in query.columns] or list(fields)
    _within("limit", query.limit, 0, MOST_ROWS)
    _within("offset", query.offset, 0, DEEPEST_OFFSET)
    after = read_token(query.after, sort) if query.after else None
    return Plan(chosen, where, values, sort, after, 0 if after else query.offset, query.limit)


def _within(name: str, number: Any, low: int, high: int) -> None:
    if not isinstance(number, int) or isinstance(number, bool) or not low <= number <= high:
        raise QueryError(name, f"{name} must be a whole number from {low} to {high}.")


def _at_most(parts: Sequence[Any], most: int, name: str) -> Sequence[Any]:
    if len(parts) > most:
        raise QueryError(name, f"At most {most} parts of {name} are allowed; this query has {len(parts)}.")
    return parts


def _field(name: str, known: dict[str, Field]) -> Field:
    if name not in known:
        raise QueryError(
            str(name)[:80], f"There is no column {str(name)[:80]!r}. Columns: {', '.join(known)}."
        )
    return known[name]


def conditions(filters: Sequence[tuple[str, str, Any]], known: dict[str, Field]) -> tuple[str, list[Any]]:
    """SQL of all filters together and its parameters; an empty text when there are none."""
    parts, values = [], []
    for name, operator, given in _at_most(filters, MOST_FILTERS, "filters"):
        condition, more = _condition(_field(name, known), operator, given)
        parts.append(condition)
        values += more
    return " AND ".join(parts), values


def _condition(by: Field, operator: str, given: Any) -> tuple[str, list[Any]]:
    if operator in COMPARED:
        return f"{by.sql} {COMPARED[operator]} ?", [by.value(given)]
    if operator == "isnull":
        return f"{by.sql} IS {'NULL' if _wants_null(by, given) else 'NOT NULL'}", []
    if operator == "contains":
        return _contains(by, given)
    if operator == "in":
        listed = given.split(",") if isinstance(given, str) else list(given or [])
        if not 1 <= len(listed) <= MOST_LISTED:
            raise QueryError(by.name, f"in takes 1 to {MOST_LISTED} values.")
        return f"{by.sql} IN ({', '.join('?' * len(listed))})", [by.value(one) for one in listed]
    raise QueryError(
        by.name, f"There is no operator {str(operator)[:40]!r}. Operators: {', '.join(OPERATORS)}."
    )


def _wants_null(by: Field, given: Any) -> bool:
    try:
        return _true(given)
    except ValueError:
        raise QueryError(by.name, "isnull takes true or false.")


def _contains(by: Field, given: Any) -> tuple[str, list[Any]]:
    """Exact text within text, where 臺 and 台 are one character."""
    if by.stored != "VARCHAR":
        raise QueryError(by.name, f"contains works on text; column {by.name!r} is {by.type}. Use eq, lt, gt.")
    return f"contains(replace({by.sql}, '臺', '台'), ?)", [by.value(given).replace("臺", "台")]


def make_token(sort: Sequence[tuple[Field, bool]], last: Sequence[Any]) -> str:
    """An opaque token for "after this row": what was sorted by, the last row's values, its row number."""
    told = [[by.name for by, _ in sort], [down for _, down in sort], [_json(value) for value in last]]
    packed = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def _json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value


def read_token(token: str, sort: Sequence[tuple[Field, bool]]) -> list[Any]:
    """The values in a token. QueryError when it is broken or belongs to another sort order."""
    try:
        padded = token.encode("ascii") + b"=" * (-len(token) % 4)
        names, downs, last = json.loads(base64.urlsafe_b64decode(padded))
        if (
            names != [by.name for by, _ in sort]
            or downs != [down for _, down in sort]
            or len(last) != len(sort) + 1
        ):
            raise ValueError
        values = [
            value if value is None else _stored(by, value) for (by, _), value in zip(sort, last, strict=False)
        ]
        return [*values, _whole(last[-1])]
    except (ValueError, TypeError, QueryError, RecursionError):
        raise QueryError(
            "after", "The page token is not valid for this query. Begin again at the first page."
        )


def _stored(by: Field, value: Any) -> Any:
    return _READ.get(by.stored, _text)(value)
