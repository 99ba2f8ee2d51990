"""What an operator can mend: said once, with what to do, and exit code 2."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path


class OperatorError(Exception):
    """``what`` is wrong and where; ``do`` says what helps. Raised before anything is changed, or with nothing lost."""

    def __init__(self, what: str, do: str) -> None:
        super().__init__(f"{what}\n{do}")
        self.what = what
        self.do = do


def require_space(folder: Path, megabytes: int) -> None:
    """Refuse to begin on a disk that would be full in a moment."""
    free = shutil.disk_usage(folder).free // 1024**2
    if free < megabytes:
        raise OperatorError(
            f"The disk of {folder} has {free} MB left; {megabytes} MB are needed.",
            "Make room on that disk, or set LIGHTWELL_HOME to a folder on another one. Nothing was changed.",
        )


def require_writable(folder: Path) -> None:
    """Make a folder if it is not there, and write a file into it; an OperatorError says which folder refuses."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(b"?")
    except OSError as error:
        if error.errno == 28:  # ENOSPC
            require_space(folder, 200)
        raise OperatorError(
            f"The folder {folder} cannot be written: {error.strerror}.",
            "Give this user the right to write there, or set LIGHTWELL_HOME to another folder.",
        )
