"""Decision diagrams: a value by the answers to yes-no questions about what is not known (Bryant 1986, with values as leaves).

Questions ("atoms") keep one order, equal parts exist once, and a question whose two answers lead to the same part is
dropped. So what is left at the end are the questions that can still change the value, and no others, as long as the
questions do not depend on each other. A diagram that grows too wide is replaced by one leaf that only knows its paths.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any

from lightwell.engines.logic import javascript as js
from lightwell.engines.logic.domains import Test
from lightwell.engines.logic.terms import Fault, Paths, Row, Term, paths_of

DEEPEST = 40  # questions on one way down
FEW = 3  # arguments that may each keep a question when a combination is too wide
PAIRS = 4_000  # parts that one operation may visit
TOTAL = 150_000  # parts that all operations of one answer may visit together


@dataclass(frozen=True, eq=False)
class Leaf:
    value: Any
    depth: int = 0


@dataclass(frozen=True, eq=False)
class Node:
    atom: int
    yes: Diagram
    no: Diagram
    depth: int


Diagram = Leaf | Node
Function = Callable[[list[Any]], Any]  # values of leaves in; a value or a Diagram out


class _TooWide(Exception):
    pass


class Diagrams:
    """The diagrams of one answer."""

    def __init__(self) -> None:
        self._leaves: dict[Hashable, Leaf] = {}
        self._nodes: dict[tuple[int, int, int], Node] = {}
        self._numbers: dict[Hashable, int] = {}
        self.atoms: list[Paths] = []
        self.tests: list[Test | None] = []
        self._visited = 0
        self.true, self.false = self.leaf(True), self.leaf(False)

    def leaf(self, value: Any) -> Leaf:
        """Return the one leaf of a value. Arrays and objects are told apart by identity, as JavaScript does."""
        key = self.key(value)
        if key not in self._leaves:
            self._leaves[key] = Leaf(value)
        return self._leaves[key]

    def key(self, value: Any) -> Hashable:
        """Return what tells values apart."""
        if isinstance(value, Term):
            return ("term", value.key)
        if isinstance(value, bool) or not isinstance(value, int | float | str | Fault):
            return ("is", id(value))  # kept alive by its leaf
        return (type(value).__name__ if isinstance(value, str | Fault) else "number", value)

    def atom(self, key: Hashable, paths: Paths, test: Test | None = None) -> Diagram:
        """Return the diagram that is true when the question ``key`` is answered yes; the same key is the same question."""
        number = self._numbers.setdefault(key, len(self.atoms))
        if number == len(self.atoms):
            self.atoms.append(paths)
            self.tests.append(test)
        return self.node(number, self.true, self.false)

    def tests_in(self, diagram: Diagram) -> list[Test | None]:
        """Return what the questions of a diagram ask by themselves."""
        atoms = {part.atom for part in self._parts(diagram) if isinstance(part, Node)}
        return [self.tests[atom] for atom in sorted(atoms)]

    def combine(self, arguments: Sequence[Diagram], function: Function) -> Diagram:
        """Return ``function`` of what the arguments are, for each way that the open questions may be answered."""
        if all(isinstance(one, Leaf) for one in arguments):
            return self._made(function([one.value for one in arguments if isinstance(one, Leaf)]))
        try:
            found = self._combined(list(arguments), function, {}, [PAIRS])
        except _TooWide:
            found = self._roughly(arguments, function)
        return self.blurred(found) if found.depth > DEEPEST else found

    def _roughly(self, arguments: Sequence[Diagram], function: Function) -> Diagram:
        """Combine what is left of the arguments when each is one question or one leaf."""
        few = len(arguments) <= FEW
        rough = [self.blurred(one) if few else self.flat(one) for one in arguments]
        return self._combined(rough, function, {}, None)

    def _combined(
        self, arguments: list[Diagram], function: Function, seen: dict, left: list[int] | None
    ) -> Diagram:
        key = tuple(map(id, arguments))
        if key in seen:
            return seen[key]
        nodes = [one for one in arguments if isinstance(one, Node)]
        if not nodes:
            found = self._made(function([one.value for one in arguments if isinstance(one, Leaf)]))
        else:
            self._visit(left, sum(one.depth for one in nodes))
            atom = min(one.atom for one in nodes)
            yes = self._combined([_given(one, atom, True) for one in arguments], function, seen, left)
            no = self._combined([_given(one, atom, False) for one in arguments], function, seen, left)
            found = self._choose(atom, yes, no, {})
        seen[key] = found
        return found

    def _visit(self, left: list[int] | None, depth: int) -> None:
        if left is None:  # a few parts only
            return
        left[0] -= 1
        self._visited += 1
        if left[0] < 0 or self._visited > TOTAL or depth > 3 * DEEPEST:
            raise _TooWide

    def _choose(self, atom: int, yes: Diagram, no: Diagram, seen: dict) -> Diagram:
        """Return the diagram that asks ``atom``, wherever the order puts that question between those of its parts."""
        yes, no = _given(yes, atom, True), _given(no, atom, False)
        if yes is no:
            return yes
        key = (id(yes), id(no))
        if key in seen:
            return seen[key]
        first = min(one.atom if isinstance(one, Node) else atom for one in (yes, no))
        if first >= atom:
            found = self.node(atom, yes, no)
        else:
            upper, lower = ((_given(yes, first, way), _given(no, first, way)) for way in (True, False))
            found = self.node(first, self._choose(atom, *upper, seen), self._choose(atom, *lower, seen))
        seen[key] = found
        return found

    def node(self, atom: int, yes: Diagram, no: Diagram) -> Diagram:
        """Return the one diagram with these parts; ``atom`` comes before all of theirs."""
        if yes is no:
            return yes
        key = (atom, id(yes), id(no))
        if key not in self._nodes:
            self._nodes[key] = Node(atom, yes, no, 1 + max(yes.depth, no.depth))
        return self._nodes[key]

    def _made(self, value: Any) -> Diagram:
        return value if isinstance(value, Leaf | Node) else self.leaf(value)

    def blurred(self, diagram: Diagram) -> Diagram:
        """Return one question for a diagram of truths, one leaf for any other."""
        if isinstance(diagram, Leaf) or not all(
            isinstance(leaf.value, bool) for leaf in self.leaves(diagram)
        ):
            return self.flat(diagram)
        return self.atom(("blurred", id(diagram)), self.paths(diagram))

    def flat(self, diagram: Diagram) -> Leaf:
        """Return one leaf for a whole diagram: what it depends on, and its truth where all its leaves agree on that."""
        if isinstance(diagram, Leaf):
            return diagram
        leaves = self.leaves(diagram)
        truths = {known_truth(leaf.value) for leaf in leaves}
        truth = truths.pop() if len(truths) == 1 else None
        boolish = truth is not None and all(as_good_as_bool(leaf.value) for leaf in leaves)
        return self.leaf(Term(("blurred", id(diagram)), self.paths(diagram), truth, boolish))

    def leaves(self, diagram: Diagram) -> list[Leaf]:
        """Return the leaves of a diagram, each once."""
        return [part for part in self._parts(diagram) if isinstance(part, Leaf)]

    def paths(self, diagram: Diagram) -> Paths:
        """Return what a diagram depends on, in the order in which its questions come up."""
        found: dict[str, None] = {}
        for part in self._parts(diagram):
            more = self.atoms[part.atom] if isinstance(part, Node) else paths_of([part.value])
            found |= dict.fromkeys(more)
        return tuple(found)

    def _parts(self, diagram: Diagram) -> list[Diagram]:
        found: dict[int, Diagram] = {}
        stack = [diagram]
        while stack:
            part = stack.pop()
            if id(part) not in found:
                found[id(part)] = part
                stack.extend([part.no, part.yes] if isinstance(part, Node) else [])
        return list(found.values())


def _given(diagram: Diagram, atom: int, answer: bool) -> Diagram:
    if isinstance(diagram, Node) and diagram.atom == atom:
        return diagram.yes if answer else diagram.no
    return diagram


def known_truth(value: Any) -> bool | None:
    """Return the truth of a leaf's value, None when it is not known."""
    if isinstance(value, Term):
        return value.truth
    if isinstance(value, Fault):
        return None
    return len(value) > 0 if isinstance(value, Row) else js.truthy(value)


def as_good_as_bool(value: Any) -> bool:
    """Return whether a value is true or false, or one that ``and`` and ``or`` hand on in place of it."""
    return isinstance(value, bool) or (isinstance(value, Term) and value.boolish)
