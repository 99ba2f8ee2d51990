"""What other rooms of the wing want to know of publishing: asked before a version becomes public, told after it has."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lightwell.opendata.publishing.models import Dataset, Version

Guard = Callable[[Dataset], None]
Listener = Callable[[Version, Any], None]
_guards: list[Guard] = []
_listeners: list[Listener] = []


def before_publishing(guard: Guard) -> None:
    """Let ``guard(dataset)`` raise a Refusal when nothing of a dataset may become public; twice counts once."""
    if guard not in _guards:
        _guards.append(guard)


def after_publishing(listener: Listener) -> None:
    """Let ``listener(version, by)`` act in the transaction in which a version became public; twice counts once."""
    if listener not in _listeners:
        _listeners.append(listener)


def ask(dataset: Dataset) -> None:
    """Raise the Refusal of the first room that objects."""
    for guard in _guards:
        guard(dataset)


def tell(version: Version, by: Any) -> None:
    """Tell all rooms that listen."""
    for listener in _listeners:
        listener(version, by)
