"""Working-day arithmetic against literal days and against its own laws."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lightwell.kernel.bilingual import Bilingual
from lightwell.kernel.workdays import NoWorkingDay, WorkCalendar, days_after

# The Dragon Boat and Lunar New Year weeks of 2024 as the government announced them.
NEW_YEAR_2024 = {date(2024, 2, day): False for day in (8, 9, 12, 13, 14)} | {date(2024, 2, 17): True}
days = st.dates(date(2020, 1, 1), date(2030, 12, 31))
calendars = st.dictionaries(days, st.booleans(), max_size=60).map(WorkCalendar)


def test_the_weekly_rule_holds_where_nothing_else_is_said():
    calendar = WorkCalendar()
    assert [calendar.is_working(date(2026, 3, day)) for day in range(2, 9)] == [True] * 5 + [False] * 2


def test_lunar_new_year_is_skipped_and_the_make_up_saturday_counts():
    calendar = WorkCalendar(NEW_YEAR_2024)
    assert calendar.add_working_days(date(2024, 2, 7), 1) == date(2024, 2, 15)
    assert calendar.add_working_days(date(2024, 2, 7), 3) == date(2024, 2, 17)
    assert calendar.add_working_days(date(2024, 2, 19), -1) == date(2024, 2, 17)


def test_a_day_off_rolls_to_the_next_working_day_and_a_working_day_stays():
    calendar = WorkCalendar(NEW_YEAR_2024)
    assert calendar.roll_forward(date(2024, 2, 10)) == date(2024, 2, 15)
    assert calendar.roll_forward(date(2024, 2, 17)) == date(2024, 2, 17)


def test_a_holiday_is_a_weekday_off_and_has_a_name():
    calendar = WorkCalendar(
        {date(2024, 10, 31): False}, {date(2024, 10, 31): Bilingual("康芮颱風", "Typhoon Kong-rey")}
    )
    assert calendar.is_holiday(date(2024, 10, 31)) and not calendar.is_holiday(date(2024, 11, 2))
    assert calendar.name_of(date(2024, 10, 31)).in_language("en") == "Typhoon Kong-rey"
    assert calendar.name_of(date(2024, 11, 1)) is None


def test_a_calendar_that_never_opens_is_refused_rather_than_searched_for_ever():
    closed = WorkCalendar({date(2024, 1, 1) + timedelta(days=n): False for n in range(800)})
    with pytest.raises(NoWorkingDay):
        closed.add_working_days(date(2024, 1, 1), 1)


@given(calendars, days, st.integers(1, 90))
def test_adding_working_days_lands_on_the_day_that_closes_the_count(calendar, start, count):
    end = calendar.add_working_days(start, count)
    assert calendar.is_working(end)
    assert calendar.working_days_between(start, end) == count


@given(calendars, days, st.integers(1, 60))
def test_going_back_from_a_working_day_undoes_going_forward(calendar, start, count):
    start = calendar.roll_forward(start)
    assert calendar.add_working_days(calendar.add_working_days(start, count), -count) == start


@given(calendars, days, days)
def test_the_distance_of_two_days_changes_sign_with_their_order(calendar, first, last):
    assert calendar.working_days_between(first, last) == -calendar.working_days_between(last, first)


@given(calendars, days)
def test_rolling_forward_never_goes_back_and_passes_only_days_off(calendar, day):
    rolled = calendar.roll_forward(day)
    assert rolled >= day and calendar.is_working(rolled)
    assert not any(
        calendar.is_working(passed)
        for passed in days_after(day - timedelta(days=1), rolled - timedelta(days=1))
    )
