"""How far the demo's clock is moved: a number of days in a small file that every process of the demo reads."""

from __future__ import annotations

import json
import os
from datetime import timedelta
from functools import lru_cache

from django.conf import settings

LIMIT = 3650  # days; beyond ten years the calendar knows no holidays


def _file() -> str:
    return os.path.join(settings.HOME, "run", "clock.json")


def offset() -> timedelta:
    """Return the offset; read again only when the file has changed."""
    try:
        changed = os.stat(_file()).st_mtime_ns
    except FileNotFoundError:
        return timedelta()
    return timedelta(days=_days(_file(), changed))


@lru_cache(maxsize=4)
def _days(path: str, _changed: int) -> int:
    with open(path, encoding="utf-8") as file:
        return int(json.load(file)["days"])


def days() -> int:
    """Return the offset in whole days."""
    return offset().days


def move(by: int) -> int:
    """Move the clock on by ``by`` days (never back: what happened has happened) and return the new offset."""
    total = min(LIMIT, days() + max(0, by))
    path = _file()
    os.makedirs(os.path.dirname(path), exist_ok=True)
    draft = f"{path}.{os.getpid()}"
    with open(draft, "w", encoding="utf-8") as file:
        json.dump({"days": total}, file)
    os.replace(draft, path)
    return total
