"""Writes what rooms tell, and clears away what every reader has long seen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db import connection

from lightwell.bridges.changes.models import Change
from lightwell.kernel import clock
from lightwell.kernel.ref import Ref

KEPT = timedelta(days=7)  # a reader that was away for longer begins anew


_WRITE = """
    INSERT INTO changes_change (kind, public_id, act, at)
    SELECT kind, public_id, %s, %s FROM unnest(%s::text[], %s::text[]) AS changed (kind, public_id)
"""


def write(refs: Sequence[Ref], act: str) -> None:
    """Note changes in the transaction that is running; the listener of ``kernel.changes``. One statement for any number."""
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, [act, clock.now(), [ref.kind for ref in refs], [ref.id for ref in refs]])


def clear() -> int:
    """Delete changes older than ``KEPT`` and return how many."""
    return Change.objects.filter(at__lt=clock.now() - KEPT).delete()[0]
