"""What a list of handled opinions holds, however it was written down: rows, doubts, and faults that stop the import."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

CHANNEL_WORDS = (  # first word found in a heading or in the column 管道 decides
    ("社群", "social"),
    ("臉書", "social"),
    ("網路", "web"),
    ("線上", "web"),
    ("會議", "meeting"),
    ("座談", "meeting"),
    ("公聽", "meeting"),
    ("電話", "phone"),
    ("來信", "mail"),
    ("郵", "mail"),
    ("信件", "mail"),
    ("紙本", "paper"),
    ("書面", "paper"),
    ("臨櫃", "counter"),
    ("現場", "counter"),
)
CHANNELS = ("web", "meeting", "phone", "mail", "paper", "social", "counter", "kiosk")
OPENERS, CLOSERS = "「『（(《〈", "」』）)》〉"


@dataclass(frozen=True)
class Fault:
    """Something that must be put right in the file before anything is imported."""

    line: int
    message: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.message}"


class Unreadable(Exception):
    """The file cannot be imported; ``faults`` says where and why, in the order of lines."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


@dataclass(frozen=True)
class Row:
    """One opinion with its handling; ``line`` is the physical line from 1, ``theme`` is "" when the file names none."""

    line: int
    number: int
    channel: str
    theme: str
    opinion: str
    handling: str
    doubts: tuple[str, ...] = field(default=())


def channel_of(text: str) -> str | None:
    """Return the channel that a heading or cell names in Chinese or by code; None when it names none."""
    word = text.strip()
    if word in CHANNELS:
        return word
    return next((channel for part, channel in CHANNEL_WORDS if part in word), None)


def number_of(cell: str) -> int | None:
    """Return the number of a row: ``7``, ``７`` or ``7.``; None for anything else."""
    found = re.fullmatch(r"\s*(\d{1,6})\s*[.、．]?\s*", cell)
    return int(found[1]) if found else None


def unpaired(text: str) -> str:
    """Return the first bracket or quotation mark that a text opens without closing or closes without opening; "" for none.

    A list taken out of a printed document loses what stood on the next page; this is the trace that it leaves.
    """
    open_marks: list[str] = []
    for mark in text:
        if mark in OPENERS:
            open_marks.append(mark)
        elif mark in CLOSERS and (not open_marks or open_marks.pop() != OPENERS[CLOSERS.index(mark)]):
            return mark
    return open_marks[0] if open_marks else ""


def checked(rows: list[Row]) -> list[Fault]:
    """Return what is wrong between rows: the same number twice in one list (channel and theme)."""
    seen: dict[tuple[str, str, int], int] = {}
    faults = []
    for row in rows:
        key = (row.channel, row.theme, row.number)
        if key in seen:
            faults.append(
                Fault(
                    row.line,
                    f"number {row.number} is already on line {seen[key]} of the same list; give each row its own number",
                )
            )
        seen.setdefault(key, row.line)
    return faults


def gaps(rows: list[Row]) -> list[str]:
    """Return a sentence for each number that a list leaves out: rows may have been lost on the way."""
    lists: dict[tuple[str, str], set[int]] = {}
    for row in rows:
        lists.setdefault((row.channel, row.theme), set()).add(row.number)
    found = []
    for (channel, theme), numbers in lists.items():
        missing = sorted(set(range(1, max(numbers) + 1)) - numbers)
        if missing:
            found.append(
                f"{channel}, {theme or 'no theme'}: no row has number {', '.join(map(str, missing[:20]))}"
            )
    return found
