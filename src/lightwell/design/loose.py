"""Lets a macro read an optional part of what a page passes, though the environment refuses unknown names.

Pages pass mappings or objects with the keys they need; `design_each(items)` makes an absent one None, so that a macro asks
`{% if item.hint %}` and a typing mistake in a page's own names still fails.
"""

from collections.abc import Iterable, Mapping
from typing import Any


class Loose:
    """Attribute access to a mapping or an object; what is absent is None."""

    __slots__ = ("_thing",)

    def __init__(self, thing: Any) -> None:
        self._thing = thing

    def __getattr__(self, name: str) -> Any:
        if isinstance(self._thing, Mapping):
            return self._thing.get(name)
        return getattr(self._thing, name, None)


def loose(thing: Any) -> Any:
    """The thing with absent parts as None; plain text and None stay what they are."""
    return thing if thing is None or isinstance(thing, str | Loose) else Loose(thing)


def each(things: Iterable[Any] | None) -> list[Any]:
    """The things of a list, each made loose; nothing for None."""
    return [loose(thing) for thing in things or ()]
