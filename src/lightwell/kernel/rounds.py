"""Regular work: functions that the worker calls in turn, each after its own pause."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Round:
    """One function and the seconds between the end of a call and the next."""

    name: str
    seconds: float
    run: Callable[[], object]


_rounds: dict[str, Round] = {}


def every(seconds: float, name: str) -> Callable[[Callable[[], object]], Callable[[], object]]:
    """Register a function without arguments; it must be safe to call at any time and on several hosts at once."""

    def register(function: Callable[[], object]) -> Callable[[], object]:
        _rounds[name] = Round(name, seconds, function)
        return function

    return register


def all_rounds() -> list[Round]:
    """Return the registered rounds, by name."""
    return [_rounds[name] for name in sorted(_rounds)]
