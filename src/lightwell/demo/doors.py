"""The services of the demo, people's applications to them, and links between things of the three wings."""

from __future__ import annotations

from lightwell.demo.story import Story
from lightwell.people.public import Account, Unit


def plan(story: Story, units: dict[str, Unit], accounts: dict[str, Account]) -> None:
    """Plan services and applications into a story."""
