"""Readers whose place is kept in the database, so that what they make of a change is committed with it, once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from lightwell.bridges.changes.models import Reader
from lightwell.bridges.changes.reading import Changed, Cursor, read
from lightwell.kernel import clock

_NOTED = timedelta(minutes=1)  # a reader with nothing to read writes down no oftener that it was there


def take(name: str, handle: Callable[[Sequence[Changed]], object], limit: int = 1000) -> int:
    """Give the next changes that reader ``name`` has not seen to ``handle``, in one transaction with its new place.

    Returns how many there were: 0 when there is nothing new or another host is reading under this name. A reader that
    never read begins with the oldest change that is kept; ``begin`` lets it begin now.
    """
    with transaction.atomic():
        reader = _reader(name)
        if reader is None:
            return 0
        changed, cursor = read(Cursor.parse(reader.cursor), limit)
        handle(changed)
        if changed or clock.now() - reader.at > _NOTED:
            _keep(name, cursor)
    return len(changed)


def _reader(name: str) -> Reader | None:
    """Return the reader, locked; None when another host holds it."""
    free = Reader.objects.select_for_update(skip_locked=True).filter(name=name)
    found = free.first()
    if found is None and not Reader.objects.filter(name=name).exists():
        Reader.objects.get_or_create(name=name, defaults={"cursor": str(Cursor()), "at": clock.now()})
        found = free.first()
    return found


def begin(name: str, place: Cursor) -> None:
    """Put a reader at a place: at ``here()``, taken before it read the rooms themselves."""
    _keep(name, place)


def read_at(name: str) -> datetime | None:
    """Return when a reader last read (to the minute), None when it never did."""
    return Reader.objects.filter(name=name).values_list("at", flat=True).first()


def _keep(name: str, cursor: Cursor) -> None:
    Reader.objects.update_or_create(name=name, defaults={"cursor": str(cursor), "at": clock.now()})
