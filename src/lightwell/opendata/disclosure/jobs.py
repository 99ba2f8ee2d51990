"""Regular work of the room: tell information officers what has come due."""

from __future__ import annotations

from lightwell.kernel import rounds
from lightwell.opendata.disclosure.reminding import remind


@rounds.every(300, "disclosure.remind")
def reminders() -> None:
    """Write mail about reviews and promised days; what was told is told once."""
    remind()
