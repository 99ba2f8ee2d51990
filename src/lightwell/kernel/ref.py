"""A pointer from one wing to another wing's thing: a kind and a public id, never a foreign key."""

from __future__ import annotations

import re
from dataclasses import dataclass

_KIND = re.compile(r"[a-z][a-z_]{0,39}\Z")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._~-]{0,79}\Z")


@dataclass(frozen=True, order=True)
class Ref:
    """``Ref("matter", "OP-115-000123")`` is written ``matter/OP-115-000123``."""

    kind: str
    id: str

    def __post_init__(self) -> None:
        if not _KIND.match(self.kind) or not _ID.match(self.id):
            raise ValueError(f"not a Ref: {self.kind!r}/{self.id!r}")

    def __str__(self) -> str:
        return f"{self.kind}/{self.id}"

    @classmethod
    def parse(cls, text: str) -> Ref:
        """Read ``kind/id``; ValueError when it is not one."""
        kind, _, rest = text.partition("/")
        return cls(kind, rest)
