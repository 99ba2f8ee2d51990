"""What an answer needs, how a form is received once, and which words of a wish tell what it is about. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from lightwell.kernel import folding

LONGEST_TITLE, LONGEST, LONGEST_PURPOSE = 120, 5000, 1000
SHORTEST_TITLE, SHORTEST = 2, 4
FORMATS = ("any", "csv", "json", "xlsx", "map", "api")
HOURLY = {
    "anonymous": 1,
    "account": 2,
    "check": 8,
}  # an hour from one address, in shares of the limit set
TERMS = 12

NEEDS: Mapping[str, tuple[str, ...]] = {
    "provided": ("dataset",),
    "promised": ("opens_on",),
    "not_open": ("ground", "reason", "review_on"),
    "not_held": (),
    "elsewhere": ("held_by",),
}

# So common in titles of data that they tell nothing.
EMPTY = frozenset(
    [
        "資料",
        "料集",
        "數據",
        "清單",
        "統計",
        "一覽",
        "覽表",
        "公開",
        "開放",
        "各縣",
        "縣市",
        "the",
        "and",
        "for",
        "data",
        "dataset",
        "list",
        "open",
    ]
)


def lacking(outcome: str, given: Mapping[str, object]) -> list[str]:
    """Return the names of what an outcome needs and was not given; an unknown outcome needs nothing and is refused elsewhere.

    >>> lacking("not_open", {"ground": "foi-18-1-6", "reason": ""})
    ['reason', 'review_on']
    """
    return [name for name in NEEDS.get(outcome, ()) if not given.get(name)]


def once(nonce: str, *words: str) -> str:
    """Return the key under which the same form with the same words is received once."""
    digest = hashlib.sha256("\x1f".join((nonce, *words)).encode()).hexdigest()
    return f"data-request:{digest[:48]}"


def terms(folded: str) -> list[str]:
    """Return what to look for: pairs of Chinese characters and whole Latin words, without those that tell nothing.

    >>> terms("停車場 csv 資料")
    ['停車', '車場', 'csv']
    """
    found: dict[str, None] = {}
    for run in folding.runs(folded):
        whole = run.isascii()
        for term in [run] if whole else [run[i : i + 2] for i in range(len(run) - 1)]:
            if len(term) >= (3 if whole else 2) and term not in EMPTY:
                found[term] = None
    return list(found)[:TERMS]


def enough(count: int) -> int:
    """Return how many of ``count`` terms must occur in something for it to be shown as similar: half, at least one.

    >>> [enough(n) for n in (1, 2, 3, 5, 12)]
    [1, 1, 2, 3, 6]
    """
    return max(1, -(-count // 2))
