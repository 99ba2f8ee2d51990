"""Rules and data that nobody wrote: strategies for hypothesis, and what a rule gives under every completion."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

from lightwell.engines.logic import LogicError, evaluate

PATHS = ("a", "b", "c", "d.e", "d.f")
SMALL = (True, False, 0, 1, 2, "", "1", "x", None, [])
BOOLEANS = (True, False)

scalars = st.one_of(
    st.none(), st.booleans(), st.integers(-3, 3), st.sampled_from(["", "0", "1", "x", "ab"]), st.floats(-2, 2)
)
json_values = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text()
    ),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=20,
)
NAMES = (
    "var", "missing", "missing_some", "==", "===", "!=", "!==", "<", "<=", ">", ">=", "!", "!!", "%", "/", "-", "+", "*",
    "min", "max", "in", "cat", "substr", "merge", "log", "if", "?:", "and", "or", "filter", "map", "reduce", "all", "none",
    "some",
)  # fmt: skip
variables = st.sampled_from(PATHS).map(lambda path: {"var": path})


def operation(names: tuple[str, ...], operands: Any, least: int, most: int) -> Any:
    many = st.lists(operands, min_size=least, max_size=most)
    return st.tuples(st.sampled_from(names), many).map(lambda pair: {pair[0]: pair[1]})


def deeper(inner: Any) -> Any:
    """Rules as people write them: every operator, sensible numbers of operands."""
    return st.one_of(
        operation(("and", "or", "+", "cat", "merge", "max", "min"), inner, 1, 3),
        operation(("if", "?:"), inner, 2, 4),
        operation(("==", "===", "!=", "!==", "<", "<=", ">", ">=", "in", "-", "/", "%", "*"), inner, 2, 2),
        operation(("<", "<="), inner, 3, 3),
        operation(("!", "!!"), inner, 1, 1),
        st.lists(st.sampled_from(PATHS), min_size=1, max_size=3).map(lambda keys: {"missing": keys}),
        st.tuples(st.integers(0, 3), st.lists(st.sampled_from(PATHS), max_size=3)).map(
            lambda pair: {"missing_some": [*pair]}
        ),
        st.lists(inner, max_size=3),
        st.tuples(
            st.sampled_from(("map", "filter", "all", "some", "none")),
            st.lists(inner, max_size=3),
            inner_rules,
        ).map(lambda parts: {parts[0]: [parts[1], parts[2]]}),
    )


elements = st.sampled_from(
    [{"var": ""}, {"!": {"var": ""}}, {"==": [{"var": ""}, 1]}, {">": [{"var": ""}, 0]}, True, 1]
)
inner_rules = elements
rules = st.recursive(st.one_of(scalars, variables, variables), deeper, max_leaves=14)

conditions = st.recursive(  # as offices write them: comparisons joined by and, or, not, if
    st.one_of(
        variables.map(lambda one: {"!!": [one]}),
        operation(("==", "===", "<", ">="), st.one_of(variables, st.integers(0, 2)), 2, 2),
        st.booleans(),
    ),
    lambda inner: st.one_of(
        operation(("and", "or"), inner, 1, 3), operation(("!",), inner, 1, 1), operation(("if",), inner, 3, 3)
    ),
    max_leaves=8,
)
choices = st.recursive(  # over answers that are yes or no
    st.one_of(st.sampled_from("abcd").map(lambda path: {"var": path}), st.booleans()),
    lambda inner: st.one_of(
        operation(("and", "or"), inner, 1, 3), operation(("!",), inner, 1, 1), operation(("if",), inner, 3, 3)
    ),
    max_leaves=8,
)


def completed(data: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """The data with a value at one more path."""
    head, _dot, rest = path.partition(".")
    return {**data, head: completed(data.get(head, {}), rest, value) if rest else value}


def absent(data: dict[str, Any]) -> list[str]:
    """Those of the paths at which the data has nothing yet, and could have."""
    open_here = isinstance(data.get("d", {}), dict)
    return [
        p for p in PATHS if (p not in data if "." not in p else open_here and p[2:] not in data.get("d", {}))
    ]


def outcome(rule: Any, data: Any) -> Any:
    """What classic JsonLogic gives, an error by name."""
    try:
        return evaluate(rule, data)
    except LogicError:
        return LogicError


def completions(data: dict[str, Any], paths: list[str], domain: tuple[Any, ...]) -> Iterator[dict[str, Any]]:
    """The data with every choice of values from a domain at these paths."""
    for values in itertools.product(domain, repeat=len(paths)):
        found = data
        for path, value in zip(paths, values, strict=True):
            found = completed(found, path, value)
        yield found
