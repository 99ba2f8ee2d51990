"""A file made ready for DuckDB: UTF-8, one width, nothing but the body; and which physical line each row came from.

Two ways lead there. A clean big file is given to DuckDB as it is (or transcoded), and counted afterwards: as many rows as
lines means that it was as plain as its sample. Every other file goes record by record through `_normalise`, which pads,
warns, and knows each line.
"""

import csv
from array import array
from bisect import bisect_right
from collections import Counter, deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from copy import deepcopy
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from lightwell.engines.tables import cells, dialect, encoding, names, shape
from lightwell.engines.tables.dialect import Record
from lightwell.engines.tables.encoding import Encoding, Look
from lightwell.engines.tables.report import Notes, TableRefused
from lightwell.engines.tables.shape import Shape

SMALL = 8 << 20  # bytes; below, every record is looked at one by one
SAMPLED = 3000
TAIL = 40
MOST_COLUMNS = 2000
MOSTLY_RARE = 0.2  # share of level-2 characters; real CP950 files have under 0.05
APART, BREAK = "\x1f", "\x01"  # between the cells, and for a line break inside a cell, of a normalised body


class NotPlain(Exception):
    """A file that looked plain in its sample is not; read it record by record."""


@dataclass
class Lines:
    """Row number (from 0) to physical line. Kept as the places where the distance changes: short for most files."""

    rows: array = field(default_factory=lambda: array("Q", [0]))
    ahead: array = field(default_factory=lambda: array("q", [1]))

    def note(self, row: int, line: int) -> None:
        if line - row != self.ahead[-1]:
            if self.rows[-1] == row:
                self.ahead[-1] = line - row
            else:
                self.rows.append(row)
                self.ahead.append(line - row)

    def __getitem__(self, row: int) -> int:
        return row + self.ahead[bisect_right(self.rows, row) - 1]


@dataclass
class Source:
    """What DuckDB reads (`path`, after `skip` lines) and what is known about it before any type is."""

    path: Path
    delimiter: str
    encoding: Encoding
    shape: Shape
    titles: list[str]
    names: list[str]
    skip: int = 0
    plain: bool = False
    looked: Future[Look] | None = None  # of a plain file: under way beside the reading
    broken: set[int] = field(default_factory=set)
    skipped: list[int] = field(default_factory=list)
    lines: Lines = field(default_factory=Lines)
    rows: int | None = None
    notes: Notes = field(default_factory=Notes)

    @property
    def header_rows(self) -> list[int]:
        return [line for header in self.shape.headers for line in header.lines]


@dataclass(frozen=True)
class Opened:
    """Encoding, delimiter and the first records of a file."""

    path: Path
    encoding: Encoding
    delimiter: str | None
    sample: list[Record]
    quoting: bool
    notes: Notes

    def records(self) -> Iterator[Record]:
        texts = encoding.decoded(self.path, self.encoding)
        return dialect.records(texts, self.delimiter or "\x1f", quoting=self.quoting)


def open_file(
    path: Path,
    *,
    encoding_asked: str | None = None,
    delimiter_asked: str | None = None,
    careful: bool = False,
) -> Opened:
    """Find out encoding and delimiter. TableRefused for what is no delimited text. A big file's encoding is not `sure`
    yet (the reading will tell) unless `careful`."""
    if not path.is_file():
        raise TableRefused("no_file", f"There is no file {path.name!r}. Check the path.")
    if path.stat().st_size == 0:
        raise TableRefused(
            "empty_file", "The file is empty (0 bytes). Export it again and check that it has content."
        )
    with path.open("rb") as file:
        dialect.refuse_containers(file.read(64))
    whole = careful or path.stat().st_size <= SMALL
    found = encoding.detect(path, asked=encoding_asked, whole=whole)
    head = _head(path, found)
    if not head.strip():
        raise TableRefused("empty_file", "The file holds nothing but blank space. Export it again.")
    dialect.refuse_markup(head)
    delimiter = dialect.choose_delimiter(head, asked=delimiter_asked)
    opened = _sampled(Opened(path, found, delimiter, [], True, Notes()))
    if delimiter is None:
        dialect.refuse_prose(opened.sample)
    if found.name == "cp950" and encoding.rare_share(head) > MOSTLY_RARE:
        message = "Too many of the Chinese characters are rare ones: the file is probably in another encoding (GB18030?). Name it."
        opened.notes.add("unlikely_text", message)
    return opened


def _head(path: Path, found: Encoding) -> str:
    """Text of the first part of the file, cut at a line end."""
    text = "".join(islice(encoding.decoded(path, found), 1))[: encoding.SAMPLE]
    cut = text.rfind("\n")
    return text[: cut + 1] if cut > 0 else text


