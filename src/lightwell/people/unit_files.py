"""Reads a table of units: slug,name,name_en,parent,email,phone,address; a parent stands before those below it. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping

COLUMNS = ("slug", "name", "name_en", "parent", "email", "phone", "address")


class UnitFileError(ValueError):
    """The file cannot be taken over; each line says where and what."""


def read_units(content: bytes) -> list[tuple[int, Mapping[str, str]]]:
    """Return (line, row) of each unit; UnitFileError names the first thing that is wrong with the file itself."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise UnitFileError(f"The file must be UTF-8 (byte {wrong.start}).")
    rows = csv.DictReader(io.StringIO(text, newline=""), restkey="more", restval="")
    missing = [name for name in ("slug", "name", "parent") if name not in (rows.fieldnames or ())]
    if missing:
        raise UnitFileError(f"line 1: needs the columns {', '.join(missing)} (known: {', '.join(COLUMNS)}).")
    return list(_rows(rows))


def _rows(rows: csv.DictReader[str]) -> Iterator[tuple[int, Mapping[str, str]]]:
    for row in rows:
        if "more" in row:
            raise UnitFileError(f"line {rows.line_num}: more cells than columns.")
        if any(row.values()):
            yield rows.line_num, {name: (row.get(name) or "").strip() for name in COLUMNS}
