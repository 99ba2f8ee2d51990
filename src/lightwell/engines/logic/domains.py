"""Which answers to several questions about one piece of data can go together.

``age > 64`` and ``age < 18`` are two questions to a diagram, though nobody answers yes to both. For a piece of data that is
only compared with constants there is a finite set of values that stands for all JSON values: the constants, a number
between any two of them and beyond, the same as texts and inside of arrays, and one of each other kind. A branch that no such
value takes is cut off, so what hangs on impossible answers alone is not asked.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lightwell.engines.logic import javascript as js

if TYPE_CHECKING:
    from lightwell.engines.logic.diagrams import Diagram, Diagrams

VISITS = 4_000  # parts of a diagram that may be looked at before it is left as it is
MOST = 600  # values of one piece of data


@dataclass(frozen=True, eq=False)
class Test:
    """What a question asks of the piece of data at ``path``, by itself: ``constants`` are what it compares with."""

    path: str
    holds: Callable[[Any], bool]
    constants: tuple[Any, ...] = ()


def comparable(name: str, constant: Any) -> bool:
    """Return whether a comparison with this constant is covered by ``values_for``: texts are not ordered here."""
    if isinstance(constant, dict | list) or constant is js.UNDEFINED:
        return False
    return name in ("==", "===") or not isinstance(constant, str)


def values_for(constants: Iterable[Any]) -> list[Any]:
    """Return JSON values of which each other one behaves like one of them: in its truth, whether it is missing, in ``==`` and
    ``===`` with these constants (of any plain kind) and in ``<`` and ``<=`` with those that are no texts."""
    given = list(constants)
    numbers = _numbers({js.to_number(one) for one in given} | {0.0, 1.0})
    own = {one for one in given if isinstance(one, str)}
    texts = {
        "",
        " ",
        "0",
        "\u0001",
        *own,
        *(_spelt(number, own) for number in numbers),
        *map(js.to_string, numbers),
    }
    plain = [None, True, False, *numbers, *sorted(texts)]
    return [*plain, [], *([one] for one in sorted(texts)), {"a": 0, "b": 0}]


def _numbers(known: set[float]) -> list[float]:
    """Return numbers, one between each two neighbours, and one beyond either end."""
    points = sorted(number for number in known if math.isfinite(number))
    between = [low + (high - low) / 2 for low, high in zip(points, points[1:], strict=False)]
    ends = [math.nextafter(points[0], -math.inf), math.nextafter(points[-1], math.inf)]
    return sorted({*points, *between, *(end for end in ends if math.isfinite(end))})


def _spelt(number: float, taken: set[str]) -> str:
    """Return a number as a text that is none of those taken; spaces around it do not change what it is."""
    text = js.to_string(number)
    while text in taken:
        text += " "
    return text


class Pruning:
    """One diagram being freed of branches that no value takes."""

    def __init__(self, diagrams: Diagrams, diagram: Diagram) -> None:
        self.diagrams, self.diagram = diagrams, diagram
        self.left = VISITS
        self.seen: dict[tuple[int, tuple[frozenset[int], ...]], Diagram] = {}
        self.holding: dict[int, frozenset[int]] = {}  # by question: which of the values answer it with yes

    def pruned(self) -> Diagram:
        """Return the diagram without impossible branches, or as it is when that takes too long."""
        tests = [test for test in self.diagrams.tests_in(self.diagram) if test]
        constants: dict[str, list[Any]] = {}
        for test in tests:
            constants.setdefault(test.path, []).extend(test.constants)
        self.paths = [path for path in constants if sum(test.path == path for test in tests) > 1]
        self.values = {path: values_for(constants[path]) for path in self.paths}
        if not self.paths or any(len(values) > MOST for values in self.values.values()):
            return self.diagram
        whole = tuple(frozenset(range(len(self.values[path]))) for path in self.paths)
        return self._walk(self.diagram, whole) or self.diagram

    def _walk(self, part: Diagram, possible: tuple[frozenset[int], ...]) -> Diagram | None:
        if part.depth == 0:
            return part
        key = (id(part), possible)
        if key not in self.seen:
            self.left -= 1
            found = self._split(part, possible) if self.left >= 0 else None
            if found is None:
                return None
            self.seen[key] = found
        return self.seen[key]

    def _split(self, part: Any, possible: tuple[frozenset[int], ...]) -> Diagram | None:
        test = self.diagrams.tests[part.atom]
        if test is None or test.path not in self.values:
            return self._both(part, possible, possible)
        place = self.paths.index(test.path)
        holding = possible[place] & self._holding(part.atom, test)
        rest = possible[place] - holding
        if not holding or not rest:
            return self._walk(part.yes if holding else part.no, possible)
        narrowed = [(*possible[:place], chosen, *possible[place + 1 :]) for chosen in (holding, rest)]
        return self._both(part, *narrowed)

    def _holding(self, atom: int, test: Test) -> frozenset[int]:
        if atom not in self.holding:
            values = self.values[test.path]
            self.holding[atom] = frozenset(index for index, value in enumerate(values) if test.holds(value))
        return self.holding[atom]

    def _both(
        self, part: Any, one: tuple[frozenset[int], ...], other: tuple[frozenset[int], ...]
    ) -> Diagram | None:
        yes, no = self._walk(part.yes, one), self._walk(part.no, other)
        return None if yes is None or no is None else self.diagrams.node(part.atom, yes, no)
