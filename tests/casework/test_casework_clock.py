"""The clock's rules: literal days that anybody can check on a calendar, and laws that hold for all."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import translation
from hypothesis import assume, given
from hypothesis import strategies as st

from lightwell.casework import clock
from lightwell.casework.clock import ClockState, Course, Measure, Pause, Terms, reckon
from lightwell.casework.explanation import facts_of, sentence
from lightwell.kernel.bilingual import Bilingual
from lightwell.kernel.workdays import DAY, WorkCalendar

SPRING_2026 = WorkCalendar(
    {date(2026, 4, 3): False, date(2026, 4, 6): False},
    {
        date(2026, 4, 3): Bilingual("兒童節補假", "Children's Day"),
        date(2026, 4, 6): Bilingual("清明節補假", "Tomb Sweeping Day"),
    },
)
NEW_YEAR_2024 = WorkCalendar(
    {date(2024, 2, d): False for d in (8, 9, 12, 13, 14)} | {date(2024, 2, 17): True}
)

days = st.dates(date(2024, 1, 1), date(2026, 12, 31))
calendars = st.dictionaries(st.dates(date(2024, 1, 1), date(2028, 12, 31)), st.booleans(), max_size=80).map(
    WorkCalendar
)
terms = st.builds(
    Terms,
    st.sampled_from(Measure),
    st.integers(1, 90),
    st.integers(0, 60),
    st.integers(0, 60),
    st.integers(0, 5),
    st.integers(1, 10),
)


@st.composite
def courses(draw, received=days):
    """A received day and up to three pauses after it, one after the other, the last perhaps running."""
    start = draw(received)
    pauses, day = [], start
    for _number in range(draw(st.integers(0, 3))):
        day += draw(st.integers(0, 30)) * DAY
        until = day + draw(st.integers(0, 40)) * DAY
        pauses.append(Pause(day, until))
        day = until
    return Course(start, tuple(pauses), draw(st.booleans()))


WEEKLY = WorkCalendar()


def due(rule, received, calendar=WEEKLY, today=date(2030, 1, 1), **course):
    return reckon(rule, Course(received, **course), calendar, today).due


def test_day_zero_is_the_day_of_receipt():
    assert due(Terms(Measure.WORKING, 1), date(2026, 3, 2)) == date(2026, 3, 3)
    assert due(Terms(Measure.CALENDAR, 1), date(2026, 3, 2)) == date(2026, 3, 3)


def test_thirty_working_days_skip_weekends_and_tomb_sweeping():
    assert due(Terms(Measure.WORKING, 30), date(2026, 3, 2), SPRING_2026) == date(2026, 4, 15)


def test_thirty_calendar_days_that_end_on_a_holiday_roll_to_the_next_working_day():
    assert due(Terms(Measure.CALENDAR, 30), date(2026, 3, 4), SPRING_2026) == date(2026, 4, 7)


def test_a_make_up_saturday_is_a_working_day_like_any_other():
    assert due(Terms(Measure.WORKING, 3), date(2024, 2, 7), NEW_YEAR_2024) == date(2024, 2, 17)
    assert due(Terms(Measure.CALENDAR, 10), date(2024, 2, 7), NEW_YEAR_2024) == date(2024, 2, 17)


def test_a_pause_of_a_week_moves_a_calendar_clock_by_a_week():
    paused = (Pause(date(2026, 3, 9), date(2026, 3, 16)),)
    assert due(Terms(Measure.CALENDAR, 30), date(2026, 3, 2)) == date(2026, 4, 1)
    assert due(Terms(Measure.CALENDAR, 30), date(2026, 3, 2), pauses=paused) == date(2026, 4, 8)


def test_a_pause_on_the_due_day_leaves_that_day_to_be_counted_after_it():
    assert due(Terms(Measure.WORKING, 5), date(2026, 3, 2)) == date(2026, 3, 9)
    paused = (Pause(date(2026, 3, 9), date(2026, 3, 18)),)
    assert due(Terms(Measure.WORKING, 5), date(2026, 3, 2), pauses=paused) == date(2026, 3, 18)


def test_the_extension_is_counted_from_the_whole_and_rolled_once():
    assert due(Terms(Measure.CALENDAR, 60, 30), date(2026, 1, 5), extended=True) == date(2026, 4, 6)
    assert due(Terms(Measure.CALENDAR, 60, 30), date(2026, 1, 5), SPRING_2026, extended=True) == date(
        2026, 4, 7
    )


def test_warnings_are_counted_in_working_days_around_the_due_day():
    rule = Terms(Measure.CALENDAR, 30, due_soon_days=3, escalate_after_days=5)
    assert clock.warn_on(rule, date(2026, 4, 8), SPRING_2026) == date(2026, 4, 1)
    assert clock.escalate_on(rule, date(2026, 4, 1), SPRING_2026) == date(2026, 4, 10)


def test_the_computation_is_said_in_both_languages():
    found = facts_of(
        reckon(Terms(Measure.WORKING, 30), Course(date(2026, 3, 2)), SPRING_2026, date(2026, 3, 2)),
        SPRING_2026,
    )
    with translation.override("en"):
        assert sentence(found) == (
            "30 working days from 2 March 2026, skipping 12 weekend days, Children's Day and Tomb Sweeping Day."
        )
    with translation.override("zh-hant"):
        assert (
            sentence(found) == "自2026年3月2日（一）起算30個工作天，跳過12個週末日、兒童節補假及清明節補假。"
        )


@given(terms, courses(), calendars)
def test_nothing_is_ever_due_on_a_day_off_or_on_the_day_of_receipt(rule, course, calendar):
    found = reckon(rule, course, calendar, date(2030, 1, 1))
    assert calendar.is_working(found.due)
    assert found.due > course.received


@given(terms, courses(), calendars)
def test_a_working_clock_counts_exactly_the_days_of_its_rule(rule, course, calendar):
    assume(rule.measure is Measure.WORKING)
    still = clock.still_days(rule, course.pauses, date(2030, 1, 1))
    found = reckon(rule, course, calendar, date(2030, 1, 1))
    counted = calendar.working_days_between(course.received, found.due)
    stood = sum(1 for day in still if course.received < day <= found.due and calendar.is_working(day))
    assert counted - stood == rule.days + (rule.extension_days if course.extended else 0)


@given(terms, courses(), calendars)
def test_a_calendar_clock_never_ends_before_its_days_have_passed(rule, course, calendar):
    assume(rule.measure is Measure.CALENDAR)
    found = reckon(rule, course, calendar, date(2030, 1, 1))
    assert (found.due - course.received).days >= rule.days + found.extension
    assert all(
        not calendar.is_working(day)
        for day in found.rolled_over
        if day not in clock.still_days(rule, course.pauses, date(2030, 1, 1))
    )


@given(terms, courses(), calendars, calendars)
def test_a_changed_calendar_may_move_a_promise_later_and_never_earlier(rule, course, before, after):
    promised = reckon(rule, course, before, date(2030, 1, 1)).due
    told = Course(course.received, course.pauses, course.extended, promised)
    found = reckon(rule, told, after, date(2030, 1, 1))
    assert found.due >= promised
    assert after.is_working(found.due)


@given(terms, courses(), calendars, st.integers(0, 40), st.integers(0, 40))
def test_a_longer_pause_never_brings_the_day_nearer(rule, course, calendar, first, more):
    start = course.received + DAY
    short = Course(course.received, (Pause(start, start + first * DAY),))
    long = Course(course.received, (Pause(start, start + (first + more) * DAY),))
    today = date(2030, 1, 1)
    assert reckon(rule, short, calendar, today).due <= reckon(rule, long, calendar, today).due


@given(terms, courses(), calendars)
def test_pauses_together_never_stand_still_longer_than_their_cap(rule, course, calendar):
    assert len(clock.still_days(rule, course.pauses, date(2030, 1, 1))) <= rule.pause_cap_days


@given(terms, courses(), st.integers(0, 30), calendars)
def test_a_pause_ends_by_itself_on_the_day_on_which_the_cap_is_reached(rule, course, wait, calendar):
    last = course.pauses[-1].until if course.pauses else course.received
    since = last + wait * DAY
    running = Course(course.received, (*course.pauses, Pause(since)))
    end = clock.pause_ends(rule, running.pauses)
    assert end is not None
    full = clock.still_days(rule, (*course.pauses, Pause(since, end)), end)
    assert len(full) == rule.pause_cap_days or end == since
    assert clock.still_days(rule, running.pauses, end + 50 * DAY) == full


@given(terms, courses(), calendars)
def test_an_extension_moves_the_day_later_once(rule, course, calendar):
    assume(rule.extension_days)
    plain = Course(course.received, course.pauses, extended=False)
    longer = Course(course.received, course.pauses, extended=True)
    today = date(2030, 1, 1)
    first, second = (reckon(rule, each, calendar, today).due for each in (plain, longer))
    assert second >= first
    assert clock.may_extend(rule, plain, first, first)
    assert not clock.may_extend(rule, plain, first, first + DAY)
    assert not clock.may_extend(rule, longer, second, course.received)


@given(terms, courses(), calendars)
def test_the_warning_comes_before_the_day_and_the_escalation_after_it(rule, course, calendar):
    found = reckon(rule, course, calendar, date(2030, 1, 1)).due
    assert clock.warn_on(rule, found, calendar) <= found < clock.escalate_on(rule, found, calendar)


ladder = st.fixed_dictionaries(
    {name: st.booleans() for name in ("stopped", "paused", "extended", "escalated")}
)


@given(days, st.integers(0, 10), st.integers(-20, 20), ladder)
def test_a_clock_is_in_one_state_and_the_gravest_one_wins(day, warning, offset, flags):
    state = clock.state_on(day + offset * DAY, due=day, warn=day - warning * DAY, **flags)
    assert (state is ClockState.STOPPED) == flags["stopped"]
    if not any((flags["stopped"], flags["paused"], flags["escalated"])):
        assert (state is ClockState.OVERDUE) == (offset > 0)
        assert (state is ClockState.DUE_SOON) == (-warning <= offset <= 0)
        assert (state is ClockState.EXTENDED) == (flags["extended"] and offset < -warning)


@given(st.dates(date(2024, 1, 1), date(2026, 6, 1)), calendars, st.integers(1, 60))
def test_every_step_of_the_explanation_adds_up_to_the_day(received, calendar, count):
    found = reckon(Terms(Measure.WORKING, count), Course(received), calendar, received)
    off = found.weekend_days + len(found.holidays)
    assert found.received + timedelta(days=count + off) == found.due
