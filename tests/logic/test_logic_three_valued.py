"""What is known holds under every completion; what is asked can still matter; what cannot is not asked."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from logic_rules import (
    BOOLEANS,
    PATHS,
    SMALL,
    absent,
    choices,
    completions,
    conditions,
    json_values,
    outcome,
    rules,
    scalars,
)

from lightwell.engines.logic import (
    Known,
    LogicError,
    Unknown,
    diagrams,
    evaluate,
    evaluate3,
    open_operators,
    three_valued,
)
from lightwell.engines.logic import javascript as js
from lightwell.engines.logic.domains import comparable, values_for
from lightwell.engines.logic.operators import is_missing

some_data = st.fixed_dictionaries(
    {},
    optional={
        "a": scalars,
        "b": scalars,
        "c": scalars,
        "d": st.fixed_dictionaries({}, optional={"e": scalars}),
    },
)


@pytest.mark.parametrize(
    ("rule", "data", "answer"),
    [
        ({"var": "a"}, {}, Unknown(["a"])),
        ({"var": "a"}, None, Unknown(["a"])),
        ({"var": ["a", 5]}, {}, Unknown(["a"])),
        ({"var": "a"}, {"a": None}, Known(None)),
        ({"var": "a.b.c"}, {"a": {}}, Unknown(["a.b.c"])),
        ({"var": "a.b"}, {"a": 5}, Known(None)),
        ({"and": [{"var": "a"}, {"var": "b"}]}, {"b": False}, Known(False)),
        ({"and": [{"var": "a"}, {"var": "b"}]}, {"a": True}, Unknown(["b"])),
        ({"and": [{"var": "a"}, {"var": "b"}, {"var": "c"}]}, {"b": True}, Unknown(["a", "c"])),
        ({"or": [{"var": "a"}, {"var": "b"}]}, {"b": True}, Known(True)),
        ({"or": [{"var": "a"}, {"!": {"var": "a"}}]}, {}, Known(True)),
        ({"and": [{"==": [{"var": "a"}, 1]}, {"!=": [{"var": "a"}, 1]}]}, {}, Known(False)),
        ({"if": [{"var": "a"}, "same", "same"]}, {}, Known("same")),
        ({"if": [{"var": "a"}, [1, {"b": 2, "c": 3}], [1, {"c": 3, "b": 2}]]}, {}, Known([1, {"b": 2, "c": 3}])),
        ({"if": [{"var": "a"}, {"var": "b"}, {"var": "b"}]}, {}, Unknown(["b"])),
        ({"if": [{"var": "a"}, 1, {"var": "b"}, 1, 2]}, {}, Unknown(["a", "b"])),
        ({"if": [{"var": "a"}, 1, {"var": "b"}, 1, 1]}, {}, Known(1)),
        ({"<": [{"if": [{"var": "resident"}, 50, 100]}, 200]}, {}, Known(True)),
        ({"or": [{"and": [{"var": "a"}, {"var": "b"}]}, {"and": [{"var": "a"}, {"!": {"var": "b"}}]}]}, {}, Unknown(["a"])),
        ({"in": [{"var": "x"}, []]}, {}, Known(False)),
        ({"in": ["a", ["a", {"var": "x"}]]}, {}, Known(True)),
        ({"in": [{"var": "x"}, ["a", "b"]]}, {}, Unknown(["x"])),
        ({"!!": [[1, {"var": "x"}]]}, {}, Known(True)),
        ({"!!": [{"cat": ["a", {"var": "x"}]}]}, {}, Known(True)),
        ({"==": [{"var": "x"}, {"var": "x"}]}, {}, Known(True)),
        ({"missing": ["a", "b"]}, {"a": 1}, Unknown(["b"])),
        ({"missing": ["a"]}, {"a": ""}, Known(["a"])),
        ({"missing_some": [1, ["a", "b"]]}, {"a": 1}, Known([])),
        ({"missing_some": [1, ["a", "b"]]}, {"c": 1}, Unknown(["a", "b"])),
        ({"some": [{"var": "items"}, {">": [{"var": "qty"}, 1]}]}, {"items": [{}, {"qty": 2}]}, Known(True)),
        ({"all": [{"var": "items"}, {">": [{"var": "qty"}, 1]}]}, {"items": [{}, {"qty": 2}]}, Unknown(["items.0.qty"])),
        ({"map": [{"var": "items"}, {"var": "qty"}]}, {"items": [{"qty": 1}, {}]}, Unknown(["items.1.qty"])),
        ({"map": [[{"a": 1, "c": 2}, {"b": 2, "c": 3}], {"var": "a"}]}, {}, Known([1, None])),
        ({"reduce": [[1, 2], {"+": [{"var": "current"}, {"var": "accumulator"}]}, {"var": "start"}]}, {}, Unknown(["start"])),
        ({"var": {"if": [{"var": "a"}, "b", "c"]}}, {"b": 1, "c": 1}, Known(1)),
        ({"var": {"var": "which"}}, {}, Unknown(["which"])),
        ({"if": [{"var": "a"}, {"no such": 1}, 2]}, {}, Unknown(["a"])),
        ({"<": [1, {"var": "x"}, 0]}, {}, Known(False)),
        ({"and": [{">": [{"var": "x"}, 65]}, {"<": [{"var": "x"}, 18]}]}, {}, Known(False)),
        ({"and": [{"==": [{"var": "x"}, "a"]}, {"===": [{"var": "x"}, "b"]}, {"var": "y"}]}, {}, Known(False)),
        ({"or": [{">=": [{"var": "x"}, 65]}, {"<": [{"var": "x"}, 65]}]}, {}, Unknown(["x"])),  # a text is neither
        ({"if": [{"in": [{"var": "x"}, [1, 2]]}, {"if": [{"==": [{"var": "x"}, 3]}, {"var": "y"}, 4]}, 5]}, {}, Unknown(["x"])),
        ({"and": [{"!": {"var": "x"}}, {"==": [{"var": "x"}, 5]}]}, {}, Known(False)),
    ],
)  # fmt: skip
def test_what_is_known_and_what_to_ask_next(rule, data, answer):
    assert evaluate3(rule, data) == answer


plain_constants = st.one_of(
    st.none(), st.booleans(), st.integers(-3, 3), st.floats(-2, 2), st.sampled_from(["", "a", "1", " 1"])
)


@given(
    st.lists(plain_constants, max_size=4),
    json_values | plain_constants | st.lists(plain_constants, max_size=2),
)
@settings(max_examples=300, deadline=None)
def test_a_few_values_stand_for_all_json_values_in_comparisons_with_constants(constants, value):
    """So a branch that none of them takes is taken by nothing."""

    def behaviour(one: Any) -> list[bool]:
        told = [js.truthy(one), is_missing(one)]
        for constant in constants:
            told += [js.loosely_equal(one, constant), js.strictly_equal(one, constant)]
            if comparable("<", constant):
                pairs = ((one, constant), (constant, one))
                told += [js.less_than(*pair, or_equal=equal) for pair in pairs for equal in (True, False)]
        return told

    assert behaviour(value) in [behaviour(one) for one in values_for(constants)]


def test_an_error_that_no_completion_escapes_is_an_error():
    with pytest.raises(LogicError, match="no operator"):
        evaluate3({"if": [{"var": "a"}, {"bogus": 1}, {"bogus": 2}]}, {"a": 1})


@given(some_data, rules)
@settings(max_examples=250, deadline=None)
def test_with_nothing_missing_it_is_classic_json_logic(data, rule):
    whole = next(completions(data, absent(data), (1,)))
    expected = outcome(rule, whole)
    try:
        assert json.dumps(evaluate3(rule, whole).__dict__) == json.dumps({"value": expected}, default=str)
    except LogicError:
        assert expected is LogicError


def holds(known: Any, found: Any, handed_on: bool) -> bool:
    """Equal as JSON; where `and` or `or` handed on an operand in place of true or false, equal in truth."""
    if json.dumps(known, sort_keys=True) == json.dumps(found, sort_keys=True, default=str):
        return True
    return handed_on and isinstance(known, bool) and found is not LogicError and js.truthy(found) is known


@given(some_data, rules, st.data())
@settings(max_examples=250, deadline=None)
def test_what_is_known_holds_under_every_completion(data, rule, draw):
    try:
        answer = evaluate3(rule, data)
    except LogicError:
        return
    if isinstance(answer, Unknown):
        assert answer.paths and len(set(answer.paths)) == len(answer.paths)
        assert set(answer.paths) <= set(absent(data))
        return
    for _try in range(8):
        values = tuple(draw.draw(st.sampled_from(SMALL)) for _path in absent(data))
        full = data
        for path, value in zip(absent(data), values, strict=True):
            full = next(completions(full, [path], (value,)))
        assert holds(answer.value, outcome(rule, full), True), (full, outcome(rule, full))


@given(some_data, conditions)
@settings(max_examples=150, deadline=None)
def test_a_known_condition_is_exactly_what_every_completion_gives(data, rule):
    answer = evaluate3(rule, data)
    if isinstance(answer, Known):
        asked = [path for path in absent(data) if f'"{path}"' in json.dumps(rule)][:3]
        for full in completions(data, asked, (0, 1, 2, "x", None)):
            rest = next(completions(full, absent(full), (1,)))
            assert json.dumps(answer.value) == json.dumps(evaluate(rule, rest))


@given(st.dictionaries(st.sampled_from("abcd"), st.booleans()), choices)
@settings(max_examples=250, deadline=None)
def test_over_yes_and_no_answers_exactly_what_can_matter_is_asked(data, rule):
    """Compared with trying everything: known when all agree, else just the paths on which something hangs."""
    asked = [path for path in "abcd" if path not in data]
    given_all = {
        json.dumps(full, sort_keys=True): outcome(rule, full) for full in completions(data, asked, BOOLEANS)
    }

    def matters(path: str) -> bool:
        others = [one for one in asked if one != path]
        return any(
            len({json.dumps(outcome(rule, full)) for full in completions(rest, [path], BOOLEANS)}) > 1
            for rest in completions(data, others, BOOLEANS)
        )

    answer = evaluate3(rule, data)
    if len(set(map(json.dumps, given_all.values()))) == 1:
        assert answer == Known(next(iter(given_all.values())))
    else:
        assert isinstance(answer, Unknown)
        assert sorted(answer.paths) == [path for path in asked if matters(path)]


@contextmanager
def narrow() -> Iterator[None]:
    """Limits so small that every diagram of more than two questions is too wide."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {"DEEPEST": 2, "PAIRS": 3, "TOTAL": 12}.items():
            patch.setattr(diagrams, name, value)
        patch.setattr(three_valued, "MANY", 1)
        patch.setattr(open_operators, "MANY", 1)
        yield


