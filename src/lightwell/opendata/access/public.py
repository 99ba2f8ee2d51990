"""The door of the room: what is public of open data, for rooms above such as search and the front door."""

from __future__ import annotations

from lightwell.opendata.access.catalogue import find_dataset, newest_versions

__all__ = ["find_dataset", "newest_versions"]
