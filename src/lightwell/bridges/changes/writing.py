"""Writes what rooms tell, and clears away what every reader has long seen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from lightwell.bridges.changes.models import Change
from lightwell.kernel import clock
from lightwell.kernel.ref import Ref

KEPT = timedelta(days=7)  # a reader that was away for longer begins anew
BATCH = 1000


def write(refs: Sequence[Ref], act: str) -> None:
    """Note changes in the transaction that is running; the listener of ``kernel.changes``."""
    now = clock.now()
    rows = (Change(kind=ref.kind, public_id=ref.id, act=act, at=now) for ref in refs)
    Change.objects.bulk_create(rows, batch_size=BATCH)


def clear() -> int:
    """Delete changes older than ``KEPT`` and return how many."""
    return Change.objects.filter(at__lt=clock.now() - KEPT).delete()[0]
