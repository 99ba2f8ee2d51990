"""Which counts of private matters can be shown without telling of one person. Pure.

Counts are shown for units of a tree, each with those below it. Nothing may be found by subtraction either: what is left
of a shown count when the nearest shown counts below it are taken away must be nothing, or large enough.
"""

from __future__ import annotations

from collections.abc import Mapping

SMALLEST = 5


def shown_counts(totals: Mapping[str, int], smallest: int = SMALLEST) -> dict[str, int]:
    """Return the counts that may be shown, by path (``/city/lamps/``); ``totals`` include the units below.

    A count from 1 to ``smallest`` - 1 is left out; then, as long as a small rest could be computed, the smallest count
    beneath it is left out too.
    """
    shown = {path: total for path, total in totals.items() if total == 0 or total >= smallest}
    while True:
        leaking = next((path for path in sorted(shown) if 0 < rest_of(path, shown) < smallest), None)
        if leaking is None:
            return shown
        below = [path for path in nearest_below(leaking, shown) if shown[path]]
        del shown[min(below, key=lambda path: (shown[path], path))]


def rest_of(path: str, shown: Mapping[str, int]) -> int:
    """Return what a reader can compute: a shown count without the nearest shown ones below it."""
    return shown[path] - sum(shown[below] for below in nearest_below(path, shown))


def nearest_below(path: str, shown: Mapping[str, int]) -> list[str]:
    """Return the shown units below one with no other shown unit between."""
    below = [other for other in shown if other != path and other.startswith(path)]
    return [one for one in below if not any(one != other and one.startswith(other) for other in below)]
