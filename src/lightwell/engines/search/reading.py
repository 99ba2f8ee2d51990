"""Opens the index in use and keeps up with it: a process of the web server holds one ``Reader``."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection
from pathlib import Path
from typing import TypeVar

import tantivy

from lightwell.engines.search.asking import Answer, Question, answer, titles_of
from lightwell.engines.search.shelf import Shelf
from lightwell.engines.search.writing import Unsound, open_index

Stamp = tuple[str, int, int]
Found = TypeVar("Found")


class Absent(Exception):
    """There is no index to ask yet: it is being built."""


class Reader:
    """Answers questions from the newest commit of the index in use; safe for threads.

    Two looks at the disk before each question say whether anything is newer; only then is it opened or reloaded.
    """

    def __init__(self, root: Path) -> None:
        self.shelf = Shelf(root)
        self._lock = threading.Lock()
        self._folder: Path | None = None
        self._stamp: Stamp | None = None
        self._index: tantivy.Index | None = None

    def ask(self, question: Question) -> Answer:
        """Return the answer; Absent when there is no sound index (it is then built anew by whoever writes it)."""
        return self._from_index(lambda index: answer(index, question))

    def titles(self, keys: Collection[str]) -> dict[str, tuple[str, str]]:
        """Return the titles of those of the documents that are there; Absent as for ``ask``."""
        return self._from_index(lambda index: titles_of(index, keys))

    def _from_index(self, read: Callable[[tantivy.Index], Found]) -> Found:
        for _attempt in range(
            2
        ):  # a folder may be cleared away between two looks: the next look finds its successor
            try:
                return read(self.index())
            except (ValueError, OSError, Unsound) as wrong:
                trouble = wrong
                self.forget()
        self.shelf.doubt(str(trouble))
        raise Absent(str(trouble))

    def index(self) -> tantivy.Index:
        """Return the index in use, up to date."""
        folder = self.shelf.current()
        if folder is None:
            raise Absent("no index yet")
        with self._lock:
            stamp = _stamp(folder)
            if self._index is None or folder != self._folder:
                self._index, self._folder = open_index(folder), folder
            elif stamp != self._stamp:
                self._index.reload()
            self._stamp = stamp
            return self._index

    def forget(self) -> None:
        """Open anew at the next question."""
        with self._lock:
            self._index = self._folder = self._stamp = None


def _stamp(folder: Path) -> Stamp:
    """What changes with every commit; taken before it is read, so that at worst it is read twice."""
    told = (folder / "meta.json").stat()
    return folder.name, told.st_mtime_ns, told.st_ino
