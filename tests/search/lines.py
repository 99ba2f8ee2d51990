"""What the exactness of the search is measured by: a scan of every text, as plain as can be."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from lightwell.engines.search.asking import Answer, Question
from lightwell.engines.search.documents import Document
from lightwell.engines.search.reading import Reader
from lightwell.engines.search.shelf import Shelf
from lightwell.engines.search.writing import Writer
from lightwell.kernel.folding import fold

MORNING = datetime(2026, 3, 2, 2, tzinfo=UTC)


def scan(texts: Iterable[str], words: str) -> set[int]:
    """Return the places of the folded texts in which each word stands."""
    wanted = fold(words).split()
    return {place for place, text in enumerate(texts) if all(word in text for word in wanted)}


def doc(place: int, title: str, text: str = "", **more) -> Document:
    fields = {
        "wing": "opendata",
        "kind": "lamp",
        "unit": "lanterns",
        "state": "lamp.on",
        "at": MORNING,
    } | more
    fields.setdefault("key", f"{fields['kind']}/{place}")
    return Document(
        titles=(title, fields.pop("title_en", "")), texts=(text, fields.pop("text_en", "")), **fields
    )


def index_of(root: Path, documents: Iterable[Document], mark: str = "here") -> Reader:
    """A new index in the place of what was there, and a reader of it."""
    shelf = Shelf(root)
    writer = Writer(shelf.new(), new=True)
    writer.put(documents)
    writer.commit(mark)
    shelf.swap(writer.folder)
    writer.close()
    return Reader(root)


def of_titles(root: Path, titles: Iterable[str]) -> Reader:
    return index_of(root, (doc(n, title, at=MORNING - timedelta(hours=n)) for n, title in enumerate(titles)))


def found(reader: Reader, words: str, **asked) -> set[int]:
    """The places of all documents that the search finds."""
    hits = reader.ask(Question(words, limit=50_000, **asked)).hits
    return {int(hit.key.partition("/")[2]) for hit in hits}


def titles(answer: Answer) -> list[str]:
    return [hit.titles[0] for hit in answer.hits]
