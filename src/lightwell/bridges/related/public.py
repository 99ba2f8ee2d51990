"""The door of the room: relate two things, and bring links up to date."""

from lightwell.bridges.related.actions import part, relate
from lightwell.bridges.related.keeping import rebuild
from lightwell.bridges.related.keeping import run as keep_up
from lightwell.bridges.related.models import Link

__all__ = ["Link", "keep_up", "part", "rebuild", "relate"]
