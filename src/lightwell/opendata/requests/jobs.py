"""Regular work of the room: forget what the brake has counted."""

from __future__ import annotations

from lightwell.kernel import rounds
from lightwell.opendata.requests.brakes import forget_knocks


@rounds.every(3600, "requests.brakes")
def brakes() -> None:
    """Forget old counts of the brake."""
    forget_knocks()
