"""Reads the demo's files beside its story, in processes of their own: half of the first start would be spent on it.

The processes are helpers only. Whoever publishes a file that is not read yet reads it, so a helper that was killed costs
time and nothing else; ``publishing``'s own lock keeps two from reading the same file.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lightwell.opendata.publishing.public import Draft

HELPERS = 2  # the story itself waits for the database half of the time


def main(number: int, of: int) -> int:
    """Read every ``of``-th file that waits, beginning with the ``number``-th; stop when whoever began this is gone."""
    import django

    django.setup()
    from lightwell.kernel import clock
    from lightwell.opendata.publishing import public as publishing

    parent = os.getppid()
    waiting = publishing.Draft.objects.filter(state=publishing.Draft.State.WAITING).order_by("created_at")
    for draft in list(waiting)[number::of]:
        if os.getppid() != parent:
            return 1
        with clock.at(draft.created_at + timedelta(minutes=2)):
            publishing.read_draft(draft.pk)
    return 0


@contextmanager
def ahead() -> Iterator[None]:
    """Have the waiting files read while the block runs."""
    command = [sys.executable, "-m", __name__]
    helpers = [subprocess.Popen([*command, str(number), str(HELPERS)]) for number in range(HELPERS)]
    try:
        yield
    finally:
        for helper in helpers:
            helper.terminate()
            helper.wait()


def finish(draft_id: int) -> Draft:
    """Return a draft once it is read, by a helper or now."""
    from lightwell.opendata.publishing import public as publishing

    while True:
        draft = publishing.Draft.objects.get(pk=draft_id)
        if draft.state not in (publishing.Draft.State.WAITING, publishing.Draft.State.READING):
            return draft
        if publishing.read_draft(draft_id) is None:  # a helper is on it
            time.sleep(0.02)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2])))
