"""The door of the post room."""

from __future__ import annotations

from lightwell.post.actions import Letter, lift, send, send_all, suppress
from lightwell.post.models import Message, State
from lightwell.post.queries import messages_for

__all__ = ["Letter", "Message", "State", "lift", "messages_for", "send", "send_all", "suppress"]
