"""The door of the room: what changed, read in order and without gaps."""

from lightwell.bridges.changes.reading import Changed, Cursor, here, read
from lightwell.bridges.changes.taking import begin, read_at, take
from lightwell.bridges.changes.writing import KEPT

__all__ = ["KEPT", "Changed", "Cursor", "begin", "here", "read", "read_at", "take"]
