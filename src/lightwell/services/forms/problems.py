"""What is wrong in a definition file: all of it at once, each with its line, its place and what to do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lightwell.kernel.refusal import Refusal

Place = tuple[str | int, ...]  # ("page", 1, "question", 0, "type"), counted from 0
HEADER = re.compile(r"\s*(\[\[?)\s*([A-Za-z0-9_.\- ]+?)\s*\]\]?\s*(?:#.*)?$")
KEY = re.compile(r"\s*([A-Za-z0-9_-]+)\s*=")


@dataclass(frozen=True)
class Problem:
    """``line`` counts from 1; 0 when the file as a whole is meant."""

    line: int
    place: str
    message: str

    def __str__(self) -> str:
        where = ", ".join(part for part in (f"line {self.line}" if self.line else "", self.place) if part)
        return f"{where}: {self.message}" if where else self.message


class DefinitionError(Refusal):
    """A definition file that cannot be used; ``problems`` are in the order of the file."""

    def __init__(self, problems: Sequence[Problem], name: str = "") -> None:
        self.problems = sorted(problems, key=lambda problem: problem.line)
        prefix = f"{name}: " if name else ""
        super().__init__("\n".join(f"{prefix}{problem}" for problem in self.problems), field="definition")


class Lines:
    """Which line of a TOML text says what. The parser does not tell, so headers and keys are counted here.

    Keys inside of inline tables and arrays have the line of the key that holds them.
    """

    def __init__(self, text: str) -> None:
        self._found: dict[Place, int] = {(): 0}
        counts: dict[Place, int] = {}
        here: Place = ()
        quoted = ""
        for number, line in enumerate(text.splitlines(), 1):
            if not quoted:
                here = self._note(line, number, here, counts)
            quoted = _still_quoted(line, quoted)

    def _note(self, line: str, number: int, here: Place, counts: dict[Place, int]) -> Place:
        header, key = HEADER.match(line), KEY.match(line)
        if header:
            here = _entered(header.group(2).split("."), header.group(1) == "[[", counts)
            self._found.setdefault(here, number)
        elif key:
            self._found.setdefault((*here, key.group(1)), number)
        return here

    def of(self, place: Place) -> int:
        """Return the line of a place, or of the nearest thing around it."""
        while place not in self._found:
            place = place[:-1]
        return self._found[place]


def _entered(names: list[str], many: bool, counts: dict[Place, int]) -> Place:
    """Return the place of a header: an array of tables counts one further, and its parts belong to the last one."""
    place: Place = ()
    for depth, name in enumerate(names):
        place = (*place, name.strip())
        if many and depth == len(names) - 1:
            counts[place] = counts.get(place, -1) + 1
        if place in counts:
            place = (*place, counts[place])
    return place


def _still_quoted(line: str, quoted: str) -> str:
    """Return the quotes of a text over several lines that is open at the end of this one."""
    for mark in ('"""', "'''"):
        if quoted in ("", mark) and line.count(mark) % 2:
            return "" if quoted else mark
    return quoted


def named(place: Place) -> str:
    """Return a place as people count: ``page 2 › question 1 › type``."""
    words: list[str] = []
    for part in place:
        if isinstance(part, int) and words:
            words[-1] += f" {part + 1}"
        else:
            words.append(str(part))
    return " › ".join(words)
