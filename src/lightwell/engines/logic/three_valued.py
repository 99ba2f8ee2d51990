"""Three-valued JsonLogic: known, or unknown with the dotted paths that can still matter, the next to ask first.

The answer is as the classic one would be for every completion of the data. ``and`` and ``or`` are Kleene's: an operand that
is not known counts as yes or no there, so a known false settles ``and`` whatever else is open, and a known true ``or``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

from lightwell.engines.logic import javascript as js
from lightwell.engines.logic import reading
from lightwell.engines.logic.diagrams import Diagram, Diagrams, Leaf, as_good_as_bool, known_truth
from lightwell.engines.logic.domains import Pruning, Test
from lightwell.engines.logic.javascript import UNDEFINED
from lightwell.engines.logic.limits import DEFAULT, Budget, Limits, LogicError, measure
from lightwell.engines.logic.open_operators import MANY, OPEN, READING
from lightwell.engines.logic.operators import OPERATORS, is_rule, operand, parts_of, unknown_operator
from lightwell.engines.logic.terms import Fault, Row, Term, closer, is_open, paths_of


@dataclass(frozen=True)
class Known:
    """The value is settled, whatever is still missing."""

    value: Any


@dataclass(frozen=True)
class Unknown:
    """The value depends on ``paths`` (never empty), of which the first is the one to ask next."""

    paths: list[str]


def evaluate3(rule: Any, data: Any = None, *, limits: Limits = DEFAULT) -> Known | Unknown:
    """Return what is known of a rule's value on data of which parts may still come; LogicError as ``evaluate`` raises it.

    Data that is null or not given means that nothing is known yet. What stands in the data is known as it is, null too.
    """
    measure(rule, limits, "The rule")
    measure(data, limits, "The data")
    try:
        return Answer({} if data is None else data, Budget(limits)).of(rule)
    except RecursionError:
        raise LogicError("The rule is nested too deep to be evaluated.")


class Answer:
    """One evaluation: the diagrams it builds and its budget."""

    def __init__(self, data: Any, budget: Budget) -> None:
        self.data, self.budget, self.diagrams = data, budget, Diagrams()
        self.origins = reading.origins_of(data)

    def of(self, rule: Any) -> Known | Unknown:
        found = self.diagrams.combine([self._decided(self.value(rule, self.data))], self._settled())
        found = Pruning(self.diagrams, found).pruned()
        if isinstance(found, Leaf) and not is_open(found.value):
            if isinstance(found.value, Fault):
                raise LogicError(found.value.message)
            return Known(js.plain(found.value))
        return Unknown(list(self.diagrams.paths(found)))

    def _decided(self, found: Diagram) -> Diagram:
        """Return a diagram whose open leaves stand below the question of their own truth, with the answer they got there."""
        terms = [leaf.value for leaf in self.diagrams.leaves(found) if isinstance(leaf.value, Term)]
        for term in [one for one in terms if one.truth is None][:MANY]:
            truth = self._asked(term)
            found = self.diagrams.combine([truth, found], _deciding(term))
        return found

    def _settled(self) -> Callable[[list[Any]], Any]:
        """Return a function that makes leaves one where they say the same: by content, and by truth where that is all."""
        said: dict[str, Leaf] = {}

        def settle(values: list[Any]) -> Any:
            (value,) = values
            if isinstance(value, Fault) or (is_open(value) and not as_good_as_bool(value)):
                return value
            same = known_truth(value) if is_open(value) else js.plain(value)
            return said.setdefault(json.dumps(same, sort_keys=True), self.diagrams.leaf(same))

        return settle

    # Parts of a rule

    def value(self, rule: Any, scope: Any) -> Diagram:
        self.budget.spend()
        if isinstance(rule, list):
            return self._row([self.value(one, scope) for one in rule])
        if not is_rule(rule):
            return self.diagrams.leaf(rule)
        name, given = parts_of(rule)
        lazy = _LAZY.get(name)
        return lazy(self, given, scope) if lazy else self._operate(name, given, scope)

    def _operate(self, name: str, given: list[Any], scope: Any) -> Diagram:
        operands = [self.value(one, scope) for one in given]
        if name not in OPERATORS:
            return self.diagrams.leaf(Fault(str(unknown_operator(name))))
        return self.diagrams.combine(operands, lambda values: self._operated(name, values, scope))

    def _operated(self, name: str, values: list[Any], scope: Any) -> Any:
        """Apply one operator to values of which some may be open."""
        self.budget.spend()
        fault = next((one for one in values if isinstance(one, Fault)), None)
        if fault is not None:
            return fault
        special = READING.get(name) or (OPEN.get(name) if any(map(is_open, values)) else None)
        try:
            if special:
                return special(self, values, scope)
            if any(map(is_open, values)):
                return self.term(name, values)
            self.budget.read(values)
            return self.budget.kept(OPERATORS[name](values, scope))
        except LogicError as error:
            if self.budget.left < 0:
                raise
            return Fault(str(error))

    def term(self, name: str, values: list[Any], truth: bool | None = None) -> Term:
        return Term((name, *map(self.key, values)), paths_of(values), truth)

    def key(self, value: Any) -> Hashable:
        if isinstance(value, Row):
            return ("row", *map(self.key, value))
        return self.diagrams.key(value.root if isinstance(value, Term) else self.diagrams.leaf(value).value)

    def _row(self, parts: list[Diagram]) -> Diagram:
        """Return the array of these elements, for each way that the questions in them may be answered."""
        if sum(part.depth for part in parts) > MANY:
            parts = [self.diagrams.flat(part) for part in parts]
        return self.diagrams.combine(parts, self.array)

    def array(self, values: list[Any]) -> Any:
        fault = next((one for one in values if isinstance(one, Fault)), None)
        if fault is not None:
            return fault
        return Row(values) if any(map(is_open, values)) else self.budget.kept(values)

    # Truth and choice

    def truth(self, diagram: Diagram) -> Diagram:
        return self.diagrams.combine([diagram], lambda values: self.truth_of(values[0]))

    def truth_of(self, value: Any) -> Any:
        if isinstance(value, Fault):
            return value
        known = known_truth(value)
        return self._asked(value) if known is None else known

    def _asked(self, term: Term) -> Diagram:
        """Return the question whether a term is true."""
        root = term.root
        test = Test(root.path, js.truthy) if root.path else None
        return self.diagrams.atom(root.key, term.paths, test)

    def select(self, condition: Diagram, then: Diagram, otherwise: Diagram) -> Diagram:
        """Return one diagram or the other by the truth of a condition; an error in the condition stays one."""

        def chosen(values: list[Any]) -> Any:
            truth, one, other = values
            if isinstance(truth, Term):  # a truth that was too wide to be kept
                return self.select(self._asked(truth), self.diagrams.leaf(one), self.diagrams.leaf(other))
            return truth if isinstance(truth, Fault) else one if truth else other

        return self.diagrams.combine([condition, then, otherwise], chosen)

    def branch(self, given: list[Any], scope: Any) -> Diagram:
        """``if``: only what can be reached is evaluated."""
        asked: list[tuple[Diagram, Diagram]] = []
        for place in range(0, len(given) - 1, 2):
            condition = self.truth(self.value(given[place], scope))
            if condition is self.diagrams.false:
                continue
            asked.append((condition, self.value(given[place + 1], scope)))
            if condition is self.diagrams.true:
                break
        else:
            last = self.value(given[-1], scope) if len(given) % 2 else self.diagrams.leaf(None)
            asked.append((self.diagrams.true, last))
        return self._folded(asked)

    def until(self, given: list[Any], scope: Any, *, stop: bool) -> Diagram:
        """``and`` and ``or``: the first operand whose truth is ``stop``, else the last."""
        asked: list[tuple[Diagram, Diagram]] = []
        settled = self.diagrams.true if stop else self.diagrams.false
        for one in given:
            found = self.value(one, scope)
            truth = self.truth(found)
            asked.append((self._stops(truth, stop), self._handed_on(found, stop)))
            if truth is settled:
                break
        if not asked:
            return self.diagrams.leaf(UNDEFINED)
        asked[-1] = (self.diagrams.true, found)
        return self._folded(asked)

    def _folded(self, asked: list[tuple[Diagram, Diagram]]) -> Diagram:
        """Return the first value whose condition holds; the last condition is true."""
        found = asked[-1][1]
        for condition, value in reversed(asked[:-1]):
            found = self.select(condition, value, found)
        return found

    def _stops(self, truth: Diagram, stop: bool) -> Diagram:
        return truth if stop else self.negated(truth)

    def negated(self, truth: Diagram) -> Diagram:
        return self.select(truth, self.diagrams.false, self.diagrams.true)

    def _handed_on(self, diagram: Diagram, truth: bool) -> Diagram:
        """Return a diagram where its truth has been decided to be ``truth``."""
        return self.diagrams.combine(
            [diagram], lambda values: closer(values[0], truth) if isinstance(values[0], Term) else values[0]
        )

    # Arrays

    def _over(self, given: list[Any], scope: Any, function: Callable[[Any], Any]) -> Diagram:
        """Apply ``function`` to the array that is the first operand: a list, a Row, or a Term."""
        found = self.value(given[0], scope) if given else self.diagrams.leaf(UNDEFINED)

        def each(values: list[Any]) -> Any:
            (value,) = values
            if isinstance(value, Fault):
                return value
            return function(value if isinstance(value, list | Row | Term) else [])

        return self.diagrams.combine([found], each)

    def inner(self, given: list[Any], element: Any) -> Diagram:
        rule = operand(given, 1)
        return self.diagrams.leaf(UNDEFINED) if rule is UNDEFINED else self.value(rule, element)

    def mapped(self, given: list[Any], scope: Any) -> Diagram:
        def over(value: Any) -> Any:
            if isinstance(value, Term):
                return self._scoped("map", value, given)
            return self._row([self.inner(given, one) for one in value])

        return self._over(given, scope, over)

    def filtered(self, given: list[Any], scope: Any) -> Diagram:
        def over(value: Any) -> Any:
            if isinstance(value, Term):
                return self._scoped("filter", value, given)
            truths = [self.truth(self.inner(given, one)) for one in value]
            if sum(truth.depth for truth in truths) > MANY:
                truths = [self.diagrams.flat(truth) for truth in truths]
                if any(is_open(truth.value) for truth in truths if isinstance(truth, Leaf)):
                    return Term(("filtered", *map(id, truths)), self.paths(truths))
            return self.diagrams.combine(truths, lambda kept: self.kept(value, kept))

        return self._over(given, scope, over)

    def kept(self, values: Any, kept: list[Any]) -> Any:
        """Return the values whose truth beside them is true, as an array."""
        fault = next((one for one in kept if isinstance(one, Fault)), None)
        if fault is None and any(isinstance(one, Term) for one in kept):
            return self.term("kept", [Row(values), *kept])
        return fault or self.array([one for one, keep in zip(values, kept, strict=True) if keep])

    def paths(self, diagrams: list[Diagram]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(path for one in diagrams for path in self.diagrams.paths(one)))

    def reduced(self, given: list[Any], scope: Any) -> Diagram:
        first = self.value(given[2], scope) if len(given) > 2 else self.diagrams.leaf(None)

        def over(value: Any) -> Any:
            if isinstance(value, Term):
                return self._scoped("reduce", value, given)
            found = first
            for one in value:
                found = self.diagrams.combine([found], self._reducing(given, one))
            return found

        return self._over(given, scope, over)

    def _reducing(self, given: list[Any], current: Any) -> Callable[[list[Any]], Any]:
        def step(values: list[Any]) -> Any:
            (accumulator,) = values
            if isinstance(accumulator, Fault):
                return accumulator
            return self.inner(given, reading.Scope(current=current, accumulator=accumulator))

        return step

    def quantified(self, given: list[Any], scope: Any, *, stop: bool, empty: bool, stopped: bool) -> Diagram:
        """``all``, ``some`` and ``none``: ``stopped`` when the truth of an element's rule is ``stop``, of none ``empty``."""

        def over(value: Any) -> Any:
            if isinstance(value, Term):
                return self.diagrams.atom(
                    ("any" if stop else "all", value.root.key, id(operand(given, 1))), value.paths
                )
            if not value:
                return empty
            truths = [self.truth(self.inner(given, one)) for one in value]
            found: Diagram = self.diagrams.leaf(not stopped)
            for truth in reversed(truths):
                found = self.select(self._stops(truth, stop), self.diagrams.leaf(stopped), found)
            return found

        return self._over(given, scope, over)

    def _scoped(self, name: str, value: Term, given: list[Any]) -> Term:
        return Term((name, value.root.key, *map(id, given[1:])), value.paths)


def _deciding(term: Term) -> Callable[[list[Any]], Any]:
    return lambda values: closer(term, values[0]) if values[1] is term else values[1]


_LAZY: dict[str, Callable[[Answer, list[Any], Any], Diagram]] = {
    "if": Answer.branch,
    "?:": Answer.branch,
    "and": lambda answer, given, scope: answer.until(given, scope, stop=False),
    "or": lambda answer, given, scope: answer.until(given, scope, stop=True),
    "filter": Answer.filtered,
    "map": Answer.mapped,
    "reduce": Answer.reduced,
    "all": lambda answer, given, scope: answer.quantified(
        given, scope, stop=False, empty=False, stopped=False
    ),
    "some": lambda answer, given, scope: answer.quantified(
        given, scope, stop=True, empty=False, stopped=True
    ),
    "none": lambda answer, given, scope: answer.quantified(
        given, scope, stop=True, empty=True, stopped=False
    ),
}
