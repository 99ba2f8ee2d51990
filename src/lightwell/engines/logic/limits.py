"""What a rule may cost. A rule can come from anybody, so none may eat the machine: each answer has a budget."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


class LogicError(ValueError):
    """Says in English what is wrong with a rule, or which limit it met."""


@dataclass(frozen=True)
class Limits:
    """``depth``: levels of nesting of a rule, of data and of what is made of them; ``steps``: evaluated parts of a rule, about
    a microsecond each; ``size``: characters and elements of one value."""

    depth: int = 200
    steps: int = 200_000
    size: int = 1_000_000


DEFAULT = Limits()


class Budget:
    """What is left of the limits during one answer."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.left = limits.steps

    def spend(self, steps: int = 1) -> None:
        """Take steps away; LogicError when none are left."""
        self.left -= steps
        if self.left < 0:
            raise LogicError(f"The rule takes more than {self.limits.steps:,} steps on this data.")

    def read(self, values: list[Any]) -> None:
        """Pay for operands that are long: comparing and joining them costs by their length."""
        for value in values:
            if isinstance(value, str):
                self.left -= len(value) >> 6
            elif isinstance(value, list):
                self.left -= measure(value, self.limits, "A list") >> 6

    def kept(self, value: Any) -> Any:
        """Return a value that an operator made, when it is within the limits."""
        if isinstance(value, str):
            if len(value) > self.limits.size:
                raise LogicError(f"A text grows beyond {self.limits.size:,} characters.")
            self.spend(len(value) >> 6)
        elif isinstance(value, list):
            self.spend(measure(value, self.limits, "A list") >> 6)
        return value


def measure(value: Any, limits: Limits, name: str) -> int:
    """Return how many characters and elements a JSON value has; LogicError when it is too large or too deep.

    Counts a part as often as it stands there, so that a short rule cannot make a value that is endless when written out.
    """
    total, stack = 0, [(value, 1)]
    while stack:
        part, depth = stack.pop()
        total += len(part) if isinstance(part, str) else 1
        if isinstance(part, dict | list):
            if depth > limits.depth:
                raise LogicError(f"{name} is nested more than {limits.depth} levels deep.")
            children = part.values() if isinstance(part, dict) else part
            stack.extend((child, depth + 1) for child in children)
        if total + len(stack) > limits.size:
            raise LogicError(f"{name} is larger than {limits.size:,} characters and elements.")
    return total
