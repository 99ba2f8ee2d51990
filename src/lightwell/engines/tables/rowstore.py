"""Rows by number out of the JSON download: the stored file itself answers, no database is asked.

`table.json` is an array with one object a line; `rows.idx` holds the byte offset of each line (unsigned, 8 bytes, little
endian) and the file's end. A page in any order then costs one small read per row; out of a columnar file 100 scattered
rows cost 70 to 100 CPU ms (docs/decisions/serving-copy.md).
"""

import json
import mmap
import os
import sys
from array import array
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any

TABLE, INDEX = "table.json", "rows.idx"


def write_index(table: Path, out: Path, rows: int) -> None:
    """Note where each row begins in an array of objects as DuckDB writes it: "[", one object a line, "]"."""
    with table.open("rb") as file:
        offsets = array("Q", accumulate(map(len, file), initial=0))
    del offsets[rows + 1 : -1], offsets[0]  # the brackets around the rows have lines of their own
    if sys.byteorder == "big":
        offsets.byteswap()
    with out.open("wb") as file:
        offsets.tofile(file)
        file.flush()
        os.fsync(file.fileno())


class RowStore:
    """The rows of a published version, read-only and shared by threads."""

    def __init__(self, folder: Path) -> None:
        self._table = _mapped(folder / TABLE)
        self._offsets = memoryview(_mapped(folder / INDEX)).cast("Q")
        self.rows = len(self._offsets) - 1

    def fetch(self, names: Sequence[str], numbers: Sequence[int]) -> list[list[Any]]:
        """The named values of the rows with these numbers (from 0), in this order."""
        return [[row[name] for name in names] for row in map(self._row, numbers)]

    def _row(self, number: int) -> dict[str, Any]:
        line = self._table[self._offsets[number] : self._offsets[number + 1]]
        parsed: dict[str, Any] = json.loads(line.strip(b"\r\n\t ,]"))
        return parsed


def _mapped(path: Path) -> mmap.mmap:
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def open_rows(folder: Path, rows: int) -> RowStore | None:
    """The row store of a version's folder; None when its downloads were not written (or are of other rows)."""
    if sys.byteorder == "big" or not rows or not (folder / INDEX).is_file() or not (folder / TABLE).is_file():
        return None
    store = RowStore(folder)
    return store if store.rows == rows else None
