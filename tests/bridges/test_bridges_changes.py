"""Changes are read once each, in order of commitment, and none is missed though transactions end out of order."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from lightwell.bridges.changes import public as changes_of
from lightwell.bridges.changes.public import Cursor
from lightwell.kernel import changes, clock
from lightwell.kernel.ref import Ref
from lightwell.record import public as record


def told(*ids: str) -> None:
    with transaction.atomic():
        changes.tell([Ref("thing", i) for i in ids])


def read_all(cursor: Cursor, limit: int = 1000) -> tuple[list[str], Cursor]:
    found: list[str] = []
    while True:
        rows, cursor = changes_of.read(cursor, limit)
        if not rows:
            return found, cursor
        found += [row.ref.id for row in rows]


@pytest.mark.django_db(transaction=True)
def test_a_change_is_read_once_whatever_the_size_of_the_bite():
    start = changes_of.here()
    told("a", "b", "c")
    told("d")
    for limit in (1, 2, 3, 1000):
        found, cursor = read_all(start, limit)
        assert sorted(found) == ["a", "b", "c", "d"] and changes_of.read(cursor) == ([], cursor)


@pytest.mark.django_db(transaction=True)
def test_a_change_committed_after_later_ones_is_not_missed_and_holds_none_up():
    begun, end = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            changes.tell([Ref("thing", "slow")])
            begun.set()
            end.wait(20)
        connection.close()

    start = changes_of.here()
    thread = threading.Thread(target=slow)
    thread.start()
    assert begun.wait(20)
    told("quick")
    first, cursor = read_all(start)
    assert first == ["quick"], "an open transaction holds up nobody"
    told("later")
    second, cursor = read_all(cursor)
    end.set()
    thread.join()
    third, cursor = read_all(Cursor.parse(str(cursor)))
    assert (second, third) == (["later"], ["slow"]) and read_all(cursor)[0] == []


@pytest.mark.django_db(transaction=True)
def test_an_entry_of_the_record_is_a_change_and_one_rolled_back_is_none():
    start = changes_of.here()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        record.enter(act="topic.published", subject=Ref("topic", "gone"), office="x/officer")
        raise ZeroDivisionError
    with transaction.atomic():
        record.enter(act="topic.published", subject=Ref("topic", "roads"), office="x/officer")
    rows, _cursor = changes_of.read(start)
    assert [(row.ref, row.act) for row in rows] == [(Ref("topic", "roads"), "topic.published")]


@pytest.mark.django_db(transaction=True)
def test_a_reader_goes_on_after_a_restore_into_a_cluster_that_counts_transactions_anew():
    told("before")
    found, cursor = read_all(Cursor(xmin=2**60, seen={7: 2**60}))
    assert "before" in found
    told("after")
    assert read_all(cursor)[0] == ["after"]


@pytest.mark.django_db
def test_what_is_older_than_a_week_is_cleared_away():
    from datetime import timedelta

    from lightwell.bridges.changes import writing

    with clock.at(clock.now() - timedelta(days=8)):
        told("old")
    told("new")
    assert writing.clear() == 1


@given(st.integers(0, 2**62), st.dictionaries(st.integers(1, 2**60), st.integers(1, 2**60), max_size=5))
def test_a_cursor_survives_being_written_down(xmin, seen):
    assert Cursor.parse(str(Cursor(xmin, seen))) == Cursor(xmin, seen)
