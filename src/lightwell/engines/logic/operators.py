"""The operators whose operands are all evaluated first: ``OPERATORS[name](operands, scope)`` on JSON values."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import reduce
from typing import Any

from lightwell.engines.logic import javascript as js
from lightwell.engines.logic.javascript import UNDEFINED
from lightwell.engines.logic.limits import LogicError

Operator = Callable[[list[Any], Any], Any]


def operand(values: list[Any], place: int) -> Any:
    """Return an operand, undefined when there are fewer."""
    return values[place] if place < len(values) else UNDEFINED


def step(value: Any, key: str) -> Any:
    """Return what lies one step down under ``key``: undefined when there is nothing."""
    if isinstance(value, dict):
        return value.get(key, UNDEFINED)
    if isinstance(value, list | str):
        if key == "length":
            return len(value)
        if key.isascii() and key.isdigit() and len(key) < 10 and str(int(key)) == key:
            return operand(value, int(key))  # type: ignore[arg-type]
    return UNDEFINED


def path_of(values: list[Any]) -> str | None:
    """Return the dotted path that ``var`` is asked for; None for the data as a whole."""
    asked = operand(values, 0)
    return None if asked is UNDEFINED or asked is None or asked == "" else js.to_string(asked)


def var(values: list[Any], scope: Any) -> Any:
    """Return the value at a dotted path, the second operand (else null) when there is none."""
    path = path_of(values)
    if path is None:
        return scope
    absent = values[1] if len(values) > 1 else None
    found = scope
    for key in path.split("."):
        if found is None:
            return absent
        found = step(found, key)
        if found is UNDEFINED:
            return absent
    return found


def keys_of(values: list[Any]) -> list[Any]:
    """Return the paths that ``missing`` is asked about: its operands, or the one array that it was given."""
    return values[0] if values and isinstance(values[0], list) else values


def is_missing(value: Any) -> bool:
    return value is None or value is UNDEFINED or (isinstance(value, str) and value == "")


def missing(values: list[Any], scope: Any) -> list[Any]:
    """Return those of the paths that lead to nothing, null or an empty text."""
    asked = [(key, key if isinstance(key, list) else [key]) for key in keys_of(values)]
    return [key for key, operands in asked if is_missing(var(operands, scope))]


def missing_some(values: list[Any], scope: Any) -> list[Any]:
    """Return an empty array when at least so many of the paths are there, else those that are missing."""
    need, options = operand(values, 0), operand(values, 1)
    if options is UNDEFINED or options is None:
        raise LogicError("missing_some needs a number and an array of paths.")
    found = missing([options], scope)
    there = len(options) - len(found) if isinstance(options, list | str) else math.nan
    return [] if there >= js.to_number(need) else found


def _less(values: list[Any], *, or_equal: bool) -> bool:
    """Return ``a < b``, with a third operand ``a < b < c``."""
    pairs = (
        zip(values, values[1:3], strict=False)
        if len(values) > 2
        else [(operand(values, 0), operand(values, 1))]
    )
    return all(js.less_than(one, other, or_equal=or_equal) for one, other in pairs)


def contained(values: list[Any], _scope: Any) -> bool:
    """``in``: an element of an array, or a part of a text."""
    needle, holder = operand(values, 0), operand(values, 1)
    if isinstance(holder, list):
        return any(js.strictly_equal(needle, one) for one in holder)
    return isinstance(holder, str) and holder != "" and js.to_string(needle) in holder


def substring(values: list[Any], _scope: Any) -> str:
    """``substr``: a negative start counts from the end, a negative length leaves out so many at the end."""
    text = js.to_string(operand(values, 0))
    start = _whole(operand(values, 1), 0)
    tail = text[max(0, len(text) + start) if start < 0 else start :]
    length = operand(values, 2)
    if length is UNDEFINED:
        return tail
    count = _whole(length, 0)
    return tail[: max(0, len(tail) + count) if count < 0 else count]


def _whole(value: Any, absent: int) -> int:
    number = js.to_number(value)
    return absent if math.isnan(number) else int(max(-(2**53), min(2**53, number)))


def _remainder(one: float, other: float) -> float:
    return math.nan if other == 0 or math.isinf(one) else math.fmod(one, other)


def _quotient(one: float, other: float) -> float:
    if other != 0:
        return one / other
    sign = math.copysign(1, one) * math.copysign(1, other)
    return math.nan if one == 0 or math.isnan(one) else sign * math.inf


def _difference(values: list[Any], _scope: Any) -> float:
    if operand(values, 1) is UNDEFINED:
        return -js.to_number(operand(values, 0))
    return js.to_number(values[0]) - js.to_number(values[1])


def _sum(values: list[Any], _scope: Any) -> float:
    return sum((js.parse_float(one) for one in values), 0.0)


def _product(values: list[Any], _scope: Any) -> Any:
    if not values:
        raise LogicError("* needs at least one operand.")
    return reduce(lambda one, other: js.parse_float(one) * js.parse_float(other), values)


def _extreme(choose: Callable[..., float], empty: float) -> Operator:
    def found(values: list[Any], _scope: Any) -> float:
        numbers = [js.to_number(one) for one in values]
        return math.nan if any(map(math.isnan, numbers)) else choose(numbers, default=empty)

    return found


def _merged(values: list[Any], _scope: Any) -> list[Any]:
    return [part for one in values for part in (one if isinstance(one, list) else [one])]


def _of_two(function: Callable[[Any, Any], Any]) -> Operator:
    return lambda values, _scope: function(operand(values, 0), operand(values, 1))


def _of_numbers(function: Callable[[float, float], float]) -> Operator:
    return _of_two(lambda one, other: function(js.to_number(one), js.to_number(other)))


OPERATORS: dict[str, Operator] = {
    "var": var,
    "missing": missing,
    "missing_some": missing_some,
    "==": _of_two(js.loosely_equal),
    "===": _of_two(js.strictly_equal),
    "!=": _of_two(lambda one, other: not js.loosely_equal(one, other)),
    "!==": _of_two(lambda one, other: not js.strictly_equal(one, other)),
    "<": lambda values, _scope: _less(values, or_equal=False),
    "<=": lambda values, _scope: _less(values, or_equal=True),
    ">": _of_two(lambda one, other: js.less_than(other, one)),
    ">=": _of_two(lambda one, other: js.less_than(other, one, or_equal=True)),
    "!": lambda values, _scope: not js.truthy(operand(values, 0)),
    "!!": lambda values, _scope: js.truthy(operand(values, 0)),
    "%": _of_numbers(_remainder),
    "/": _of_numbers(_quotient),
    "-": _difference,
    "+": _sum,
    "*": _product,
    "min": _extreme(min, math.inf),
    "max": _extreme(max, -math.inf),
    "in": contained,
    "cat": lambda values, _scope: js.joined(values, ""),
    "substr": substring,
    "merge": _merged,
    "log": lambda values, _scope: operand(values, 0),  # the console is not ours to write to
}
LAZY = frozenset({"if", "?:", "and", "or", "filter", "map", "reduce", "all", "none", "some"})


def is_rule(value: Any) -> bool:
    """Return whether a value is an operation: an object with exactly one key."""
    return isinstance(value, dict) and len(value) == 1


def parts_of(rule: dict[str, Any]) -> tuple[str, list[Any]]:
    """Return the operator of an operation and its operands, one operand without its brackets included."""
    ((name, given),) = rule.items()
    return name, given if isinstance(given, list) else [given]


def unknown_operator(name: str) -> LogicError:
    """Return the error for an operator that does not exist."""
    return LogicError(
        f"There is no operator {name[:40]!r}. There are: {', '.join([*OPERATORS, *sorted(LAZY)])}."
    )