def _sampled(opened: Opened) -> Opened:
    sample = list(islice(opened.records(), SAMPLED))
    line = dialect.runaway_quote(sample, opened.delimiter or "\x1f")
    if line is not None:
        message = (
            "A quotation mark opens here and is never closed; quotation marks were read as plain characters."
        )
        opened.notes.add("unclosed_quote", message, line)
        opened = Opened(opened.path, opened.encoding, opened.delimiter, [], False, opened.notes)
        sample = list(islice(opened.records(), SAMPLED))
    return Opened(opened.path, opened.encoding, opened.delimiter, sample, opened.quoting, opened.notes)


def prepare(
    opened: Opened, work: Path, *, header_lines: tuple[int, ...] | None = None, careful: bool = False
) -> Source:
    """The source for DuckDB. `careful` forces the record-by-record way (a clean-looking file was not clean). NotPlain for a
    file that must go that way before its encoding is sure."""
    found = shape.find_shape(opened.sample, header_lines=header_lines)
    if found.width == 0:
        raise TableRefused(
            "no_table", "No row with content was found. Check that the right file was exported."
        )
    if found.width > MOST_COLUMNS:
        raise TableRefused(
            "too_many_columns", f"{found.width} columns; at most {MOST_COLUMNS} are read. Split the table."
        )
    found = _clean_headers(found, opened.notes)
    titles, field_names = names.titles_and_names(found)
    source = Source(
        opened.path,
        opened.delimiter or "\x1f",
        opened.encoding,
        found,
        titles,
        field_names,
        notes=opened.notes,
    )
    source.skipped = [line for record in found.skipped for line in record.lines]
    if not careful and _may_be_plain(opened, found):
        return _plain(opened, source, work)
    if not opened.encoding.sure:
        raise NotPlain
    return _normalise(opened, source, work)


def _clean_headers(found: Shape, notes: Notes) -> Shape:
    """Headers become names, so no unreadable character may stay in them."""
    headers = [Record(one.first, one.last, cells.checked(one, [], notes)) for one in found.headers]
    return replace(found, headers=headers)


def _may_be_plain(opened: Opened, found: Shape) -> bool:
    size = opened.path.stat().st_size
    body = [record for record in opened.sample if record.first >= found.body_from]
    regular = all(record.first == record.last and len(record.cells) == found.width for record in body)
    return size > SMALL and regular and not opened.encoding.odd and found.width > 1 and opened.quoting


def _plain(opened: Opened, source: Source, work: Path) -> Source:
    source.plain, source.skip = True, source.shape.body_from - 1
    source.lines.note(0, source.shape.body_from)
    if opened.encoding.is_utf8:
        source.looked = _beside(lambda: encoding.look(opened.path, opened.encoding))
        return source
    source.path, source.looked = work / "utf8.csv", Future()
    try:
        source.looked.set_result(encoding.transcoded(opened.path, opened.encoding, source.path))
    except UnicodeDecodeError:
        raise NotPlain
    return source


def _beside(work: Callable[[], Look]) -> Future[Look]:
    with_one = ThreadPoolExecutor(1)
    started = with_one.submit(work)
    with_one.shutdown(wait=False)
    return started


def _normalise(opened: Opened, source: Source, work: Path) -> Source:
    """Write the body one row a line: width kept, extra cells reported and kept in a column of their own, notes left out."""
    _note_widths(opened, source)
    source.path, source.delimiter, source.plain, source.rows = work / "body.txt", APART, False, 0
    start, width = source.shape.body_from, source.shape.width
    if any(record.first >= start and _is_longer(record, width) for record in opened.sample):
        return _written(opened, _with_extra_cells(source), extra=True)
    try:
        tried = replace(
            source, broken=set(), skipped=[*source.skipped], lines=Lines(), notes=deepcopy(source.notes)
        )
        return _written(opened, tried, extra=False)
    except _Longer:
        return _written(opened, _with_extra_cells(source), extra=True)


class _Longer(Exception):
    """A row has more cells than the header, and there is no column yet to keep them in."""


def _is_longer(record: Record, width: int) -> bool:
    return len(record.cells) > width and any(map(str.strip, record.cells[width:]))


def _with_extra_cells(source: Source) -> Source:
    """Rows longer than the header get one more column, `extra_cells`, so that nothing in them is lost."""
    source.titles = [*source.titles, "cells beyond the header"]
    source.names = names.unique_names([*source.names, "extra_cells"])
    return source


