"""The door of the room: one search over everything that is public."""

from lightwell.bridges.search.asking import Asked, ask
from lightwell.bridges.search.rebuilding import rebuild

__all__ = ["Asked", "ask", "rebuild"]
