"""Counts of private matters: no small one is shown, and none can be computed from those that are. The median, too."""

from __future__ import annotations

from collections import Counter
from statistics import median

from hypothesis import given
from hypothesis import strategies as st

from lightwell.casework.suppression import SMALLEST, rest_of, shown_counts
from lightwell.casework.tallies import median_of


@st.composite
def trees(draw):
    """Totals of a tree of units: own counts, summed upwards."""
    paths, own = ["/r/"], {"/r/": draw(st.integers(0, 12))}
    for number in range(draw(st.integers(0, 9))):
        path = f"{draw(st.sampled_from(paths))}u{number}/"
        paths.append(path)
        own[path] = draw(st.integers(0, 12))
    return {path: sum(count for other, count in own.items() if other.startswith(path)) for path in paths}


@given(trees())
def test_neither_a_shown_count_nor_what_is_left_of_it_is_small(totals):
    shown = shown_counts(totals)
    assert all(total == 0 or total >= SMALLEST for total in shown.values())
    assert all(rest_of(path, shown) == 0 or rest_of(path, shown) >= SMALLEST for path in shown)
    assert all(totals[path] == total for path, total in shown.items())


def test_a_large_count_beside_a_small_one_is_held_back_with_it():
    assert shown_counts({"/a/": 10, "/a/b/": 7, "/a/c/": 3}) == {"/a/": 10}
    assert shown_counts({"/a/": 20, "/a/b/": 12, "/a/c/": 8}) == {"/a/": 20, "/a/b/": 12, "/a/c/": 8}
    assert shown_counts({"/a/": 4, "/a/b/": 4}) == {}


@given(st.lists(st.integers(0, 20), max_size=30))
def test_the_median_of_counted_values_is_the_median_of_the_values(values):
    assert median_of(Counter(values)) == (median(values) if values else None)
