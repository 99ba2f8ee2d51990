"""What is known of a value that depends on data that is not there yet."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Any

Paths = tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Term:
    """A value nobody knows yet: equal keys mean the same value, whatever it will be.

    ``paths`` are what it depends on, in the order of reading. ``truth`` is its truth where that is known all the same, and
    ``boolish`` says that it is then as good as true or false itself: an operand that ``and`` or ``or`` handed on.
    ``path`` is its own dotted path when it is a piece of the data, ``base`` the term that it is a closer view of.
    """

    key: Hashable
    paths: Paths
    truth: bool | None = None
    boolish: bool = False
    path: str | None = None
    base: Term | None = None

    @property
    def root(self) -> Term:
        return self.base or self


@dataclass(frozen=True)
class Fault:
    """An error that happens in some completions of the data only, as long as it is not known whether in all."""

    message: str


class Row(tuple):
    """An array of known length of which some elements are Terms or Rows."""

    __slots__ = ()


def paths_of(values: Iterable[Any]) -> Paths:
    """Return all that these values depend on, each path once, in order."""
    found: dict[str, None] = {}
    for value in values:
        if isinstance(value, Term):
            found |= dict.fromkeys(value.paths)
        elif isinstance(value, Row):
            found |= dict.fromkeys(paths_of(value))
    return tuple(found)


def is_open(value: Any) -> bool:
    """Return whether a value is not wholly known."""
    return isinstance(value, Term | Row)


def closer(term: Term, truth: bool) -> Term:
    """Return a term seen where its truth has been decided."""
    if term.truth is not None:
        return term
    return Term(("closer", term.key, truth), term.paths, truth, True, term.path, term.root)
