"""Regular work: what was tried is deleted when its quarter of an hour is over."""

from __future__ import annotations

from lightwell.kernel import rounds
from lightwell.opendata.trial import brakes, results


@rounds.every(30, "trial.forget")
def forget() -> None:
    """Delete results and counts whose time is over."""
    results.forget_old()
    brakes.forget_counts()
