"""What can be found, followed and pointed at across wings.

Each room says at start-up what it has to show to everybody (``register``); bridges make search, alerts and links of it and
need to know no room by name. Only what is public is ever a thing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from lightwell.kernel.bilingual import Bilingual
from lightwell.kernel.ref import Ref

Words = object  # a lazy translation: str() gives it in the page's language


@dataclass(frozen=True)
class Thing:
    """One public page's thing. ``text`` is searched and quoted; ``unit`` is a slug; ``state`` a code of its source's states;
    ``at`` is when it last changed for readers. ``rank`` (0 to 1) puts weightier ones first among equals. ``hrefs`` holds the
    addresses behind the words of its links, which ``text`` does not show. ``links`` says what it is related to beyond what
    its text names: a way of ``bridges/related/rules.py`` ("answers", "led_to", "changes", "beside") and the other thing.
    ``within`` names what it is a part of (a topic), whose followers hear of it as those of its unit do."""

    ref: Ref
    title: Bilingual
    text: Bilingual
    unit: str
    state: str
    at: datetime
    rank: float = 0.0
    hrefs: str = ""
    links: tuple[tuple[str, Ref], ...] = ()
    within: tuple[Ref, ...] = ()


@dataclass(frozen=True)
class Source:
    """One kind of things. ``things(ids)`` gives those of the ids that are public, or all for None, a few queries for any
    number; an id that is missing from the answer is not (or no longer) public. ``address(id)`` is the path of its page in
    the language in use. ``feed(id)`` is its Atom address, "" when there is none."""

    kind: str
    wing: str
    label: Words
    plural: Words
    address: Callable[[str], str]
    things: Callable[[Collection[str] | None], Iterable[Thing]]
    states: Mapping[str, Words] = field(default_factory=dict)
    feed: Callable[[str], str] = lambda _id: ""

    def state_label(self, code: str) -> str:
        """Return the words for a state in the page's language; the code itself when it is no longer used."""
        return str(self.states.get(code, code))


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    """Make a kind of things known; the same kind again takes its place."""
    _sources[source.kind] = source


def sources() -> list[Source]:
    """Return every kind of things in the order of registration."""
    return list(_sources.values())


def source_of(kind: str) -> Source | None:
    """Return one kind, None when no room shows it."""
    return _sources.get(kind)


def find(refs: Iterable[Ref]) -> dict[Ref, Thing]:
    """Return the public things among ``refs``, with the few queries of one source per kind among them."""
    wanted: dict[str, set[str]] = {}
    for ref in refs:
        wanted.setdefault(ref.kind, set()).add(ref.id)
    found = {}
    for kind, ids in wanted.items():
        source = _sources.get(kind)
        if source is not None:
            found.update({thing.ref: thing for thing in source.things(ids)})
    return found
