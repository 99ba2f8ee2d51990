"""When followers are told: at once, or at eight in Taipei; never of what was before, nor of what is old."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from lightwell.bridges.following import rules

moments = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))


@given(moments)
def test_a_digest_goes_out_at_eight_in_taipei_within_a_day_and_never_in_the_past(now):
    due = rules.due_at("daily", now)
    assert now < due <= now + timedelta(days=1)
    assert due.astimezone(rules.TAIPEI).time() == rules.DIGEST_AT


@given(moments)
def test_what_happens_on_one_day_before_eight_and_after_the_last_eight_shares_a_digest(now):
    due = rules.due_at("daily", now)
    assert rules.due_at("daily", due - timedelta(seconds=1)) == due
    assert rules.due_at("daily", due) == due + timedelta(days=1)


@given(moments)
def test_at_once_is_now(now):
    assert rules.due_at("now", now) == now


@given(
    moments, st.timedeltas(timedelta(), timedelta(days=30)), st.timedeltas(timedelta(), timedelta(days=30))
)
def test_nobody_is_told_of_what_happened_before_they_confirmed_or_is_a_week_old(confirmed, after, later):
    happened = confirmed + after
    assert not rules.is_told(None, happened, happened)
    assert rules.is_told(confirmed, happened, happened + later) == (later <= rules.NEWS)
    if after:
        assert not rules.is_told(happened, confirmed, happened)