def _written(opened: Opened, source: Source, *, extra: bool) -> Source:
    width, rows = source.shape.width, 0
    with source.path.open("w", encoding="utf-8", newline="") as file:
        for record in _body(opened, source, extra):
            row = cells.checked(record, source.names, source.notes)
            if extra or len(row) != width:
                row = _fitted(row, record, width, extra, source)
            source.lines.note(rows, record.first)
            rows += 1
            file.write(_one_line(row, record, source))
    source.rows = rows
    return source


def _note_widths(opened: Opened, source: Source) -> None:
    """Several tables in one file show as several widths, each of many rows."""
    body = [record for record in opened.sample if record.first >= source.shape.body_from and record.filled]
    widths = Counter(len(record.cells) for record in body)
    common = sorted(width for width, n in widths.items() if n >= max(5, len(body) // 10))
    if len(common) > 1:
        told = ", ".join(map(str, common))
        message = f"Rows of {told} cells follow each other: the file seems to hold several tables. Publish each on its own."
        source.notes.add("mixed_widths", message)


def _one_line(row: list[str], record: Record, source: Source) -> str:
    """A row as one line. Control characters cannot occur in cells any more, so they can part cells and mark breaks."""
    line = APART.join(row)
    if record.last > record.first or "\n" in line or "\r" in line:
        line = line.replace("\r\n", BREAK).replace("\n", BREAK).replace("\r", BREAK)
        source.broken.update(at for at, cell in enumerate(line.split(APART)) if BREAK in cell)
    return line + "\n"


def _fitted(row: list[str], record: Record, width: int, extra: bool, source: Source) -> list[str]:
    beyond = [cell for cell in row[width:] if cell.strip()]
    if beyond:
        message = (
            f"The row has {len(row)} cells, the header {width}; the others are kept in column extra_cells."
        )
        source.notes.add("long_row", message, record.first)
    elif len(row) < width:
        message = f"The row has {len(row)} cells, the header {width}; the missing ones are read as empty."
        source.notes.add("short_row", message, record.first)
    fitted = (row + [""] * width)[:width]
    return [*fitted, ",".join(row[width:]) if beyond else ""] if extra else fitted


def _body(opened: Opened, source: Source, extra: bool) -> Iterator[Record]:
    """The records of the body. A few are held back until the end of the file shows which are footnotes. _Longer when a row
    needs `extra` cells and there are none."""
    held: deque[Record] = deque()
    start, width = source.shape.body_from, source.shape.width
    again = shape.header_again(source.shape.headers)
    for record in opened.records():
        if record.first < start:
            continue
        if not extra and len(record.cells) > width and _is_longer(record, width):
            raise _Longer
        if record.is_blank:
            source.skipped.extend(record.lines)
        elif again(record.cells):
            source.skipped.extend(record.lines)
            source.notes.add(
                "repeated_header", "The header comes again here; the row was left out.", record.first
            )
        else:
            held.append(record)
        if len(held) > TAIL:
            yield held.popleft()
    notes = _footnotes(list(held), source)
    yield from list(held)[: len(held) - notes]


def _footnotes(held: list[Record], source: Source) -> int:
    count = 0
    while count < len(held) and shape.is_footnote(held[-1 - count], source.shape.width):
        count += 1
    if count == len(held):
        return 0
    for record in held[len(held) - count :]:
        source.skipped.extend(record.lines)
        text = " ".join(cell.strip() for cell in record.cells if cell.strip())
        source.notes.add(
            "footnote", f"Read as a note under the table, not as a row: {text[:200]}", record.first
        )
    return count


def sample_rows(source: Source, opened: Opened) -> list[list[str]]:
    """Rows to infer types from: all of a small file, else the first ones and windows spread over the file."""
    if not source.plain:
        with source.path.open(encoding="utf-8", newline="\n") as file:
            step = max(1, (source.rows or 1) // 20_000)
            return [
                line.rstrip("\n").replace(BREAK, "\n").split(APART) for line in islice(file, 0, None, step)
            ]
    width = source.shape.width
    head = [record.cells for record in opened.sample if record.first >= source.shape.body_from]
    return [row for row in head + _windows(source) if len(row) == width]


def _windows(source: Source) -> list[list[str]]:
    size, rows = source.path.stat().st_size, []
    with source.path.open("rb") as file:
        for at in range(size // 24, size, size // 24):
            file.seek(at)
            block = file.read(encoding.WINDOW * 2)
            text = block[block.find(b"\n") + 1 : block.rfind(b"\n") + 1].decode("utf-8", "ignore")
            rows += list(csv.reader(text.splitlines(), delimiter=source.delimiter))
    return rows
