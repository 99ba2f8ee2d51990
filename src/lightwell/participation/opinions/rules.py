"""When a topic takes opinions, what it must say before it opens, and who may write. Pure: the day is passed in."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

LONGEST = 5000  # characters of one opinion
SHORTEST = 2  # 贊成 is an opinion
PROMISES = ("title", "purpose", "can_change", "cannot_change", "decides", "use")
# What is not cut in two: a Latin word, or any one character.
WORD = re.compile(r"[\u0021-\u024f]{1,30}|.", re.DOTALL)
FIRST_SENTENCE = re.compile(r"[^。！？!?\n]*[！？!?]?")
HOURLY = {
    "anonymous": 1,
    "account": 2,
    "check": 8,
}  # an hour from one address or account, in shares of the limit set


@dataclass(frozen=True)
class Days:
    """A phase as the rules see it: both ends included."""

    starts_on: date
    ends_on: date
    takes_opinions: bool

    def holds(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on


@dataclass(frozen=True)
class Door:
    """Whether opinions come in today: ``until`` when open; ``opens_on`` when a phase that takes them is to come."""

    open: bool
    until: date | None = None
    opens_on: date | None = None


def door(state: str, phases: Iterable[Days], today: date) -> Door:
    """Return whether a topic in ``state`` takes opinions on a day, and until or from when."""
    if state != "published":
        return Door(False)
    taking = sorted((phase for phase in phases if phase.takes_opinions), key=lambda phase: phase.starts_on)
    running = [phase.ends_on for phase in taking if phase.holds(today)]
    if running:
        return Door(True, until=max(running))
    return Door(False, opens_on=next((phase.starts_on for phase in taking if phase.starts_on > today), None))


def unkept(promises: Mapping[str, str], phases: Sequence[Days]) -> list[str]:
    """Return the names of what a topic lacks before it may open: a promise by its name, or ``phases``."""
    missing = [name for name in PROMISES if not promises.get(name, "").strip()]
    return missing if any(phase.takes_opinions for phase in phases) else [*missing, "phases"]


def may_write(needed: int, held: int) -> bool:
    """Return whether somebody of assurance ``held`` may write where ``needed`` is asked; levels are ordered."""
    return held >= needed


def once(nonce: str, *words: str) -> str:
    """Return the key under which the same form with the same words is received once.

    The words are in it because somebody may go back and write something else in the same form: that is not a double click.
    """
    digest = hashlib.sha256("\x1f".join((nonce, *words)).encode()).hexdigest()
    return f"opinion:{digest[:48]}"


def title_of(text: str, longest: int = 40) -> str:
    """Return a title for a text that has none: its first sentence or line.

    It is cut after ``longest`` wide characters, of which a Latin letter takes half, and not within a word.
    """
    found = FIRST_SENTENCE.match(text.strip())
    first = found[0].strip() if found else ""
    if _breadth(first) <= longest:
        return first
    kept = ""
    for part in WORD.findall(first):
        if _breadth(kept + part) > longest - 1:
            break
        kept += part
    return kept.rstrip("，,、；; ") + "…"


def _breadth(text: str) -> float:
    return sum(1 if unicodedata.east_asian_width(letter) in "WF" else 0.5 for letter in text)


def folded(text: str) -> str:
    """Return a text without differences of width, case and white space: two that fold alike say the same words."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
