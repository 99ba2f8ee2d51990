"""What the demo tells: an invented city, its offices, its people and what they said, as TOML beside this file."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def read(name: str) -> dict[str, Any]:
    """Return one TOML file of this folder."""
    return tomllib.loads(files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))


def people() -> list[dict[str, Any]]:
    """Return the people of the demo, each with its key, name, address, label and perhaps a role for a unit."""
    return list(read("city")["person"])
