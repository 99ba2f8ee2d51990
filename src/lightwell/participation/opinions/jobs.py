"""Regular work of the room: counts of topics, and forgetting what the brake has counted."""

from __future__ import annotations

from datetime import datetime

from lightwell.kernel import rounds
from lightwell.participation.opinions.brakes import forget_knocks
from lightwell.participation.opinions.tallies import refresh_changed

_seen: dict[str, datetime | None] = {"changed": None}


@rounds.every(2, "opinions.tallies")
def tallies() -> None:
    """Bring the counts of topics up to date; the first call of a process counts all."""
    _seen["changed"] = refresh_changed(_seen["changed"])


@rounds.every(3600, "opinions.brakes")
def brakes() -> None:
    """Forget old counts of the brake, and count every topic anew the next time, whatever was missed."""
    forget_knocks()
    _seen["changed"] = None
