"""The pure rules: when a review is due, how far a promise slipped, which days can be taken."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from lightwell.opendata.disclosure import rules, statutes
from lightwell.opendata.disclosure.rules import ReviewState, Wrong

DAYS = st.dates(date(2020, 1, 1), date(2060, 12, 31))
TODAY = date(2026, 3, 2)


def test_a_review_is_not_overdue_on_its_own_day():
    assert rules.review_state(TODAY, TODAY) is ReviewState.SOON
    assert rules.review_state(TODAY - timedelta(days=1), TODAY) is ReviewState.OVERDUE
    assert rules.review_state(TODAY + timedelta(days=30), TODAY) is ReviewState.SOON
    assert rules.review_state(TODAY + timedelta(days=31), TODAY) is ReviewState.LATER
    assert rules.review_state(None, TODAY) is ReviewState.NONE


@given(DAYS, DAYS)
def test_days_overdue_and_the_state_of_a_review_agree(review, today):
    late = rules.days_overdue(review, today)
    assert (late > 0) == (rules.review_state(review, today) is ReviewState.OVERDUE)
    assert late == max((today - review).days, 0)


@given(DAYS, DAYS, st.integers(0, 400))
def test_a_review_only_ever_comes_nearer(review, today, later):
    order = list(ReviewState)[1:]
    before, after = (rules.review_state(review, day) for day in (today, today + timedelta(days=later)))
    assert order.index(before) <= order.index(after)


def test_a_promise_moved_twice_counts_from_the_first_day():
    days = [date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)]
    slip = rules.slip(days, TODAY)
    assert (slip.moved, slip.late, slip.times, slip.total, slip.slipped) == (59, 1, 2, 60, True)


@given(st.lists(DAYS, min_size=1, max_size=6), DAYS)
def test_a_slip_is_what_lies_between_the_first_day_and_today_or_the_day_that_holds(days, today):
    slip = rules.slip(days, today)
    assert slip.total == (max(days[-1], today) - days[0]).days
    assert slip.late >= 0 and slip.times == len(days) - 1


@given(st.lists(DAYS, min_size=1, max_size=6), DAYS, DAYS)
def test_the_slip_of_what_was_opened_never_grows(days, opened, today):
    assert rules.slip(days, today, opened) == rules.slip(days, opened)


@given(st.lists(DAYS, min_size=2, max_size=6), DAYS)
def test_moving_a_day_back_to_the_first_takes_the_slip_away_but_not_its_history(days, today):
    again = rules.slip([*days, days[0]], today)
    assert again.moved == 0 and again.times == len(days)


@given(DAYS, DAYS)
def test_a_day_taken_for_a_review_lies_ahead_and_not_too_far(review, today):
    fine = rules.wrong_review(review, today) is None
    assert fine == (today < review <= rules.years_after(today, rules.LONGEST_REVIEW_YEARS))


def test_the_29th_of_february_has_anniversaries():
    assert rules.years_after(date(2028, 2, 29), 5) == date(2033, 2, 28)
    assert rules.years_after(date(2028, 2, 29), 4) == date(2032, 2, 29)


def test_a_day_cannot_be_promised_in_the_past_nor_twice():
    assert rules.wrong_promise(TODAY - timedelta(days=1), TODAY) is Wrong.PAST
    assert rules.wrong_promise(TODAY, TODAY) is None
    assert rules.wrong_promise(TODAY, TODAY, TODAY) is Wrong.SAME
    assert rules.wrong_promise(date(2326, 1, 1), TODAY) is Wrong.FAR


def test_every_ground_has_words_in_both_languages_and_a_code_that_fits_its_column():
    for code, ground in statutes.GROUNDS.items():
        assert all(text.zh and text.en for text in (ground.law, ground.article, ground.gist))
        assert code == ground.code and len(code) <= 20
    assert [code for code in statutes.GROUNDS if code.startswith("foi-18-1-")] == [
        f"foi-18-1-{n}" for n in range(1, 10)
    ]


def test_laws_are_cited_as_they_are_written():
    assert statutes.cited("foi-18-1-6", "", "zh-hant") == "政府資訊公開法第18條第1項第6款"
    assert statutes.cited("tax-33", "", "en") == "Tax Collection Act, Article 33"
    assert statutes.cited("other", "海洋污染防治法第12條", "en") == "海洋污染防治法第12條"
