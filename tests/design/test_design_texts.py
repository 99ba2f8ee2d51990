"""Days as people write them, the row of page numbers, and loose access to what pages pass."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from lightwell.design.dates import day_text, machine_text, time_text
from lightwell.design.inline import link
from lightwell.design.loose import each, loose
from lightwell.design.pages import page_window


@pytest.mark.parametrize(
    ("language", "roc", "text"),
    [
        ("zh-hant", False, "2026年3月4日（三）"),
        ("zh-hant", True, "民國115年3月4日（三）"),
        ("en", False, "4 March 2026"),
        ("en", True, "4 March 2026 (ROC year 115)"),
    ],
)
def test_a_day_is_written_as_people_here_write_it(language, roc, text):
    with translation.override(language):
        assert day_text(date(2026, 3, 4), roc=roc) == text


def test_a_moment_is_told_in_the_time_of_taipei_even_across_midnight():
    late = datetime(2026, 3, 4, 17, 30, tzinfo=UTC)
    with translation.override("zh-hant"):
        assert time_text(late) == "2026年3月5日（四）01:30"
    with translation.override("en"):
        assert time_text(late) == "5 March 2026, 01:30"
    assert machine_text(late) == "2026-03-05T01:30+08:00"


@given(st.integers(1, 400).flatmap(lambda pages: st.tuples(st.integers(1, pages), st.just(pages))))
def test_page_numbers_rise_hold_the_ends_and_the_place_and_skip_only_where_two_or_more_are_left_out(place):
    number, pages = place
    window = page_window(number, pages)
    shown = [n for n in window if n is not None]
    assert shown == sorted(set(shown)) and {1, number, pages} <= set(shown) and len(window) <= 9
    for left, gap, right in zip(window, window[1:], window[2:], strict=False):
        assert (gap is None) <= (left is not None and right is not None and right - left > 2)
    assert all(
        b - a == 1 for a, b in zip(window, window[1:], strict=False) if a is not None and b is not None
    )


def test_an_absent_part_is_none_and_a_part_called_items_is_not_a_method():
    mapping = loose({"text": "a", "items": [1]})
    assert (mapping.text, mapping.href, mapping.items) == ("a", None, [1])
    assert loose(date(2026, 3, 4)).year == 2026 and loose(date(2026, 3, 4)).nothing is None
    assert loose("plain") == "plain" and each(None) == []


def test_the_number_of_a_matter_is_not_broken_at_its_hyphens():
    assert "lw-whole" in link("OP-115-000123", "/") and "lw-whole" in link("WH-115-CX7GPYJ6DX", "/")
    assert "lw-whole" not in link("A walk-in clinic", "/") and "lw-whole" not in link("riverside-counts", "/")
