"""What ``var`` and ``missing`` find in data of which parts may still come.

An object of the data is open: a key that it does not have may still be given, and reading it gives a Term with the
dotted path to ask for. Everything else is complete as it stands: arrays, texts, numbers, null, and what a rule makes itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lightwell.engines.logic.javascript import UNDEFINED
from lightwell.engines.logic.operators import step
from lightwell.engines.logic.terms import Row, Term

Origins = Mapping[int, str]  # id of an object of the data: its dotted path


class Scope(dict[str, Any]):
    """The data of a rule inside ``reduce``: its two values, which may be open."""


def origins_of(data: Any) -> dict[int, str]:
    """Return the dotted path of every object in the data; the data itself must outlive the answer."""
    found: dict[int, str] = {}
    stack = [(data, "")]
    while stack:
        part, path = stack.pop()
        if isinstance(part, dict):
            found.setdefault(id(part), path)
            stack.extend((child, beneath(path, str(key))) for key, child in part.items())
        elif isinstance(part, list):
            stack.extend((child, beneath(path, str(place))) for place, child in enumerate(part))
    return found


def beneath(path: str, key: str) -> str:
    """Return the dotted path one step further down."""
    return f"{path}.{key}" if path else key


def piece(path: str) -> Term:
    """Return the Term for a piece of the data that is not there yet."""
    return Term(("var", path), (path,), path=path)


def read(scope: Any, path: str | None, absent: Any, origins: Origins) -> Any:
    """Return the value at a dotted path, a Term when it is not known, ``absent`` when there can be none."""
    if path is None:
        return scope
    found, keys = scope, path.split(".")
    for place, key in enumerate(keys):
        if isinstance(found, Term):
            return _within(found, keys[place:])
        if found is None:
            return absent
        further = step(list(found) if isinstance(found, Row) else found, key)
        if further is UNDEFINED:
            is_open = isinstance(found, dict) and id(found) in origins
            return piece(beneath(origins[id(found)], ".".join(keys[place:]))) if is_open else absent
        found = further
    return found


def _within(term: Term, keys: list[str]) -> Term:
    """Return what lies inside a value that is not known itself."""
    root, rest = term.root, ".".join(keys)
    if root.path is not None:
        return piece(beneath(root.path, rest))
    return Term(("within", root.key, rest), root.paths)
