"""The body of a table.

Drawn in Python: a page of rows has a thousand cells, and a template spends five times longer on each.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

Row = Sequence[Any] | Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """A heading and what follows for its cells."""

    title: str
    key: str | None = None
    numeric: bool = False
    href: str | None = None
    sorted: str | None = None
    hint: str | None = None


def columns_of(given: Iterable[Any]) -> list[Column]:
    """Columns from names, or mappings with the fields of `Column`; another key is a mistake of the page."""
    return [Column(**column) if isinstance(column, Mapping) else Column(column) for column in given]


def _frames(columns: Sequence[Column], head_column: int | None, stacked: bool) -> list[tuple[str, str]]:
    """What stands before and after the cells of each column."""
    frames = []
    for index, column in enumerate(columns):
        number = " govuk-table__cell--numeric" if column.numeric else ""
        if index == head_column:
            frames.append((f'<th scope="row" class="govuk-table__header{number}">', "</th>"))
        else:
            label = f' data-label="{escape(column.title)}"' if stacked else ""
            frames.append((f'<td class="govuk-table__cell{number}"{label}>', "</td>"))
    return frames


def _cells(columns: Sequence[Column], row: Row) -> Iterable[Any]:
    if isinstance(row, Mapping):
        return (row.get(column.key or "") for column in columns)
    return row


def _row(frames: list[tuple[str, str]], cells: Iterable[Any], absent: str) -> list[str]:
    parts = ['<tr class="govuk-table__row">']
    for (before, after), cell in zip(frames, cells, strict=True):
        text = absent if cell is None else cell if type(cell) is Markup else escape(cell)
        parts += (before, text, after)
    parts.append("</tr>")
    return parts


def table_rows(
    columns: Sequence[Column], rows: Iterable[Row], head_column: int | None, stacked: bool, absent: Markup
) -> Markup:
    """All rows as HTML, each cell escaped unless it is Markup; `absent` stands for None.

    A row of another length than the columns is a mistake of the page and raises ValueError.
    """
    frames = _frames(columns, head_column, stacked)
    return Markup("".join(part for row in rows for part in _row(frames, _cells(columns, row), absent)))
