"""Delivery after commit, and the round that picks up what waited or was left behind."""

from __future__ import annotations

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from lightwell.kernel import rounds
from lightwell.post import actions


@app.task(name="post.deliver", queue="post", retry=RetryStrategy(max_attempts=3, wait=30))
def deliver_messages(message_ids: list[int]) -> None:
    """Deliver a batch; each message's own state makes a second run harmless."""
    actions.deliver(message_ids)


rounds.every(15, "post.deliver_due")(actions.deliver_due)
