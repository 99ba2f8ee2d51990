"""Reads the appendix tables of a white paper kept as Markdown: one table over many pages, heading and header repeated.

A row is a line of three cells (number, opinion, handling) between tabs or bars. A cell may be HTML, may go on in the next line, and
may go on after a page break in a row whose number is empty. The heading above names the channel, the header the theme.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser

from lightwell.participation.opinions.import_rows import (
    Fault,
    Row,
    Unreadable,
    channel_of,
    checked,
    number_of,
    unpaired,
)

HEADING = re.compile(r"#{1,6}\s+(.*\S)\s*")
THEME = re.compile(r"針對(.+?)之?(?:意見|建議)")
REPLY_ON_THE_LEFT = re.compile(r"(?:回復|回覆|回應|說明|處理情形)?(?:如左|同左)[。.]?")
LAST_PARENTHESES = re.compile(r"[(（]([^()（）]*(?:[(（][^()（）]*[)）][^()（）]*)*)[)）]\s*\Z")
RULE_OF_BARS = re.compile(r"\s*\|[\s:|-]+")
LINE_END = re.compile(r"\r\n|\r|\n")  # not splitlines(): a form feed ends no line


def read_markdown(text: str) -> list[Row]:
    """Return the rows of all appendix tables in order; Unreadable names each fault by its line."""
    reader = _Reader()
    for number, line in enumerate(LINE_END.split(text), start=1):
        reader.feed(number, line)
    rows = reader.finish()
    faults = sorted([*reader.faults, *checked(rows)], key=lambda fault: fault.line)
    if not rows and not faults:
        faults = [
            Fault(
                1,
                "no table with the columns 編號 and 處理情形 under a heading such as 附錄1 網路徵詢意見與處理",
            )
        ]
    if faults:
        raise Unreadable(faults)
    return rows


@dataclass
class _Open:
    """A row while its lines are still being read."""

    line: int
    cells: list[str]
    channel: str
    theme: str


@dataclass
class _Reader:
    channel: str | None = None
    heading: str = ""
    theme: str | None = None  # None: no header row seen since the heading
    rows: list[Row] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    open: _Open | None = None
    touching: bool = False  # the previous line belonged to the table

    def feed(self, number: int, line: str) -> None:
        heading = HEADING.fullmatch(line)
        if heading:
            self._begin_section(heading[1])
        elif not line.strip():
            self.touching = False
        elif self.heading and not RULE_OF_BARS.fullmatch(line):
            self._table_line(number, _cells(line), line)

    def finish(self) -> list[Row]:
        self._close()
        return self.rows

    def _begin_section(self, title: str) -> None:
        if title != self.heading:
            self._close()
        is_list = "意見" in title or "附錄" in title
        self.heading = title if is_list else ""
        self.channel = channel_of(title) if is_list else None
        self.theme, self.touching = None, False

    def _table_line(self, number: int, cells: list[str], line: str) -> None:
        if _is_header(cells):
            self._header(number, cells)
        elif self.theme is None:
            if len(cells) > 1 and number_of(cells[0]) is not None:
                self.faults.append(Fault(number, "a numbered row before any header row 編號, 議題, 處理情形"))
        elif len(cells) > 1 and number_of(cells[0]) is not None:
            self._begin_row(number, cells)
        elif self.open and (self.touching or (len(cells) > 1 and not cells[0].strip())):
            self._go_on(number, cells)
        elif len(cells) > 1:
            self.faults.append(Fault(number, f"the first cell is {cells[0].strip()[:20]!r}, not a number"))
        else:
            self._close()  # an ordinary paragraph: the table has ended
            self.theme = None

    def _header(self, number: int, cells: list[str]) -> None:
        if self.channel is None:
            self.faults.append(
                Fault(
                    number,
                    f"the heading {self.heading!r} does not say how opinions came in (網路, 會議, 電話, …)",
                )
            )
            self.channel = "web"
        found = THEME.search(cells[1])
        theme = found[1].strip() if found else ""
        if self.open and (self.open.theme, self.open.channel) != (theme, self.channel):
            self._close()
        self.theme, self.touching = theme, True

    def _begin_row(self, number: int, cells: list[str]) -> None:
        self._close()
        if len(cells) > 3:
            self.faults.append(
                Fault(number, f"{len(cells)} cells, but the table has 3: is a tab inside the text?")
            )
            return
        self.open = _Open(number, cells, self.channel or "web", self.theme or "")
        self.touching = True

    def _go_on(self, number: int, cells: list[str]) -> None:
        """More of the open row: an unnumbered row adds cell by cell, a loose line to the cell last written."""
        assert self.open
        have = self.open.cells
        if len(cells) == 3 and not cells[0].strip():
            self.open.cells = [
                have[0],
                *(_joined(*pair) for pair in zip((have + [""])[1:3], cells[1:], strict=True)),
            ]
        elif len(have) + len(cells) - 1 <= 3:
            self.open.cells = [*have[:-1], have[-1] + "\n" + cells[0], *cells[1:]]
        else:
            self.faults.append(
                Fault(number, "more cells than the table has; is the number of this row missing?")
            )
        self.touching = True

    def _close(self) -> None:
        row, self.open = self.open, None
        if row is None:
            return
        if len(row.cells) < 3:
            self.faults.append(
                Fault(
                    row.line,
                    f"number {row.cells[0].strip()} has no handling (處理情形): only {len(row.cells)} of 3 cells",
                )
            )
            return
        self._finished(row)

    def _finished(self, row: _Open) -> None:
        opinion, handling = plain(row.cells[1]), plain(row.cells[2])
        if REPLY_ON_THE_LEFT.fullmatch(handling):
            opinion, handling = _reply_apart(opinion)
        if not opinion or not handling:
            empty = "opinion (議題)" if not opinion else "handling (處理情形)"
            self.faults.append(Fault(row.line, f"number {row.cells[0].strip()} has an empty {empty}"))
            return
        made = Row(row.line, number_of(row.cells[0]) or 0, row.channel, row.theme, opinion, handling)
        self.rows.append(replace(made, doubts=_cut_off(made)))


def _cells(line: str) -> list[str]:
    if "\t" in line:
        return line.split("\t")
    if line.lstrip().startswith("|"):
        return [cell.replace("\\|", "|").strip() for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))]
    return [line]


def _is_header(cells: list[str]) -> bool:
    return len(cells) >= 3 and cells[0].strip() == "編號" and "處理" in cells[2]


def _joined(first: str, more: str) -> str:
    """Put two halves of a broken cell together; Chinese needs no space between them, two Latin words do."""
    first, more = first.rstrip(), more.lstrip()
    needs_space = first[-1:].isascii() and first[-1:].isalnum() and more[:1].isascii() and more[:1].isalnum()
    return f"{first} {more}" if needs_space else first + more


def _reply_apart(opinion: str) -> tuple[str, str]:
    """Split a cell that holds the opinion and, in the parentheses at its end, the office's reply."""
    found = LAST_PARENTHESES.search(opinion)
    return (opinion[: found.start()].strip(), found[1].strip()) if found else (opinion, "")


def _cut_off(row: Row) -> tuple[str, ...]:
    pairs = (("opinion", row.opinion), ("handling", row.handling))
    found = [(name, unpaired(text)) for name, text in pairs]
    return tuple(
        f"the {name} has {mark} without its other half: cut off at a page break?"
        for name, mark in found
        if mark
    )


class _Plain(HTMLParser):
    BREAKS = frozenset({"p", "br", "div", "li", "tr"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in self.BREAKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.handle_starttag(tag, ())

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def plain(cell: str) -> str:
    """Return the words of a cell without its HTML; paragraphs become lines."""
    parser = _Plain()
    parser.feed(cell)
    parser.close()
    lines = (" ".join(line.split()) for line in "".join(parser.parts).splitlines())
    return "\n".join(line for line in lines if line)
