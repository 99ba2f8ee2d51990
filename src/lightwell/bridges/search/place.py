"""Where the index of this host lies, and what it notes of itself."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from lightwell.bridges.changes import public as changes
from lightwell.engines.search.shelf import Shelf
from lightwell.kernel import clock


def root() -> Path:
    """Return the folder of this host's indexes."""
    return Path(settings.HOME) / "search"


def shelf() -> Shelf:
    return Shelf(root())


@dataclass(frozen=True)
class Mark:
    """What is committed with the documents: the place up to which changes were read, when, and of which database."""

    cursor: changes.Cursor
    at: datetime
    database: str

    def __str__(self) -> str:
        return json.dumps({"cursor": str(self.cursor), "at": self.at.isoformat(), "database": self.database})

    @classmethod
    def parse(cls, text: str) -> Mark:
        """Read what ``str`` wrote; ValueError when it is none."""
        told = json.loads(text)
        return cls(changes.Cursor.parse(told["cursor"]), datetime.fromisoformat(told["at"]), told["database"])


def mark_of(cursor: changes.Cursor) -> Mark:
    """Return the mark of an index that has now read up to ``cursor``."""
    return Mark(cursor, clock.now(), database())


def outdated(mark: Mark) -> str:
    """Return why an index with this mark can no longer catch up by reading changes, "" when it can."""
    if mark.database != database():
        return "it was made from another database"
    if mark.cursor.xmin > changes.here().xmin:
        return "the database is older than the index"
    if clock.now() - mark.at > changes.KEPT / 2:
        return "changes may have been cleared away since it was written"
    return ""


def database() -> str:
    """Return what tells this database from every other: a restored or copied cluster has its number, not its age."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT system_identifier::text || '/' || oid FROM pg_control_system(), pg_database WHERE datname = current_database()"
        )
        return str(cursor.fetchone()[0])
