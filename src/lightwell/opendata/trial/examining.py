"""One file through a process of its own: how it is started, waited for and stopped."""

from __future__ import annotations

import fcntl
import json
import logging
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from lightwell.kernel.refusal import Refusal
from lightwell.opendata.trial import rules
from lightwell.opendata.trial.child import TOLD

log = logging.getLogger(__name__)


class Busy(Refusal):
    """Too many files are under way; it works again in a moment."""


def folder() -> Path:
    """Return the folder of everything that this room has on disk; no backup holds it."""
    path = Path(settings.HOME) / "run" / "trial"
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


@contextmanager
def place() -> Iterator[None]:
    """Hold one of the few places on this machine; Busy when none comes free. A place ends with the process that holds it."""
    end = time.monotonic() + rules.PATIENCE
    while True:
        for number in range(rules.AT_ONCE):
            with (folder() / f"place-{number}").open("w") as lock:
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    continue
                yield
                return
        if time.monotonic() > end:
            raise Busy(_("Several files are being read at this moment. Send yours again in half a minute."))
        time.sleep(0.1)


def examine(file: Path, out: Path) -> dict[str, Any]:
    """Return what is told about the file at ``file``; downloads lie in ``out`` when it is a table.

    Refusal when it took too long or too much. The process gets an empty environment: it can reach neither database nor keys.
    """
    command = [sys.executable, "-I", "-m", "lightwell.opendata.trial.child", str(file), str(out)]
    try:
        done = subprocess.run(
            command, cwd=out, env={"LC_ALL": "C.UTF-8", "HOME": str(out)}, stdin=subprocess.DEVNULL,
            capture_output=True, timeout=rules.SECONDS, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise Refusal(
            _("Reading the file took longer than %(n)d seconds and was stopped. Send a part of it, such as the first 10,000 rows.")
            % {"n": rules.SECONDS}, field="file",
        ) from None  # fmt: skip
    if done.returncode != 0:
        log.warning(
            "reading a file ended with %s: %s", done.returncode, done.stderr[-300:].decode(errors="replace")
        )
        raise Refusal(
            _("The table is too large to be tried here: reading it needs more memory than one visitor gets. Send a part of it."),
            field="file",
        )  # fmt: skip
    told: dict[str, Any] = json.loads((out / TOLD).read_text("utf-8"))
    return told
