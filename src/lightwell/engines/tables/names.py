"""Column titles (what people read) and names (stable field names of the API)."""

import re
import unicodedata

from lightwell.engines.tables.dialect import Record
from lightwell.engines.tables.shape import Shape

_UNSAFE = re.compile(r"[^\w]+", re.UNICODE)
_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
_SPACE = re.compile(r"[\s\u3000]+")
RESERVED = frozenset({"row_id", "rowid"})
NAME_LIMIT = 60


def titles_and_names(shape: Shape) -> tuple[list[str], list[str]]:
    """One title and one unique, never empty name per column.

    Chinese characters stay in names; everything else than letters, digits and `_` becomes `_`. Of a bilingual header
    the row of identifiers gives the names, else the Chinese row. A second column of the same name gets `_2`.
    """
    rows = [_cells(record, shape.width) for record in shape.headers]
    if len(rows) > 1 and not shape.bilingual:
        rows[:-1] = [_filled_right(row, rows[-1]) for row in rows[:-1]]
    joined = [_joined(parts, " ") for parts in zip(*rows, strict=True)] if rows else [""] * shape.width
    for_names = (
        _naming_row(rows) if shape.bilingual else [_joined(parts, "_") for parts in zip(*rows, strict=True)]
    )
    titles = [title or f"column {at + 1}" for at, title in enumerate(joined)]
    return titles, unique_names(for_names or [""] * shape.width)


def _cells(record: Record, width: int) -> list[str]:
    cells = [_SPACE.sub(" ", cell).strip() for cell in record.cells[:width]]
    return cells + [""] * (width - len(cells))


def _filled_right(row: list[str], below: list[str]) -> list[str]:
    """A merged header cell spreads over the columns to its right that have a name of their own underneath."""
    filled, last = [], ""
    for cell, under in zip(row, below, strict=True):
        last = cell or (last if under else "")
        filled.append(cell or last)
    return filled


def _joined(parts: tuple[str, ...], separator: str) -> str:
    kept: list[str] = []
    for part in parts:
        if part and part not in kept:
            kept.append(part)
    return separator.join(kept)


def _naming_row(rows: list[list[str]]) -> list[str]:
    for row in rows:
        if all(_IDENTIFIER.match(cell) for cell in row if cell):
            return row
    return max(rows, key=lambda row: sum(not cell.isascii() for cell in row))


def safe_name(text: str) -> str:
    """A field name out of a title: NFKC, letters, digits and `_`, at most NAME_LIMIT characters; may be empty."""
    name = _UNSAFE.sub("_", unicodedata.normalize("NFKC", text)).strip("_")
    name = re.sub("_+", "_", name)[:NAME_LIMIT].rstrip("_")
    return f"_{name}" if name[:1].isdigit() else name


def unique_names(titles: list[str]) -> list[str]:
    """Safe names, made unique without regard to case (databases fold it), never ending like a companion column."""
    taken: set[str] = set(RESERVED)
    names = []
    for at, title in enumerate(titles):
        base = safe_name(title) or f"column_{at + 1}"
        name, n = base, 1
        while name.casefold() in taken or name.endswith("__original"):
            n += 1
            name = f"{base}_{n}"
        taken.add(name.casefold())
        names.append(name)
    return names
