"""Who may do what: a role holds for its unit and below, for its term, and nowhere else."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from hypothesis import given
from hypothesis import strategies as st

from lightwell.people import public as people
from lightwell.people.models import Role, RoleGrant
from lightwell.people.roles import PERMISSIONS, PERMISSIONS_OF
from lightwell.people.rules import Grant, Powers, ancestors, covers

slugs = st.sampled_from(["a", "b", "ab", "a-b", "c"])
paths = st.lists(slugs, min_size=1, max_size=5).map(lambda parts: "/" + "/".join(parts) + "/")
days = st.dates(date(2024, 1, 1), date(2026, 12, 31))
roles = st.sampled_from(list(Role.values))
permissions = st.sampled_from(sorted(PERMISSIONS))


@given(paths, paths, roles, days)
def test_a_grant_holds_at_its_unit_and_below_and_nowhere_else(granted, asked, role, day):
    powers = Powers((Grant(role, granted, day),), day)
    upward = asked.strip("/").split("/")[: len(granted.strip("/").split("/"))] == granted.strip("/").split(
        "/"
    )
    for permission in PERMISSIONS:
        assert powers.allow(permission, asked) == (upward and permission in PERMISSIONS_OF[role])


@given(paths, roles, days, st.integers(0, 400), st.integers(-500, 900))
def test_a_grant_holds_on_the_days_of_its_term_only(path, role, first, length, offset):
    last, day = first + timedelta(days=length), first + timedelta(days=offset)
    powers = Powers((Grant(role, path, first, last),), day)
    held = any(powers.allow(permission, path) for permission in PERMISSIONS)
    assert held == (first <= day <= last and bool(PERMISSIONS_OF[role]))


@given(st.lists(st.tuples(roles, paths), max_size=6), permissions, days)
def test_more_grants_never_allow_less(grants, permission, day):
    made = tuple(Grant(role, path, day) for role, path in grants)
    for path in {path for _role, path in grants}:
        fewer = Powers(made[1:], day).allow(permission, path)
        assert not fewer or Powers(made, day).allow(permission, path)


@given(st.lists(st.tuples(roles, paths), max_size=6), permissions, days)
def test_roots_cover_all_that_is_allowed_and_none_lies_below_another(grants, permission, day):
    powers = Powers(tuple(Grant(role, path, day) for role, path in grants), day)
    roots = powers.roots(permission)
    assert not any(covers(a, b) for a in roots for b in roots if a != b)
    for _role, path in grants:
        assert powers.allow(permission, path) == any(covers(root, path) for root in roots)


@given(paths)
def test_a_unit_stands_below_each_of_its_ancestors(path):
    found = list(ancestors(path))
    assert found[0] == path and all(covers(upper, path) for upper in found)
    assert len(found) == path.count("/") - 1


@pytest.mark.parametrize("permission", sorted(PERMISSIONS))
def test_a_permission_is_given_by_exactly_the_roles_of_the_table_at_the_unit_and_below(
    permission, account, tree
):
    for role in Role.values:
        somebody, expected = account(role, tree["transport"]), permission in PERMISSIONS_OF[role]
        assert people.can(somebody, permission, unit=tree["transport"]) == expected
        assert people.can(somebody, permission, unit=tree["buses"]) == expected
        assert people.can(somebody, permission) == expected
        assert not people.can(somebody, permission, unit=tree["city"])
        assert not people.can(somebody, permission, unit=tree["parks"])


def test_a_unit_whose_name_begins_like_another_is_not_below_it():
    assert not covers("/city/park/", "/city/parks/")


def test_nobody_signed_out_or_switched_off_may_do_anything(account, tree):
    off = account(Role.LEAD, tree["city"], is_active=False)
    for somebody in (None, AnonymousUser(), off):
        assert not any(people.can(somebody, p) for p in PERMISSIONS)


def test_a_permission_that_does_not_exist_is_an_error_and_not_a_no(account):
    with pytest.raises(ValueError, match="no such permission"):
        people.can(account(), "casework.anser")


def test_units_of_an_officer_are_the_unit_and_those_below(account, tree, django_assert_num_queries):
    officer = account(Role.OFFICER, tree["transport"])
    with django_assert_num_queries(2):
        assert [u.slug for u in people.units_of(officer, "casework.answer")] == ["transport", "buses"]
    assert people.units_of(officer, "people.administer") == []


def test_an_office_is_the_nearest_unit_and_the_highest_role_and_never_a_person(account, tree):
    somebody = account(Role.OFFICER, tree["transport"], name="王小明")
    RoleGrant.objects.create(account=somebody, role=Role.LEAD, unit=tree["city"])
    RoleGrant.objects.create(account=somebody, role=Role.HELPER, unit=tree["transport"])
    assert people.office_of(somebody, tree["buses"]) == "transport/officer"
    assert people.office_of(somebody, tree["parks"]) == "city/lead"
    assert people.office_of(somebody, tree["buses"], "casework.assign") == "city/lead"
    assert people.office_of(somebody, tree["cabinet"]) == "public"
    assert people.office_of(None, tree["city"]) == "system"


def test_officers_of_a_unit_are_its_own_before_those_above_and_never_of_a_sister(account, tree):
    above = account(Role.LEAD, tree["city"], name="above")
    own = account(Role.OFFICER, tree["transport"], name="own")
    account(Role.OFFICER, tree["parks"])
    ended = account(Role.OFFICER, tree["transport"])
    RoleGrant.objects.filter(account=ended).update(ends_on=date(2020, 1, 1))
    assert people.officers_of(tree["transport"]) == [own, above]


def test_require_refuses_in_words(account, tree):
    with pytest.raises(PermissionDenied, match="管理者"):
        people.require(account(), "casework.answer", unit=tree["city"])
