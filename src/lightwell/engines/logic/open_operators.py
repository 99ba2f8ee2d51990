"""Operators on operands of which some are not known, where more can be said than that the result is not known either.

Each takes the answer in the making, the operands (JSON values, Terms, Rows) and the scope, and gives a value or a diagram.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from lightwell.engines.logic import javascript as js
from lightwell.engines.logic import reading
from lightwell.engines.logic.diagrams import Diagram
from lightwell.engines.logic.domains import Test, comparable
from lightwell.engines.logic.operators import OPERATORS, is_missing, keys_of, operand, path_of
from lightwell.engines.logic.terms import Row, Term, is_open, paths_of

if TYPE_CHECKING:
    from lightwell.engines.logic.three_valued import Answer

Special = Callable[["Answer", list[Any], Any], Any]
MANY = 8  # open questions in an array before its elements are taken as they are, each by itself
_CONTRARY = {"!=": "==", "!==": "==="}
_MIRRORED = {">": "<", ">=": "<="}


def read(answer: Answer, values: list[Any], scope: Any) -> Any:
    """``var``: what is read of data that may still come."""
    if is_open(operand(values, 0)):
        return answer.term("var", [values[0]])
    absent = values[1] if len(values) > 1 else None
    return reading.read(scope, path_of(values), absent, answer.origins)


def missing(answer: Answer, values: list[Any], scope: Any) -> Any:
    """``missing``: whether data that is not there will be missing is a question of its own."""
    if any(map(is_open, values)):
        return answer.term("missing", values)
    return _missing(answer, keys_of(values), scope, lambda found, keys: answer.kept(keys, found))


def missing_some(answer: Answer, values: list[Any], scope: Any) -> Any:
    """``missing_some``: settled as soon as enough is there."""
    if any(map(is_open, values)):
        return answer.term("missing_some", values)
    need, options = operand(values, 0), operand(values, 1)
    if not isinstance(options, list):
        return OPERATORS["missing_some"](values, scope)

    def enough(found: list[Any], keys: list[Any]) -> Any:
        if any(isinstance(one, Term) for one in found):
            return answer.term("missing_some", [need, *found])
        return [] if found.count(False) >= js.to_number(need) else answer.kept(keys, found)

    return _missing(answer, options, scope, enough)


def _missing(
    answer: Answer, keys: list[Any], scope: Any, function: Callable[[list[Any], list[Any]], Any]
) -> Any:
    absent = [_is_missing(answer, key, scope) for key in keys]
    if sum(one.depth for one in absent) > MANY:
        return Term(("missing", *map(id, absent)), answer.paths(absent))
    return answer.diagrams.combine(absent, lambda found: function(found, keys))


def _is_missing(answer: Answer, key: Any, scope: Any) -> Diagram:
    found = read(answer, key if isinstance(key, list) else [key], scope)
    if isinstance(found, Term):
        test = Test(found.root.path, is_missing) if found.root.path else None
        return answer.diagrams.atom(("missing", found.root.key), found.paths, test)
    return answer.diagrams.leaf(is_missing(found))


def compared(answer: Answer, name: str, values: list[Any]) -> Any:
    """A comparison of something open is a question; the same comparison is the same question, its contrary the contrary."""
    one, other = operand(values, 0), operand(values, 1)
    if name in _CONTRARY:
        return answer.negated(made(answer, compared(answer, _CONTRARY[name], values)))
    if name in _MIRRORED:
        return compared(answer, _MIRRORED[name], [other, one])
    if name in ("<", "<=") and len(values) > 2:
        both = [made(answer, _plainly(answer, name, pair)) for pair in ([one, other], [other, values[2]])]
        return answer.select(both[0], both[1], answer.diagrams.false)
    return _question(answer, name, one, other)


def _plainly(answer: Answer, name: str, pair: list[Any]) -> Any:
    return compared(answer, name, pair) if any(map(is_open, pair)) else OPERATORS[name](pair, None)


def _question(answer: Answer, name: str, one: Any, other: Any) -> Any:
    keys = [answer.key(one), answer.key(other)]
    if name in ("==", "==="):
        if keys[0] == keys[1] and isinstance(one, Term) and one.root.path is not None:
            return True  # a piece of data is equal to itself
        if name == "===" and any(isinstance(value, Row) for value in (one, other)):
            return False  # a new array is nothing else
        keys.sort(key=repr)
    return answer.diagrams.atom((name, *keys), paths_of([one, other]), _test(name, one, other))


def _test(name: str, one: Any, other: Any) -> Test | None:
    """Return what a comparison asks of a piece of data, when it is compared with a constant."""
    operator = OPERATORS[name]
    if isinstance(one, Term) and one.root.path and not is_open(other) and comparable(name, other):
        return Test(one.root.path, lambda value: operator([value, other], None), (other,))
    if isinstance(other, Term) and other.root.path and not is_open(one) and comparable(name, one):
        return Test(other.root.path, lambda value: operator([one, value], None), (one,))
    return None


def made(answer: Answer, value: Any) -> Diagram:
    """Return a truth as a diagram."""
    return answer.diagrams.leaf(value) if isinstance(value, bool) else value


def _contained(answer: Answer, values: list[Any], _scope: Any) -> Any:
    """``in``: an array is searched element by element, so that one that is known can settle it."""
    needle, holder = operand(values, 0), operand(values, 1)
    if isinstance(holder, Term) or (isinstance(holder, str) and holder):
        return answer.diagrams.atom(("in", answer.key(needle), answer.key(holder)), paths_of(values))
    elements = holder if isinstance(holder, list | Row) else []
    same = [made(answer, _plainly(answer, "===", [needle, one])) for one in elements]
    found: Diagram = answer.diagrams.false
    for truth in reversed(same):
        found = answer.select(truth, answer.diagrams.true, found)
    return found


def _joined(answer: Answer, values: list[Any], _scope: Any) -> Any:
    return answer.term("cat", values, True if any(isinstance(one, str) and one for one in values) else None)


def _merged(answer: Answer, values: list[Any], _scope: Any) -> Any:
    if any(isinstance(one, Term) for one in values):
        return answer.term("merge", values)
    return answer.array([part for one in values for part in (one if isinstance(one, list | Row) else [one])])


def _comparison(name: str) -> Special:
    return lambda answer, values, _scope: compared(answer, name, values)


READING: dict[str, Special] = {"var": read, "missing": missing, "missing_some": missing_some}
OPEN: dict[str, Special] = {
    **{name: _comparison(name) for name in ("==", "===", "!=", "!==", "<", "<=", ">", ">=")},
    "!": lambda answer, values, _scope: answer.negated(made(answer, answer.truth_of(operand(values, 0)))),
    "!!": lambda answer, values, _scope: answer.truth_of(operand(values, 0)),
    "in": _contained,
    "cat": _joined,
    "merge": _merged,
    "log": lambda _answer, values, _scope: operand(values, 0),
}
