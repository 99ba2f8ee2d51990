"""Reads of the post room."""

from __future__ import annotations

from lightwell.kernel.ref import Ref
from lightwell.post.models import Message


def messages_for(ref: Ref) -> list[Message]:
    """Return the messages about a thing, newest first, with their delivery states."""
    return list(Message.objects.filter(ref=str(ref)))
