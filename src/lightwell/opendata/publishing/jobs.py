"""Files are read by the worker; a round picks up what a killed one left, another deletes folders that nothing points at."""

from __future__ import annotations

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from lightwell.kernel import rounds
from lightwell.opendata.publishing import reading


@app.task(name="publishing.refine", queue="tables", retry=RetryStrategy(max_attempts=3, wait=60))
def refine(draft_ids: list[int]) -> None:
    """Read files that came in; a failure is written on the file's page, where the editor can try again."""
    for draft_id in draft_ids:
        reading.read(draft_id)


rounds.every(30, "publishing.read_waiting")(reading.read_waiting)
rounds.every(6 * 3600, "publishing.sweep")(reading.sweep)
