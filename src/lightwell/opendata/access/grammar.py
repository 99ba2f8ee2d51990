"""How a question to a table is written in an address; pages and API read the same words.

``filter=COLUMN:OPERATOR:VALUE`` (again and again: all must hold), ``sort=COLUMN,-COLUMN`` (minus: largest first),
``columns=COLUMN,COLUMN``. Operators: eq ne lt le gt ge contains in isnull; ``in`` takes values separated by commas.
"""

from __future__ import annotations

from collections.abc import Sequence

from lightwell.kernel.refusal import Refusal

OPERATORS = ("eq", "ne", "lt", "le", "gt", "ge", "contains", "in", "isnull")
Filter = tuple[str, str, str]


class BadQuestion(Refusal):
    """A question that is not well put: 400 in the API."""

    status = 400


def read_filter(text: str) -> Filter:
    """Read one condition; BadQuestion when it does not have three parts or has an unknown operator.

    >>> read_filter("district:eq:North: upper")
    ('district', 'eq', 'North: upper')
    """
    column, colon, rest = text.partition(":")
    operator, second, value = rest.partition(":")
    if not (column and colon and second) or operator not in OPERATORS:
        words = f"A filter is written COLUMN:OPERATOR:VALUE with one of {', '.join(OPERATORS)}; this one is {text[:80]!r}."
        raise BadQuestion(words, field="filter")
    return column, operator, value


def write_filter(part: Filter) -> str:
    """Return a condition as it stands in an address."""
    return ":".join(part)


def read_sort(text: str) -> list[tuple[str, bool]]:
    """Read ``a,-b`` as [(column, largest first)].

    >>> read_sort("year,-rent")
    [('year', False), ('rent', True)]
    """
    parts = [part.strip() for part in text.split(",")]
    return [(part.removeprefix("-"), part.startswith("-")) for part in parts if part]


def write_sort(sort: Sequence[tuple[str, bool]]) -> str:
    """Return a sort order as it stands in an address."""
    return ",".join(f"-{column}" if down else column for column, down in sort)


def read_columns(text: str) -> list[str]:
    """Read ``a,b`` as a list of columns, each once."""
    return list(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
