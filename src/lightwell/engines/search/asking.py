"""Answers questions: which documents, in which order, how many by facet.

Order: those that bear exactly what was typed as their title or name, then those with all of it in the title, then those with
it anywhere; among equals the newer and weightier. Each tier is asked by itself, so that a page far down is exact as well.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import tantivy
from tantivy import Occur, Query

from lightwell.engines.search.words import Phrase, Step, as_title, looser, phrases

VALUES = 50_000  # different values of one facet in one segment


@dataclass(frozen=True)
class Question:
    """``text`` as typed ("" asks for everything); ``chosen``: facet → the value it must have; which hits to give;
    ``facets``: facet → how many of its values to count, the most frequent first."""

    text: str = ""
    chosen: Mapping[str, str] = field(default_factory=dict)
    limit: int = 20
    offset: int = 0
    facets: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Hit:
    """A document that was found, with what is shown of it."""

    key: str
    wing: str
    kind: str
    unit: str
    state: str
    titles: tuple[str, str]
    texts: tuple[str, str]
    at: datetime


@dataclass(frozen=True)
class Answer:
    """The hits asked for, how many there are in all, and counts: of a facet in which a value is chosen, as if it were not."""

    total: int
    hits: Sequence[Hit]
    facets: Mapping[str, Sequence[tuple[str, int]]]
    phrases: Sequence[Phrase]


def answer(index: tantivy.Index, question: Question) -> Answer:
    """Answer from what was committed when the index was last reloaded.

    Where words as they begin find nothing, those that stand inside longer words are taken (bike in YouBike).
    """
    wanted = phrases(question.text)
    if question.text.strip() and not wanted:  # punctuation alone stands in no text
        return Answer(0, [], {facet: [] for facet in question.facets}, [])
    found = _answer(index, question, wanted)
    loose = looser(wanted)
    if found.total or loose == wanted or not _any(index, question, loose):
        return found
    return _answer(index, question, loose)


def _any(index: tantivy.Index, question: Question, wanted: list[Phrase]) -> bool:
    fields = index.schema
    query = _all([*_text(fields, question.text, wanted), *_chosen(fields, question.chosen)])
    return bool(_count(index.searcher().search(query, 1)))


def _answer(index: tantivy.Index, question: Question, wanted: list[Phrase]) -> Answer:
    searcher, fields = index.searcher(), index.schema
    text = _text(fields, question.text, wanted)
    narrowed = [*text, *_chosen(fields, question.chosen)]
    total, found = _page(searcher, _tiers(fields, question.text, wanted, narrowed), question)
    hits = [_hit(searcher.doc(address)) for address in found]
    return Answer(total, hits, _facets(searcher, fields, question, text), wanted)


def keys_with(index: tantivy.Index, facet: str, value: str) -> list[str]:
    """Return the keys of all documents with a value of a facet."""
    index.reload()
    searcher = index.searcher()
    query = Query.term_query(index.schema, facet, value, "basic")
    found = searcher.search(query, max(searcher.num_docs, 1), count=False).hits
    return [_hit(searcher.doc(address)).key for _score, address in found]


def titles_of(index: tantivy.Index, keys: Collection[str]) -> dict[str, tuple[str, str]]:
    """Return the titles of those of the documents that are there."""
    searcher = index.searcher()
    query = Query.term_set_query(index.schema, "key", list(keys))
    hits = searcher.search(query, max(len(keys), 1), count=False).hits
    found = (_hit(searcher.doc(address)) for _score, address in hits)
    return {hit.key: hit.titles for hit in found}


def _tiers(
    fields: tantivy.Schema, typed: str, wanted: Sequence[Phrase], narrowed: list[Query]
) -> list[Query]:
    if not wanted:
        return [_all(narrowed)]
    exact, title = _exact(fields, typed), _all(_occurring(fields, "title", wanted))
    return [
        _all([*narrowed, exact]),
        _all([*narrowed, title], without=[exact]),
        _all(narrowed, without=[exact, title]),
    ]


def _page(
    searcher: tantivy.Searcher, tiers: Iterable[Query], question: Question
) -> tuple[int, list[tantivy.DocAddress]]:
    """Return how many hits all tiers have, and the addresses of those on the page, tier after tier."""
    total, found, skip, room = 0, [], question.offset, question.limit
    for tier in tiers:
        there = searcher.search(tier, max(room, 1), order_by_field="order", offset=skip)
        taken = [address for _order, address in there.hits][:room]
        found += taken
        count = _count(there)
        total, room, skip = total + count, room - len(taken), max(skip - count, 0)
    return total, found


def _count(found: tantivy.SearchResult) -> int:
    return int(found.count)  # type: ignore[attr-defined]  # there, though tantivy's types do not say so


def _facets(
    searcher: tantivy.Searcher, fields: tantivy.Schema, question: Question, text: list[Query]
) -> dict[str, list[tuple[str, int]]]:
    """Count each facet under the text and the choices in the other facets."""
    found: dict[str, list[tuple[str, int]]] = {}
    groups: dict[str, list[str]] = {}  # facets that are counted under the same query go together
    for facet in question.facets:
        groups.setdefault(facet if facet in question.chosen else "", []).append(facet)
    for left_out, facets in groups.items():
        others = {name: value for name, value in question.chosen.items() if name != left_out}
        query = _all([*text, *_chosen(fields, others)])
        counted = searcher.aggregate(query, {name: _terms(name, question.facets[name]) for name in facets})
        found |= {name: _buckets(counted[name]) for name in facets}
    return {name: found[name] for name in question.facets}


def _terms(facet: str, size: int) -> dict[str, Any]:
    """Ask for the most frequent values. Each segment tells all of its own: of the first few alone the sum would be a guess."""
    return {"terms": {"field": facet, "size": size, "segment_size": VALUES}}


def _buckets(counted: Mapping[str, Any]) -> list[tuple[str, int]]:
    pairs = ((bucket["key"], int(bucket["doc_count"])) for bucket in counted["buckets"])
    return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))


def _text(fields: tantivy.Schema, typed: str, wanted: Sequence[Phrase]) -> list[Query]:
    """Return what the text must fulfil: each phrase occurs, or it is called just so; nothing where nothing was typed."""
    if not wanted:
        return []
    occurring = _all(_occurring(fields, "all", wanted))
    return [Query.boolean_query([(Occur.Should, occurring), (Occur.Should, _exact(fields, typed))])]


def _exact(fields: tantivy.Schema, typed: str) -> Query:
    return Query.term_query(fields, "exact", as_title(typed), "basic")


def _chosen(fields: tantivy.Schema, chosen: Mapping[str, str]) -> list[Query]:
    live = Query.term_query(fields, "live", "1", "basic")
    return [live, *(Query.term_query(fields, name, value, "basic") for name, value in chosen.items())]


def _occurring(fields: tantivy.Schema, name: str, wanted: Iterable[Phrase]) -> list[Query]:
    return [_phrase(fields, name, phrase.steps) for phrase in wanted]


def _phrase(fields: tantivy.Schema, name: str, steps: Sequence[Step]) -> Query:
    if not any(step.open for step in steps):
        if len(steps) == 1:
            return Query.term_query(fields, name, steps[0].term, "basic")
        return Query.phrase_query(fields, name, [(step.at, step.term) for step in steps])
    if len(steps) == 1:
        return Query.regex_query(fields, name, _pattern(steps[0]))
    return Query.regex_phrase_query(fields, name, [(step.at, _pattern(step)) for step in steps])


def _pattern(step: Step) -> str:
    return (".*" if step.within else "") + re.escape(step.term) + (".*" if step.open else "")


def _all(wanted: Iterable[Query], without: Iterable[Query] = ()) -> Query:
    parts = [(Occur.Must, query) for query in wanted] + [(Occur.MustNot, query) for query in without]
    return Query.boolean_query(parts)


def _hit(document: tantivy.Document) -> Hit:
    told = json.loads(bytes(document["told"][0]))
    return Hit(
        key=told["key"],
        wing=told["wing"],
        kind=told["kind"],
        unit=told["unit"],
        state=told["state"],
        titles=tuple(told["titles"]),
        texts=tuple(told["texts"]),
        at=datetime.fromisoformat(told["at"]),
    )
