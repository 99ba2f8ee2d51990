"""The files of the demo, as offices really send them: each is made by code and has traps that a plain reader falls into.

Every maker takes the last day that its file covers and returns the bytes of one file; the same call gives the same bytes.
"""

from __future__ import annotations

from datetime import date
from importlib import import_module
from typing import Any


def make(name: str, last: date, **arguments: Any) -> bytes:
    """Return the file of a maker, named as ``module.function``."""
    module, _, function = name.partition(".")
    content: bytes = getattr(import_module(f"{__name__}.{module}"), function)(last, **arguments)
    return content
