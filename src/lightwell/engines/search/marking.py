"""Shows where in a text the words stand: a stretch of it, in pieces that are marked or not. The page escapes them. Pure."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate

from lightwell.engines.search.words import UNSPACED, Phrase, unspaced
from lightwell.kernel.folding import fold

Pieces = list[tuple[str, bool]]
_LETTER = rf"[^\W_{UNSPACED}]"  # of a word in an alphabetic script, or a digit
BEFORE = 24  # characters that stand before the first hit


def marked(text: str, wanted: Sequence[Phrase]) -> Pieces:
    """Return the whole text in pieces ``(piece, marked)``."""
    text = unicodedata.normalize("NFC", text)
    return _pieces(text, _spans(text, wanted), 0, len(text))


def quoted(text: str, wanted: Sequence[Phrase], width: int = 120) -> Pieces:
    """Return a stretch of about ``width`` characters around the first hit (or the beginning), white space single."""
    text = " ".join(unicodedata.normalize("NFC", text).split())
    spans = _spans(text, wanted)
    start = _start(text, spans[0][0]) if spans and spans[0][1] > width else 0
    end = min(len(text), start + width)
    pieces = _pieces(text, spans, start, end)
    before, after = [("…", False)] * (start > 0), [("…", False)] * (end < len(text))
    return [*before, *pieces, *after]


def _start(text: str, hit: int) -> int:
    """Begin a little before the hit, at a space where one is near: half a word is hard to read."""
    start = max(0, hit - BEFORE)
    space = text.find(" ", start, hit)
    return space + 1 if 0 <= space < start + BEFORE // 2 and start else start


def _pieces(text: str, spans: Sequence[tuple[int, int]], start: int, end: int) -> Pieces:
    found: Pieces = []
    place = start
    for first, last in spans:
        first, last = max(first, place), min(last, end)
        if first < last:
            found += [(text[place:first], False), (text[first:last], True)]
            place = last
    found.append((text[place:end], False))
    return [piece for piece in found if piece[0]]


def _spans(text: str, wanted: Sequence[Phrase]) -> list[tuple[int, int]]:
    """Return where in the text the phrases stand, in order."""
    if not wanted:
        return []
    folded = [_fold(character) for character in text]
    flat = "".join(folded)
    spans = (match.span() for phrase in wanted for match in _pattern(phrase).finditer(flat))
    if len(flat) == len(text):
        return sorted(spans)
    ends = list(accumulate(map(len, folded)))  # some characters fold to several, or to none
    return sorted((bisect_right(ends, first), bisect_right(ends, last - 1) + 1) for first, last in spans)


@lru_cache(8192)
def _fold(character: str) -> str:
    return fold(character) or (" " if character.isspace() else "")


@lru_cache(512)
def _pattern(phrase: Phrase) -> re.Pattern[str]:
    """Return the phrase as a pattern that means what the index means by it."""
    runs = phrase.runs
    pattern = r"[\W_]+".join(re.escape(run) for run in runs)
    last = phrase.steps[-1]
    if not unspaced(runs[0]) and not last.within:
        pattern = f"(?<!{_LETTER}){pattern}"
    if not unspaced(runs[-1][-1]) and not last.open:
        pattern += f"(?!{_LETTER})"
    return re.compile(pattern)
