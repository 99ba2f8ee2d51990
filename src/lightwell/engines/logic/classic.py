"""Classic JsonLogic: what json-logic-js answers, within limits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lightwell.engines.logic import javascript as js
from lightwell.engines.logic.javascript import UNDEFINED
from lightwell.engines.logic.limits import DEFAULT, Budget, Limits, LogicError, measure
from lightwell.engines.logic.operators import OPERATORS, is_rule, operand, parts_of, unknown_operator


def evaluate(rule: Any, data: Any = None, *, limits: Limits = DEFAULT) -> Any:
    """Return what a rule gives on data (both JSON values); LogicError for an undefined operator or a limit that is met.

    Data that is not there is null, as classic JsonLogic has it; NaN and infinities come out as null, as JSON has it.
    """
    measure(rule, limits, "The rule")
    measure(data, limits, "The data")
    try:
        return js.plain(_Run(Budget(limits)).value(rule, data))
    except RecursionError:
        raise LogicError("The rule is nested too deep to be evaluated.")


class _Run:
    """One evaluation with its budget."""

    def __init__(self, budget: Budget) -> None:
        self.budget = budget

    def value(self, rule: Any, scope: Any) -> Any:
        self.budget.spend()
        if isinstance(rule, list):
            return self.budget.kept([self.value(one, scope) for one in rule])
        if not is_rule(rule):
            return rule
        name, given = parts_of(rule)
        lazy = _LAZY.get(name)
        return lazy(self, given, scope) if lazy else self._operate(name, given, scope)

    def _operate(self, name: str, given: list[Any], scope: Any) -> Any:
        operator = OPERATORS.get(name)
        if operator is None:
            raise unknown_operator(name)
        values = [self.value(one, scope) for one in given]
        self.budget.read(values)
        return self.budget.kept(operator(values, scope)) if name not in _PASSING else operator(values, scope)

    def branch(self, given: list[Any], scope: Any) -> Any:
        for place in range(0, len(given) - 1, 2):
            if js.truthy(self.value(given[place], scope)):
                return self.value(given[place + 1], scope)
        return self.value(given[-1], scope) if len(given) % 2 else None

    def until(self, given: list[Any], scope: Any, *, stop: bool) -> Any:
        """``and`` and ``or``: the first operand whose truth is ``stop``, else the last."""
        found: Any = UNDEFINED
        for one in given:
            found = self.value(one, scope)
            if js.truthy(found) is stop:
                break
        return found

    def elements(self, given: list[Any], scope: Any) -> list[Any]:
        found = self.value(given[0], scope) if given else UNDEFINED
        return found if isinstance(found, list) else []

    def each(self, given: list[Any], element: Any) -> Any:
        """Evaluate the inner rule with an element as its data."""
        inner = operand(given, 1)
        return UNDEFINED if inner is UNDEFINED else self.value(inner, element)

    def filtered(self, given: list[Any], scope: Any) -> list[Any]:
        kept = [one for one in self.elements(given, scope) if js.truthy(self.each(given, one))]
        return self.budget.kept(kept)

    def mapped(self, given: list[Any], scope: Any) -> list[Any]:
        return self.budget.kept([self.each(given, one) for one in self.elements(given, scope)])

    def reduced(self, given: list[Any], scope: Any) -> Any:
        found = self.value(given[2], scope) if len(given) > 2 else None
        for one in self.elements(given, scope):
            found = self.each(given, {"current": one, "accumulator": found})
        return found

    def every(self, given: list[Any], scope: Any) -> bool:
        """``all``, which JsonLogic holds to be false of an empty array."""
        elements = self.elements(given, scope)
        return bool(elements) and all(js.truthy(self.each(given, one)) for one in elements)

    def some(self, given: list[Any], scope: Any) -> bool:
        return any(js.truthy(self.each(given, one)) for one in self.elements(given, scope))


_PASSING = frozenset({"var", "log"})  # make nothing new
_LAZY: dict[str, Callable[[_Run, list[Any], Any], Any]] = {
    "if": _Run.branch,
    "?:": _Run.branch,
    "and": lambda run, given, scope: run.until(given, scope, stop=False),
    "or": lambda run, given, scope: run.until(given, scope, stop=True),
    "filter": _Run.filtered,
    "map": _Run.mapped,
    "reduce": _Run.reduced,
    "all": _Run.every,
    "some": _Run.some,
    "none": lambda run, given, scope: not run.some(given, scope),
}
