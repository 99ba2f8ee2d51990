"""Fills an index. Documents and the mark of where the writer stands are committed together or not at all."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from contextlib import suppress
from pathlib import Path

import tantivy

from lightwell.engines.search import documents
from lightwell.engines.search.documents import MARK, Document

HEAP = 48_000_000  # bytes; one thread, for the machine has other work


class Unsound(Exception):
    """The folder holds no index that can be used: it is broken, or was written by another format."""


def open_index(folder: Path) -> tantivy.Index:
    """Open the index of a folder; Unsound when it is none of ours."""
    try:
        index = tantivy.Index.open(str(folder))
    except (ValueError, OSError) as wrong:
        raise Unsound(f"{folder.name}: {wrong}")
    index.register_tokenizer(documents.TOKENIZER, documents.tokenizer())
    index.config_reader(reload_policy="manual")
    return index


class Writer:
    """The one writer of a folder; opening a second one fails (``ValueError``) as long as the first lives."""

    def __init__(self, folder: Path, *, new: bool = False) -> None:
        self.folder, self.fields, self.fresh = folder, documents.schema(), new
        if new:
            folder.mkdir(parents=True)
            tantivy.Index(self.fields, str(folder))
        self.index = open_index(folder)
        try:
            self.writer = self.index.writer(HEAP, 1)
        except ValueError as wrong:
            raise Unsound(f"{folder.name}: {wrong}")

    def put(self, found: Iterable[Document]) -> int:
        """Add documents, each in place of the one with its key, and return how many."""
        count = 0
        for document in found:
            if not self.fresh:
                self._drop(document.key)
            self.writer.add_document(documents.row(document, self.fields))
            count += 1
        return count

    def drop(self, keys: Collection[str]) -> None:
        """Take documents away; keys that are not there do no harm."""
        for key in keys:
            self._drop(key)

    def commit(self, mark: str) -> None:
        """Make all of it durable and visible, with the mark of where the writer stands."""
        self._drop(MARK)
        self.writer.add_document(documents.mark_row(mark, self.fields))
        self.writer.commit()
        self.fresh = False

    def mark(self) -> str | None:
        """Return the mark of the last commit, None before the first."""
        self.index.reload()
        searcher = self.index.searcher()
        found = searcher.search(tantivy.Query.term_query(self.fields, "key", MARK), 1).hits
        if not found:
            return None
        return bytes(searcher.doc(found[0][1])["told"][0]).decode()

    def rollback(self) -> None:
        """Forget what was not committed."""
        self.writer.rollback()

    def close(self) -> None:
        """Let merges end, and let the folder go; what was not committed is lost, a folder that is gone is no trouble."""
        with suppress(ValueError, OSError):
            self.writer.wait_merging_threads()

    def _drop(self, key: str) -> None:
        self.writer.delete_documents_by_term("key", key)
