"""Keeps this host's index up with what changed. One process a host; the documents and the place in the changes are committed
together, so that a kill leaves neither a gap nor a doubt."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from contextlib import ExitStack
from functools import lru_cache
from pathlib import Path

from lightwell.bridges.changes import public as changes
from lightwell.bridges.search import documents, place
from lightwell.bridges.search.place import Mark
from lightwell.engines.search.asking import keys_with
from lightwell.engines.search.shelf import Shelf
from lightwell.engines.search.writing import Unsound, Writer
from lightwell.kernel import things
from lightwell.kernel.ref import Ref

log = logging.getLogger(__name__)
BATCH = 2000
NAMING = {"unit.renamed", "unit.moved"}  # acts after which other things are found by other words


class Indexer:
    """The writer of the index in use; holds the lock of this host as long as the process lives."""

    def __init__(self, root: Path) -> None:
        self.shelf = Shelf(root)
        self.held, self.locked = ExitStack(), False
        self.writer: Writer | None = None
        self.cursor = changes.Cursor()

    def step(self) -> int:
        """Take in what changed since the last step, and return how many changes; 0 when another process of this host does it
        or there is no index yet."""
        if not self._holds_lock() or not self._opened():
            return 0
        taken = 0
        try:
            while read := self._batch():
                taken += read
        except BaseException as trouble:
            swapped = self.writer is not None and self.writer.folder != self.shelf.current()
            self._let_go()
            if not (swapped and isinstance(trouble, (ValueError, OSError))):
                raise  # else a new index took the place of this one in the middle: the next step goes on in that
        return taken

    def close(self) -> None:
        """Let go of the index and the lock."""
        self._let_go()
        self.held.close()
        self.locked = False

    def _holds_lock(self) -> bool:
        if not self.locked:
            self.locked = self.held.enter_context(self.shelf.alone("writer"))
            if not self.locked:
                self.held.close()
        return self.locked

    def _opened(self) -> bool:
        """Open the index in use, another one than before after a swap; one that cannot be used is given up for a new one."""
        folder = self.shelf.current()
        if folder is None or self.shelf.flag.exists():
            self._let_go()
            return False
        if self.writer is not None and self.writer.folder == folder:
            return True
        self._let_go()
        try:
            self._open(folder)
        except (Unsound, ValueError, KeyError) as wrong:
            self._let_go()
            self.shelf.doubt(str(wrong))
            log.warning("The search index is built anew: %s.", wrong)
            return False
        return True

    def _open(self, folder: Path) -> None:
        self.writer = Writer(folder)
        mark = Mark.parse(self.writer.mark() or "")
        if why := place.outdated(mark):
            raise Unsound(why)
        self.cursor = mark.cursor

    def _let_go(self) -> None:
        if self.writer is not None:
            self.writer.close()
        self.writer = None

    def _batch(self) -> int:
        changed, cursor = changes.read(self.cursor, BATCH)
        if not changed or self.writer is None:
            return 0
        self._take(self.writer, changed)
        self.writer.commit(str(place.mark_of(cursor)))
        self.cursor = cursor
        return len(changed)

    def _take(self, writer: Writer, changed: Sequence[changes.Changed]) -> None:
        renamed = {one.ref.id for one in changed if one.act in NAMING}
        wanted: dict[str, set[str]] = {}
        for ref in [*(one.ref for one in changed), *self._named_after(writer, renamed)]:
            wanted.setdefault(ref.kind, set()).add(ref.id)
        for kind, ids in wanted.items():
            _refresh(writer, kind, ids)

    def _named_after(self, writer: Writer, units: set[str]) -> list[Ref]:
        """Return what is found by the names of these units: all their things, and every unit, for one may lie below."""
        facets = [("unit", unit) for unit in units] + ([("kind", "unit")] if units else [])
        return [Ref.parse(key) for name, value in facets for key in keys_with(writer.index, name, value)]


def _refresh(writer: Writer, kind: str, ids: set[str]) -> None:
    """Put the public ones of these things in the place of what the index holds of them; the others leave it."""
    source = things.source_of(kind)
    if source is None:
        return
    with documents.left_out_on_failure(source):
        found = list(source.things(ids))
        names = documents.unit_names({thing.unit for thing in found})
        writer.drop([f"{kind}/{id}" for id in ids])
        writer.put(documents.document(source, thing, names) for thing in found)


@lru_cache(1)
def _indexer(root: Path) -> Indexer:
    return Indexer(root)


def step() -> int:
    """Take in what changed; the round of the worker."""
    return _indexer(place.root()).step()


def stop() -> None:
    """Let another process write the index of this host."""
    _indexer(place.root()).close()
    _indexer.cache_clear()
