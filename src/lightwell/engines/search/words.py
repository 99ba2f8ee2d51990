"""Folded text as terms with positions, and what somebody typed as phrases of such terms. Pure.

Chinese has no spaces, so each of its characters is a position that holds the pair it begins: 空氣品質 is 空氣 氣品 品質 質.
A phrase of pairs at neighbouring positions occurs exactly where its characters do, so nothing needs checking afterwards.
Words of alphabetic scripts and numbers are one position each; a gap parts what punctuation or a space parts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lightwell.kernel.folding import fold

GAP = "_"  # a position without a term; never a term itself, for it parts runs
LONGEST = 100_000  # characters of one text that are indexed
MOST_PHRASES = 12  # of one question; the rest is left out
UNSPACED = "\u2e80-\U0010ffff"  # scripts written without spaces: Han, kana, bopomofo, Hangul
_RUN = re.compile(r"[^\W_]+")
_PIECE = re.compile(f"[{UNSPACED}]+|[^{UNSPACED}]+")
_QUOTES = str.maketrans("", "", '"“”「」『』')
_TYPED = re.compile(r'["“”「『]([^"“”」』]*)["“”」』]|(\S+)')


def terms(folded: str) -> list[str]:
    """Return the terms of folded text, one a position, with ``GAP`` between runs of letters and digits.

    >>> terms("路燈 led燈")
    ['路燈', '燈', '_', 'led', '燈']
    """
    found: list[str] = []
    for run in _RUN.findall(folded[:LONGEST]):
        if found:
            found.append(GAP)
        for piece in _PIECE.findall(run):
            found += _pairs(piece) if unspaced(piece) else [piece]
    return found


def unspaced(piece: str) -> bool:
    """Return whether a piece is of a script without spaces."""
    return piece[0] >= "\u2e80"


def _pairs(piece: str) -> list[str]:
    return [piece[at : at + 2] for at in range(len(piece))]


@dataclass(frozen=True)
class Step:
    """A term of a phrase: its distance from the beginning, and whether longer terms are meant too that begin so or (within)
    hold it anywhere."""

    at: int
    term: str
    begins: bool = False
    within: bool = False

    @property
    def open(self) -> bool:
        return self.begins or self.within


@dataclass(frozen=True)
class Phrase:
    """Something that must occur as it stands. ``text`` is folded, as typed. Its last word may be the beginning of a longer
    one, unless it is ``whole``; ``within``: a lone word may stand anywhere inside a longer one."""

    text: str
    whole: bool = False
    within: bool = False

    @property
    def steps(self) -> tuple[Step, ...]:
        """Return its terms; never empty."""
        return tuple(self._steps())

    @property
    def runs(self) -> list[str]:
        """Return its unbroken runs of letters and digits."""
        return _RUN.findall(self.text)

    def _steps(self) -> Iterator[Step]:
        places = list(self._places())
        for place, piece in places:
            if not unspaced(piece):
                last = place == places[-1][0] and not self.whole
                begins = last and len(piece) > 1 and not piece.isdigit()
                yield Step(place, piece, begins, within=begins and self.within and len(places) == 1)
            elif len(piece) == 1:
                yield Step(place, piece, begins=True)
            else:  # its last character is the end of the last pair
                yield from (Step(place + at, pair) for at, pair in enumerate(_pairs(piece)[:-1]))

    def _places(self) -> Iterator[tuple[int, str]]:
        """Yield the pieces with their positions, counted as ``terms`` counts them."""
        place = 0
        for run in self.runs:
            for piece in _PIECE.findall(run):
                yield place, piece
                place += len(piece) if unspaced(piece) else 1
            place += 1


def phrases(typed: str) -> list[Phrase]:
    """Return what must all occur: each word, and each text in quotation marks as it stands; [] for none.

    >>> [phrase.text for phrase in phrases('臺北 "City Hall" ?')]
    ['台北', 'city hall']
    """
    found: dict[Phrase, None] = {}
    for quoted, word in _TYPED.findall(typed.replace("\x00", " ")):
        text = fold(quoted or word)
        if _RUN.search(text):
            found[Phrase(text, whole=bool(quoted))] = None
    return list(found)[:MOST_PHRASES]


def looser(wanted: list[Phrase]) -> list[Phrase]:
    """Return the same, with lone words of alphabetic scripts found inside longer ones too: bike in YouBike."""
    return [replace(phrase, within=True) if _may_stand_within(phrase) else phrase for phrase in wanted]


def _may_stand_within(phrase: Phrase) -> bool:
    steps = phrase.steps
    return len(steps) == 1 and steps[0].begins and not unspaced(steps[0].term) and len(steps[0].term) > 2


def as_title(typed: str) -> str:
    """Return what was typed, folded as a title is."""
    return fold(typed.translate(_QUOTES))
