"""Reads changes as they are committed, missing none and waiting for no other transaction.

Numbers are given before rows are seen: a row with a lower number may be committed after one with a higher number. So a
reader remembers not the last number but its snapshot's ``xmin``: whatever was not yet visible then has a transaction number at
or above it. Changes of transactions that were running are read again until they end; ``id`` tells which were seen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection

from lightwell.kernel.ref import Ref

_READ = """
    SELECT id, kind, public_id, act, at, xid FROM changes_change
    WHERE xid >= %s AND NOT id = ANY(%s) ORDER BY xid, id LIMIT %s
"""


@dataclass(frozen=True)
class Changed:
    """One change: ``act`` is the official act behind it, "" for none."""

    id: int
    ref: Ref
    act: str
    at: datetime


@dataclass(frozen=True)
class Cursor:
    """Where a reader stands: past all transactions below ``xmin``, and past the ``seen`` changes (number → transaction) of
    later ones. As text for keeping."""

    xmin: int = 0
    seen: Mapping[int, int] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.xmin}:" + ",".join(f"{number}@{xid}" for number, xid in sorted(self.seen.items()))

    @classmethod
    def parse(cls, text: str) -> Cursor:
        """Read what ``str`` wrote; ValueError when it is none."""
        xmin, _, rest = text.partition(":")
        pairs = (part.partition("@")[::2] for part in rest.split(",") if part)
        return cls(int(xmin), {int(number): int(xid) for number, xid in pairs})


def here() -> Cursor:
    """Return the cursor of a reader that takes everything up to now as seen; take it before reading the things themselves."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        return Cursor(cursor.fetchone()[0])


def read(after: Cursor, limit: int = 1000) -> tuple[list[Changed], Cursor]:
    """Return at most ``limit`` changes that ``after`` has not seen, and the cursor behind them; ([], same) for none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        horizon = cursor.fetchone()[0]  # taken first: at worst something is read twice, never missed
        if (
            after.xmin > horizon
        ):  # restored into a younger cluster, which counts transactions anew: read all that is kept
            after = Cursor()
        cursor.execute(_READ, [after.xmin, list(after.seen), limit])
        rows = cursor.fetchall()
    if not rows:
        return [], after
    xmin = horizon if len(rows) < limit else min(horizon, rows[-1][5])
    seen = {**after.seen, **{row[0]: row[5] for row in rows}}
    found = [Changed(id, Ref(kind, public_id), act, at) for id, kind, public_id, act, at, _xid in rows]
    return found, Cursor(xmin, {number: xid for number, xid in seen.items() if xid >= xmin})
