"""What a file is for decides which kinds are taken and who may read it; the room that owns the purpose says so.

``register(Purpose("casework.sheet", may_read=officer_of_the_matter, accepts=IMAGES | {"application/pdf"}))`` in the room's
``apps.ready``. A purpose that nobody registered takes every kind we know and is read by the one who gave the file.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from lightwell.files.kinds import ANY
from lightwell.files.models import StoredFile

MayRead = Callable[[Any, StoredFile], bool]


def only_giver(account: Any, file: StoredFile) -> bool:
    """Return whether ``account`` gave the file."""
    number = getattr(account, "pk", None)
    return number is not None and number == file.account_number


@dataclass(frozen=True)
class Purpose:
    """A name such as ``casework.sheet``; ``limit`` is in bytes, 0 for the site's own."""

    name: str
    may_read: MayRead = only_giver
    accepts: frozenset[str] = ANY
    limit: int = 0


_purposes: dict[str, Purpose] = {}


def register(purpose: Purpose) -> None:
    """Make a purpose known; registering it again replaces it."""
    _purposes[purpose.name] = purpose


def purpose_of(name: str) -> Purpose:
    return _purposes.get(name) or Purpose(name)


def may_read(account: Any, file: StoredFile) -> bool:
    """Return whether somebody (None or an anonymous user included) may read a file."""
    return file.public or purpose_of(file.purpose).may_read(account, file)
