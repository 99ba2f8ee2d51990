"""What is indexed, and how it lies in the index."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import tantivy

from lightwell.engines.search.words import GAP, terms
from lightwell.kernel.folding import fold

FORMAT = (
    1  # of the folder; one more with every change of this module or of ``words`` that makes old folders wrong
)
FACETS = ("wing", "kind", "unit", "state")
MARK = "mark"  # key of the one document that is none: where the writer stands
TOKENIZER = "terms"
HEAVIEST = (
    2 * 365 * 86400
)  # seconds: the heaviest of things stands where one without weight stands that is so much newer
STORED = 20_000  # characters of a text that are kept for quoting


@dataclass(frozen=True)
class Document:
    """One thing that can be found. Titles and texts are in (Chinese, English), "" for none; ``also`` is found, never quoted.

    ``names`` put it first for who types exactly that (a number, an address), as its titles do. ``weight``: 0 to 1.
    """

    key: str
    wing: str
    kind: str
    unit: str
    state: str
    titles: tuple[str, str]
    texts: tuple[str, str]
    at: datetime
    also: str = ""
    names: tuple[str, ...] = ()
    weight: float = 0.0


def schema() -> tantivy.Schema:
    """Return the fields of an index."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("live", tokenizer_name="raw", index_option="basic")  # "1" of every document
    builder.add_text_field("exact", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("title", tokenizer_name=TOKENIZER, index_option="position")
    builder.add_text_field("all", tokenizer_name=TOKENIZER, index_option="position")
    for facet in FACETS:
        builder.add_text_field(facet, tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_integer_field("order", fast=True)
    builder.add_bytes_field("told", stored=True)
    return builder.build()


def tokenizer() -> tantivy.TextAnalyzer:
    """Return what reads our own stream of terms: one a position, gaps left out but counted."""
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
    return builder.filter(tantivy.Filter.custom_stopword([GAP])).build()


def row(document: Document, fields: tantivy.Schema) -> tantivy.Document:
    """Return a document as it is indexed."""
    titles = [fold(title) for title in document.titles if title]
    rest = [*(fold(text) for text in document.texts if text), fold(document.also)]
    values: dict[str, Any] = {
        "key": document.key,
        "live": "1",
        "exact": list(dict.fromkeys([*titles, *map(fold, document.names)])),
        "title": _stream(titles),
        "all": _stream([*titles, *rest]),
        "order": order(document),
        "told": _told(document),
    }
    values |= {facet: getattr(document, facet) for facet in FACETS if getattr(document, facet)}
    return tantivy.Document.from_dict(values, fields)


def mark_row(mark: str, fields: tantivy.Schema) -> tantivy.Document:
    """Return the document that keeps where the writer stands: it comes and goes with the same commit as the rest."""
    return tantivy.Document.from_dict({"key": MARK, "told": mark.encode()}, fields)


def order(document: Document) -> int:
    """Return the place among equals, larger first: newer and heavier ones; the key decides what is left, so that pages
    of hits never overlap."""
    seconds = int(document.at.timestamp() + HEAVIEST * min(max(document.weight, 0.0), 1.0))
    return seconds << 20 | zlib.crc32(document.key.encode()) & 0xFFFFF


def _stream(folded: list[str]) -> str:
    return f" {GAP} ".join(" ".join(terms(text)) for text in folded)


def _told(document: Document) -> bytes:
    told = {
        "key": document.key,
        "titles": document.titles,
        "texts": [text[:STORED] for text in document.texts],
        "at": document.at.isoformat(),
        **{facet: getattr(document, facet) for facet in FACETS},
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
