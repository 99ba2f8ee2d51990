from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lightwell.engines.tlog.merkle import hash_leaf, root_of, verify_inclusion
from lightwell.kernel.workdays import WorkCalendar
from lightwell.participation.petitions import rules
from lightwell.participation.petitions.criteria import CRITERIA, criterion_of
from lightwell.participation.petitions.queries import audit_path
from lightwell.participation.petitions.rules import MOVES, PUBLIC, State, Terms

days = st.dates(date(2020, 1, 1), date(2035, 12, 31))
off = st.sets(st.integers(-5, 40), max_size=12)


@given(days, off, st.integers(1, 15))
def test_moderation_is_due_on_a_working_day_after_exactly_so_many_of_them(start, holidays, number):
    calendar = WorkCalendar({start + timedelta(n): False for n in holidays})
    due = rules.moderation_due(Terms(moderation_days=number), start, calendar)
    assert calendar.is_working(due)
    between = [start + timedelta(n) for n in range(1, (due - start).days + 1)]
    assert sum(calendar.is_working(day) for day in between) == number


@given(days, st.integers(1, 730))
def test_a_petition_can_be_signed_on_its_last_day_and_not_on_the_next(opened, number):
    last = rules.closes_on(Terms(collecting_days=number), opened)
    assert (last - opened).days == number
    for state in rules.SIGNABLE:
        assert rules.may_sign(state, last, opened) and rules.may_sign(state, last, last)
        assert not rules.may_sign(state, last, last + timedelta(1))
    assert not rules.expired(State.COLLECTING, last, last)
    assert rules.expired(State.COLLECTING, last, last + timedelta(1))


@given(st.sampled_from(State), days, days)
def test_a_petition_never_both_collects_and_has_run_out(state, last, today):
    assert not (rules.may_sign(state, last, today) and rules.expired(state, last, today))


@given(st.integers(0, 10**7), st.integers(1, 10**7))
def test_a_hundred_percent_are_there_only_when_the_threshold_is_reached(signatures, threshold):
    reached = rules.reached(State.COLLECTING, signatures, threshold)
    assert (rules.percent(signatures, threshold) == 100) == reached == (signatures >= threshold)


def test_only_a_petition_that_collects_reaches_a_threshold():
    assert [state for state in State if rules.reached(state, 9, 9)] == [State.COLLECTING]


@given(st.sampled_from(State), st.sampled_from(sorted(MOVES)))
def test_a_step_that_is_not_listed_is_refused(state, step):
    if state in MOVES[step]:
        assert rules.after(state, step) is MOVES[step][state]
    else:
        with pytest.raises(rules.NotOpen):
            rules.after(state, step)


def test_every_state_is_reached_from_a_draft_and_nothing_public_becomes_unseen():
    seen, new = set(), {State.DRAFT}
    while new:
        seen |= new
        new = {
            target for moves in MOVES.values() for source, target in moves.items() if source in seen
        } - seen
    assert seen == set(State)
    moves = [(source, target) for step in MOVES.values() for source, target in step.items()]
    assert all(target in PUBLIC for source, target in moves if source in PUBLIC)


def test_a_criterion_has_a_code_of_its_own_and_says_what_it_means():
    assert len({each.code for each in CRITERIA}) == len(CRITERIA)
    assert all(str(each.label) and str(each.meaning) and criterion_of(each.code) is each for each in CRITERIA)
    assert criterion_of("whatever") is None


@given(st.lists(st.binary(max_size=40), min_size=1, max_size=70), st.data())
def test_each_leaf_of_a_tally_can_be_proved_and_no_other(entries, data):
    leaves = [hash_leaf(entry) for entry in entries]
    index = data.draw(st.integers(0, len(leaves) - 1))
    path = audit_path(index, leaves)
    verify_inclusion(index, len(leaves), leaves[index], path, root_of(leaves))
    with pytest.raises(Exception, match="proof"):
        verify_inclusion(index, len(leaves), hash_leaf(b"another" * 9), path, root_of(leaves))
