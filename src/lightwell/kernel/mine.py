"""What is a person's own, gathered from every room for one page: each room registers a section at start-up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

Words = object  # a lazy translation: str() gives it in the page's language


@dataclass(frozen=True)
class Item:
    """A line of the page: where it stands, what happens next (a sentence), by when, and whether the person has to act."""

    title: str
    href: str
    kind: str = ""
    state: str = ""
    tone: str = "neutral"
    next: str = ""
    due: date | None = None
    at: datetime | None = None
    yours: bool = False


@dataclass(frozen=True)
class Section:
    """``items(account)`` gives at most ``limit`` lines, newest first, in a fixed number of queries; ``more(account)`` leads
    to all of them. Sections are shown in the order of ``rank``. ``everything(account)`` gives all of it as plain values for
    the person's download (None: the items stand for it); ``begin`` leads to what somebody with nothing here can do."""

    key: str
    label: Words
    empty: Words
    items: Callable[[object], Sequence[Item]]
    rank: int = 50
    more: Callable[[object], str] = lambda _account: ""
    limit: int = 10
    everything: Callable[[object], Iterable[Mapping[str, object]]] | None = None
    begin: Callable[[object], tuple[str, str]] | None = None  # (words, address) for the empty section


_sections: dict[str, Section] = {}


def register(section: Section) -> None:
    """Make a section known; the same key again takes its place."""
    _sections[section.key] = section


def sections() -> list[Section]:
    """Return every section in the order of its rank."""
    return sorted(_sections.values(), key=lambda section: (section.rank, section.key))
