"""The folder of folders: which index is in use, a new one that is being built, and the swap.

``current`` names the folder in use and is replaced in one step, so that a reader finds the old index or the new one, never
half of either. A folder of another format is none.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lightwell.engines.search.documents import FORMAT

PREFIX = f"v{FORMAT}-"


class Shelf:
    """Indexes below ``root``; every method may be called by several processes at once."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.pointer = root / "current"
        self.flag = root / "unsound"

    def current(self) -> Path | None:
        """Return the folder in use; None when there is none of this format."""
        try:
            name = self.pointer.read_text().strip()
        except OSError:
            return None
        folder = self.root / name
        return folder if name.startswith(PREFIX) and (folder / "meta.json").exists() else None

    def new(self) -> Path:
        """Return where a new index may be built; it is not made yet."""
        self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
        return self.root / f"{PREFIX}{secrets.token_hex(6)}"

    def swap(self, folder: Path) -> None:
        """Let a finished index take the place of the one in use, and clear the others away.

        Readers that still look at the old one keep its files open until they turn to the new.
        """
        _write(self.pointer, folder.name)
        self.flag.unlink(missing_ok=True)
        for other in self.root.glob("v*-*"):
            if other != folder:
                shutil.rmtree(other, ignore_errors=True)

    def doubt(self, why: str) -> None:
        """Note that the index in use is broken, so that it is built anew; a reader that may not write leaves it at that."""
        try:
            _write(self.flag, why)
        except OSError:
            return

    def sound(self) -> bool:
        """Return whether there is an index of this format that nobody found broken."""
        return self.current() is not None and not self.flag.exists()

    @contextmanager
    def alone(self, task: str) -> Iterator[bool]:
        """Hold the lock of a task on this host; gives False when another process has it, and lets go if it is killed."""
        self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
        with (self.root / f"{task}.lock").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
                return
            yield True


def _write(path: Path, text: str) -> None:
    draft = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
    with draft.open("w") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
