"""How text is made searchable: folded to one spelling, then cut into pairs of characters.

Chinese has no spaces between words and pg_trgm needs three characters, so a two-character word such as 托育 is found by
its pair; a hit is then checked against the folded text itself. Pure.
"""

from __future__ import annotations

import re
import unicodedata

# Variants that people type for the same word; Unicode's own compatibility folding (NFKC) does width and ligatures.
_VARIANTS = str.maketrans(
    "臺灣県县國国裡裏羣峯床為爲啟啓証証煙菸着", "台湾縣縣国国里里群峰牀为为启启證證菸菸著"
)
_RUN = re.compile(r"[^\W_]+")
LONGEST = 20_000


def fold(text: str) -> str:
    """Return text in one spelling: width, case and common variants (臺/台) folded, white space single."""
    flat = unicodedata.normalize("NFKC", text).casefold().translate(_VARIANTS)
    return " ".join(flat.replace("\x00", "").split())


def runs(folded: str) -> list[str]:
    """Return the unbroken runs of letters and digits of folded text."""
    return _RUN.findall(folded)


def pairs(folded: str) -> list[str]:
    """Return the different pairs of neighbouring characters; the last character of a run stands alone as well.

    So a single character is the beginning of some pair wherever it occurs: a prefix query finds it.
    """
    found: dict[str, None] = {}
    for run in runs(folded[:LONGEST]):
        for start in range(len(run)):
            found[run[start : start + 2]] = None
    return list(found)


def words_of(query: str) -> list[str]:
    """Return the folded words that must all occur."""
    return list(dict.fromkeys(runs(fold(query))))[:8]


def pair_query(words: list[str]) -> str:
    """Return the words as a tsquery over pairs, ready for ``to_tsquery``'s text form without normalisation."""
    terms = []
    for word in words:
        whole = [f"'{word[i : i + 2]}'" for i in range(len(word) - 1)]
        terms += whole or [f"'{word}':*"]
    return " & ".join(dict.fromkeys(terms))


def likeness(first: str, second: str) -> float:
    """Return how alike two folded texts are, 0 to 1: Dice's coefficient of their pairs."""
    a, b = set(pairs(first)), set(pairs(second))
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0
