"""Checks after commit; a round for what they left behind; a daily sweep."""

from __future__ import annotations

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from lightwell.files import actions, sweeping
from lightwell.kernel import rounds


@app.task(name="files.check", queue="files", retry=RetryStrategy(max_attempts=5, exponential_wait=3))
def check_files(file_ids: list[int]) -> None:
    """Check a batch of quarantined files."""
    actions.check(file_ids)


rounds.every(30, "files.check_waiting")(actions.check_waiting)
rounds.every(6 * 3600, "files.sweep")(sweeping.sweep)
