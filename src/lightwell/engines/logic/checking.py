"""Whether a rule can be evaluated at all, said before anybody depends on it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lightwell.engines.logic.limits import DEFAULT, Limits, LogicError, measure
from lightwell.engines.logic.operators import LAZY, OPERATORS, is_rule, parts_of, unknown_operator

SCOPED = frozenset({"filter", "map", "reduce", "all", "none", "some"})
READING = frozenset({"var", "missing", "missing_some"})


def check(rule: Any, *, limits: Limits = DEFAULT) -> None:
    """Raise LogicError when some part of a rule names no operator, or the rule is beyond the limits."""
    measure(rule, limits, "The rule")
    for name, given in _operations(rule):
        if name not in OPERATORS and name not in LAZY:
            raise unknown_operator(name)
        if name in SCOPED and len(given) < 2:
            raise LogicError(f"{name} needs an array and a rule for its elements.")


def paths_read(rule: Any) -> list[str]:
    """Return the dotted paths that stand literally in a rule and are read from the data itself, in their order.

    What ``map`` and its like read of their elements is left out, and so is what is computed.
    """
    found: dict[str, None] = {}
    for name, given in _operations(rule, outside=True):
        if name in READING:
            words = given[1:] if name == "missing_some" else given[:1] if name == "var" else given
            found |= dict.fromkeys(_texts(words))
    return list(found)


def _texts(values: list[Any]) -> Iterator[str]:
    for one in values:
        if isinstance(one, str) and one:
            yield one
        elif isinstance(one, list):
            yield from _texts(one)


def _operations(rule: Any, *, outside: bool = False) -> Iterator[tuple[str, list[Any]]]:
    """Yield every operation of a rule with its operands; ``outside`` leaves out the rules for elements."""
    stack = [rule]
    while stack:
        part = stack.pop()
        if isinstance(part, list):
            stack.extend(reversed(part))
        elif is_rule(part):
            name, given = parts_of(part)
            yield name, given
            inner = [*given[:1], *given[2:]] if outside and name in SCOPED else given
            stack.extend(reversed(inner))
