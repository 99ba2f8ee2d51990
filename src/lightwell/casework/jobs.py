"""The worker's part: the round that watches the clocks, and recomputing after a changed calendar."""

from __future__ import annotations

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from lightwell.casework import sweep as sweeping
from lightwell.casework.recomputing import recompute_in_batches
from lightwell.kernel import rounds
from lightwell.people import public as people

rounds.every(60, "casework.sweep")(sweeping.sweep)


@app.task(
    name="casework.recompute", queue="casework", retry=RetryStrategy(max_attempts=8, exponential_wait=5)
)
def recompute(calendar_id: int) -> None:
    """Recompute the open clocks of a calendar; may run again, since a clock that is right stays as it is."""
    recompute_in_batches(people.Calendar.objects.get(pk=calendar_id))
