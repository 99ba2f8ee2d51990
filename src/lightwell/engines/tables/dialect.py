"""Delimiter, and records with the physical lines that they stand on."""

import csv
import io
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from lightwell.engines.tables.report import TableRefused

DELIMITERS = (",", "\t", ";", "|", "，", "^", "\x01")
RUNAWAY_LINES = 200  # a quoted cell over so many lines is a quote that was never closed

csv.field_size_limit(min(sys.maxsize, 2**31 - 1))


class Record(NamedTuple):
    """One record: its first and last physical line (from 1) and its cells. A tuple, since a file may have millions."""

    first: int
    last: int
    cells: list[str]

    @property
    def lines(self) -> list[int]:
        return list(range(self.first, self.last + 1))

    @property
    def filled(self) -> int:
        return sum(1 for cell in self.cells if cell.strip())

    @property
    def is_blank(self) -> bool:
        return not any(map(str.strip, self.cells))


def lines_of(texts: Iterable[str]) -> Iterator[str]:
    """Physical lines with their ends, whatever the end is (CRLF, LF or CR)."""
    rest = ""
    for text in texts:
        rest += text
        if rest.endswith("\r"):
            continue
        cut = max(rest.rfind("\n"), rest.rfind("\r")) + 1
        if cut:
            yield from io.StringIO(rest[:cut], newline="")
            rest = rest[cut:]
    yield from io.StringIO(rest, newline="")


def records(texts: Iterable[str], delimiter: str, *, quoting: bool = True) -> Iterator[Record]:
    """Every record of a text, blank lines included (as a record with no cells)."""
    reader = csv.reader(
        lines_of(texts), delimiter=delimiter, quoting=csv.QUOTE_MINIMAL if quoting else csv.QUOTE_NONE
    )
    before = 0
    for cells in reader:
        yield Record(before + 1, reader.line_num, cells)
        before = reader.line_num


def choose_delimiter(sample: str, *, asked: str | None = None) -> str | None:
    """The delimiter under which most records have the same number of cells (two or more); None for one column."""
    if asked:
        return asked
    scored = [
        (score, -at, delimiter)
        for at, delimiter in enumerate(DELIMITERS)
        if (score := _score(sample, delimiter)) > 0
    ]
    return max(scored)[2] if scored else None


def _score(sample: str, delimiter: str) -> float:
    """Share of records with the commonest width, weighted by that width; 0 when the delimiter splits nothing."""
    if delimiter not in sample:
        return 0.0
    widths = Counter(
        len(record.cells) for record in list(records([sample], delimiter))[:500] if record.filled
    )
    splitting = {width: n for width, n in widths.items() if width > 1}
    if not splitting:
        return 0.0
    width, times = max(splitting.items(), key=lambda item: (item[1], item[0]))
    share = times / sum(widths.values())
    if delimiter not in ",\t" and share < (0.9 if width == 2 or delimiter == "，" else 0.5):
        return 0.0
    return share * min(width, 6) ** 0.5 if sum(splitting.values()) / sum(widths.values()) >= 0.3 else 0.0


def runaway_quote(sample: Iterable[Record], delimiter: str) -> int | None:
    """The line of a quote that swallows the lines after it, or None."""
    for record in sample:
        if record.last - record.first > RUNAWAY_LINES and any(delimiter in cell for cell in record.cells):
            return record.first
    return None


_MAGIC = (
    (b"PK\x03\x04", "a zip container (XLSX, ODS or ZIP)"),
    (b"\xd0\xcf\x11\xe0", "an old Office document (XLS or DOC)"),
    (b"%PDF", "a PDF document"),
    (b"PAR1", "a Parquet file"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"SQLite format 3\x00", "an SQLite database"),
)


def refuse_containers(head: bytes) -> None:
    """Name what the file really is, whatever its name says."""
    for magic, what in _MAGIC:
        if head.startswith(magic):
            raise TableRefused(
                "not_a_text_table",
                f"By its first bytes the file is {what}, not delimited text. "
                "Open it in a spreadsheet program, save the sheet as CSV UTF-8, and send that file.",
            )


def refuse_markup(sample: str) -> None:
    """JSON, HTML and XML are not delimited text; say so instead of making a table of their lines."""
    start = sample.lstrip("\ufeff \t\r\n")[:200]
    what = None
    if re.match(r"(?i)<(!doctype html|html|head|body)", start):
        what = "an HTML page (perhaps an error page that was saved under a data file's name)"
    elif start.startswith(("<?xml", "<")) and re.match(r"<[?A-Za-z!]", start):
        what = "XML"
    elif re.match(r'[\[{]\s*(?:["{\[\]}\d-]|$)', start):
        what = "JSON"
    if what:
        raise TableRefused(
            "not_a_text_table", f"The file is {what}, not delimited text. Send the table as CSV UTF-8.", 1
        )


def refuse_prose(sample: Iterable[Record]) -> None:
    """Lines without any delimiter that hold sentences are a letter or a report, not a column of a table."""
    lines = [record.cells[0] for record in sample if record.cells]
    if any("。" in line or len(line) > 120 for line in lines):
        raise TableRefused(
            "not_a_table",
            "No delimiter was found and the lines hold sentences: this is running text, not a table. "
            "Send the table itself as CSV UTF-8, or name the delimiter.",
            1,
        )
