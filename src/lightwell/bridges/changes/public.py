"""The door of the room: what changed, read in order and without gaps."""

from lightwell.bridges.changes.reading import Changed, Cursor, here, read

__all__ = ["Changed", "Cursor", "here", "read"]
