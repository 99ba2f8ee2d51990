"""Rules beside their floor: reading the rule and its data from JSON and writing the answer, without which nothing is answered.

Prints microseconds of CPU for one answer: the published cases of classic JsonLogic when they are there, an eligibility rule of
four conditions with everything known and with nothing known, and the slowest rule that the limits let through.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from lightwell.engines.logic import LogicError, evaluate, evaluate3

CASES = Path(__file__).resolve().parents[2] / "shared/data/judges/json-logic/compatible.json"
ANSWERS = {
    "resident": True,
    "months": "long",
    "oldest": 40,
    "certificate": False,
    "small_child": True,
    "income": "low",
    "other_aid": False,
}
ELIGIBLE = {
    "and": [
        {"and": [{"var": "resident"}, {"==": [{"var": "months"}, "long"]}]},
        {"or": [{">=": [{"var": "oldest"}, 65]}, {"var": "certificate"}, {"var": "small_child"}]},
        {"in": [{"var": "income"}, ["low", "up_to_43000"]]},
        {"!": [{"var": "other_aid"}]},
    ]
}
PAIRS = {"and": [{"or": [{"var": f"a{n}"}, {"var": f"b{n}"}]} for n in range(60)]}
COSTLY = {
    "map": [
        {"var": "n"},
        {
            "map": [
                {"var": ""},
                {"reduce": [[*range(50)], {"+": [{"var": "accumulator"}, {"var": "current"}]}, 0]},
            ]
        },
    ]
}


def main() -> None:
    """Measure and print."""
    cases = published()
    lines = [(json.dumps(rule), json.dumps(data)) for rule, data in cases]
    floor = each(
        len(lines), lambda: [json.dumps([json.loads(rule), json.loads(data)]) for rule, data in lines]
    )
    show(f"JSON alone ({len(cases)} cases; floor)", floor, floor)
    show("classic", each(len(cases), lambda: [evaluate(*case) for case in cases]), floor)
    show("three-valued", each(len(cases), lambda: [evaluate3(*case) for case in cases]), floor)
    written = json.dumps([ELIGIBLE, ANSWERS])
    floor = each(1, lambda: json.dumps(json.loads(written)))
    show("eligibility: JSON alone (floor)", floor, floor)
    show("eligibility, classic", each(1, lambda: evaluate(ELIGIBLE, ANSWERS)), floor)
    show("eligibility, all known", each(1, lambda: evaluate3(ELIGIBLE, ANSWERS)), floor)
    show("eligibility, nothing known", each(1, lambda: evaluate3(ELIGIBLE, {})), floor)
    show("60 pairs, nothing known", each(1, lambda: evaluate3(PAIRS, {})), floor)
    spent = each(1, costly, least=0.1)
    print(f"logic {'a rule stopped by its limits':36} {spent / 1000:10,.0f} ms")


def published() -> list[tuple[Any, Any]]:
    """The cases of compat-tables, else the eligibility rule alone."""
    if not CASES.is_file():
        print(f"(no cases at {CASES})", file=sys.stderr)
        return [(ELIGIBLE, ANSWERS)]
    return [
        (case["rule"], case.get("data")) for case in json.loads(CASES.read_text()) if isinstance(case, dict)
    ]


def costly() -> None:
    """Run until the steps are used up."""
    try:
        evaluate(COSTLY, {"n": [[*range(200)]] * 200})
    except LogicError:
        return
    raise SystemExit("the costly rule came to an end: choose a costlier one")


def each(count: int, work: Callable[[], object], least: float = 0.3) -> float:
    """Microseconds of CPU for one of ``count`` answers; ``work`` is repeated for ``least`` seconds."""
    rounds, start = 0, time.process_time()
    while (spent := time.process_time() - start) < least or not rounds:
        work()
        rounds += 1
    return spent / rounds / count * 1e6


def show(name: str, spent: float, floor: float) -> None:
    """Print one line."""
    print(f"logic {name:36} {spent:10,.1f} us  {spent / floor:6.1f} x floor")


if __name__ == "__main__":
    main()
