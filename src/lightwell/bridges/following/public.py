"""The door of the room: follow things, and tell followers what happened."""

from lightwell.bridges.following.actions import ask, change, confirm, follow, forget, stop, stop_all
from lightwell.bridges.following.alerts import run as tell_followers
from lightwell.bridges.following.models import Follow, Follower, Often

__all__ = [
    "Follow",
    "Follower",
    "Often",
    "ask",
    "change",
    "confirm",
    "follow",
    "forget",
    "stop",
    "stop_all",
    "tell_followers",
]