@given(st.dictionaries(st.sampled_from("abcd"), st.booleans()), choices)
@settings(max_examples=250, deadline=None)
def test_where_diagrams_are_too_wide_more_may_be_asked_but_nothing_is_wrong_or_left_out(data, rule):
    asked = [path for path in "abcd" if path not in data]
    with narrow():
        answer = evaluate3(rule, data)
    whole = evaluate3(rule, data)
    if isinstance(answer, Known):
        assert all(outcome(rule, full) == answer.value for full in completions(data, asked, BOOLEANS))
    elif isinstance(whole, Unknown):
        assert set(whole.paths) <= set(answer.paths)


@given(some_data, rules, st.data())
@settings(max_examples=150, deadline=None)
def test_what_is_known_holds_where_diagrams_are_too_wide(data, rule, draw):
    with narrow():
        try:
            answer = evaluate3(rule, data)
        except LogicError:
            return
    if isinstance(answer, Known):
        full = data
        for path in absent(data):
            full = next(completions(full, [path], (draw.draw(st.sampled_from(SMALL)),)))
        assert holds(answer.value, outcome(rule, full), True), (full, outcome(rule, full))


@given(some_data, rules)
@settings(max_examples=100, deadline=None)
def test_asking_the_first_path_again_and_again_comes_to_an_end(data, rule):
    for _question in range(len(PATHS) + 1):
        try:
            answer = evaluate3(rule, data)
        except LogicError:
            return
        if isinstance(answer, Known):
            return
        data = next(completions(data, answer.paths[:1], (1,)))
    raise AssertionError(f"still asking: {answer}")


def test_many_open_questions_are_answered_soon_and_a_known_false_still_settles_them():
    """Thirty pairs would be a thousand million ways; three hundred operands go beyond any diagram."""
    pairs = [{"or": [{"var": f"a{n}"}, {"var": f"b{n}"}]} for n in range(30)]
    assert len(evaluate3({"and": pairs}, {}).paths) == 60
    wide = [{">": [{"var": f"a{n}"}, n]} for n in range(300)]
    assert evaluate3({"and": [*wide, False]}, {}) == Known(False)
    answer = evaluate3({"and": wide}, {})
    assert len(answer.paths) == 300 and answer.paths[0] == "a0"
    counted = {"+": [{"if": [one, 1, 0]} for one in wide[:60]]}
    assert evaluate3({">": [counted, 3]}, {}).paths[0] == "a0"
