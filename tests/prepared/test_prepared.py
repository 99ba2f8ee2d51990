"""Queries compiled once give the rows that Django's own would, for every value and from every thread."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet

from builders import make_unit
from lightwell.kernel import clock
from lightwell.people.public import Account, Unit
from lightwell.prepared import SHAPES, NotPlain, bring, prepared

pytestmark = pytest.mark.django_db


@prepared
def below(limit: int, *, path: str) -> QuerySet[Unit]:
    return Unit.objects.filter(path__gt=path).select_related("parent").order_by("path")[:limit]


def test_other_values_give_other_rows_from_the_same_sql():
    first = make_unit("alpha")
    make_unit("beta", parent=first)
    assert [unit.slug for unit in below(5, path=first.path)] == ["beta"]
    assert [unit.slug for unit in below(5, path="")] == ["alpha", "beta"]
    assert [unit.slug for unit in below(1, path="")] == ["alpha"]
    assert len(below._compiled) == 2


def test_related_objects_come_along_in_one_query(django_assert_num_queries):
    make_unit("beta", parent=make_unit("alpha"))
    with django_assert_num_queries(1):
        assert [unit.parent and unit.parent.slug for unit in below(5, path="")] == [None, "alpha"]


def test_rows_of_values_keep_their_form():
    make_unit("alpha", name="交通局")

    @prepared
    def named(*, slug: str) -> QuerySet[Any, Any]:
        return Unit.objects.filter(slug=slug).values_list("slug", "name")

    @prepared
    def names(*, slug: str) -> QuerySet[Any, Any]:
        return Unit.objects.filter(slug=slug).values_list("name", flat=True)

    assert named(slug="alpha") == [("alpha", "交通局")] and names.first(slug="alpha") == "交通局"
    assert named.first(slug="omega") is None


def test_days_moments_and_numbers_are_values_too():
    @prepared
    def joined(*, since: datetime, pk: int) -> QuerySet[Account]:
        return Account.objects.filter(joined_at__gte=since, pk__gt=pk)

    account = Account.objects.create_user("somebody@example.org", "correct-horse-battery")
    assert joined(since=account.joined_at, pk=0) == [account]
    assert joined(since=account.joined_at, pk=account.pk) == []
    assert joined(since=clock.now() + timedelta(days=1), pk=0) == []


def test_a_value_that_is_no_plain_parameter_is_refused_when_the_query_is_compiled():
    @prepared
    def holding(*, word: str) -> QuerySet[Unit]:
        return Unit.objects.filter(name__contains=word)

    with pytest.raises(NotPlain, match="word"):
        holding(word="局")


@pytest.mark.parametrize("value", [True, None, 1.5, ["a"]])
def test_what_cannot_stand_for_any_other_value_is_refused(value):
    @prepared
    def named(*, slug: str) -> QuerySet[Unit]:
        return Unit.objects.filter(slug=slug)

    with pytest.raises(NotPlain):
        named(slug=value)


def test_nothing_is_never_a_value_even_of_a_compiled_query():
    assert below(3, path="zzz") == []
    with pytest.raises(NotPlain):
        below(3, path=None)


def test_related_rows_of_another_query_stand_as_if_prefetched(django_assert_num_queries):
    parent, lonely = make_unit("alpha"), make_unit("omega")
    make_unit("beta", parent=parent)
    units, children = [parent, lonely], list(Unit.objects.exclude(parent=None))
    with django_assert_num_queries(0):
        bring(units, "children", children, by="parent_id")
        assert [unit.slug for unit in parent.children.all()] == ["beta"]
        assert list(lonely.children.all()) == []


def test_prefetching_is_refused():
    @prepared
    def with_children() -> QuerySet[Unit]:
        return Unit.objects.prefetch_related("children")

    with pytest.raises(NotPlain):
        with_children()


def test_a_query_that_can_have_no_rows_has_none(django_assert_num_queries):
    @prepared
    def none_of(slugs: tuple[str, ...]) -> QuerySet[Unit]:
        return Unit.objects.filter(slug__in=slugs)

    with django_assert_num_queries(0):
        assert none_of(()) == [] and none_of(()) == []


def test_the_number_of_kept_shapes_is_bounded():
    for limit in range(1, SHAPES + 20):
        below(limit, path="zzz")
    assert len(below._compiled) <= SHAPES


def test_a_day_is_told_from_a_moment():
    @prepared
    def expiring(*, day: date) -> QuerySet[Any, Any]:
        from lightwell.people.models import CalendarDay

        return CalendarDay.objects.filter(day=day).values_list("day", flat=True)

    assert expiring(day=date(2026, 3, 2)) == []


@pytest.mark.django_db(transaction=True)
def test_every_thread_asks_through_its_own_connection():
    make_unit("alpha")

    def slugs(_turn: int) -> list[str]:
        try:
            return [unit.slug for unit in below(5, path="")]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        assert set(map(tuple, threads.map(slugs, range(12)))) == {("alpha",)}
