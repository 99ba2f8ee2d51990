"""Giving and ending roles: by administrators of the place, for a term, in the record, without naming anybody there."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from lightwell.kernel import clock
from lightwell.kernel.ref import Ref
from lightwell.kernel.refusal import Refusal
from lightwell.people import public as people
from lightwell.people.models import Role, RoleGrant
from lightwell.record import public as record
from lightwell.record.models import Entry

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=clock.TAIPEI)


def test_a_role_holds_from_its_first_day_to_its_last(account, tree):
    somebody, unit = account(), tree["parks"]
    with clock.at(NOW):
        people.grant_role(
            account=somebody,
            role="officer",
            unit=unit,
            starts_on=date(2026, 3, 3),
            ends_on=date(2026, 3, 5),
            by=None,
        )
    for day, may in ((2, False), (3, True), (5, True), (6, False)):
        with clock.at(NOW.replace(day=day)):
            assert people.can(somebody, "casework.answer", unit=unit) == may, day


def test_a_term_that_ends_before_it_begins_is_refused_at_its_field(account, tree):
    with pytest.raises(Refusal) as refused:
        people.grant_role(
            account=account(),
            role="officer",
            unit=tree["parks"],
            ends_on=clock.today() - timedelta(days=1),
            by=None,
        )
    assert refused.value.field == "ends_on" and not RoleGrant.objects.exists()


def test_nobody_gives_a_role_outside_what_they_administer(account, administrator, tree):
    for by, unit in (
        (administrator, tree["cabinet"]),
        (account(Role.LEAD, tree["city"]), tree["parks"]),
        (account(), tree["parks"]),
    ):
        with pytest.raises(PermissionDenied):
            people.grant_role(account=by, role=Role.ADMINISTRATOR, unit=unit, by=by)


def test_an_ended_role_gives_nothing_and_its_row_stays(account, administrator, tree):
    officer = account()
    grant = people.grant_role(account=officer, role="officer", unit=tree["parks"], by=administrator)
    people.revoke_role(grant=grant, by=administrator)
    assert not people.can(officer, "casework.answer", unit=tree["parks"])
    assert RoleGrant.objects.filter(pk=grant.pk).exists()
    people.grant_role(account=officer, role="officer", unit=tree["parks"], by=administrator)
    assert people.can(officer, "casework.answer", unit=tree["parks"])


def test_the_last_administrator_of_a_unit_cannot_be_ended(administrator, account, tree):
    grant = RoleGrant.objects.get(account=administrator)
    with pytest.raises(Refusal):
        people.revoke_role(grant=grant, by=administrator)
    people.grant_role(account=account(), role="administrator", unit=tree["cabinet"], by=None)
    people.revoke_role(grant=grant, by=administrator)
    assert not people.can(administrator, "people.administer")


def test_the_record_tells_role_unit_and_term_and_never_who(account, administrator, tree):
    somebody = account(email="tell.nobody@example.org", name="王小明")
    people.grant_role(account=somebody, role="officer", unit=tree["parks"], by=administrator)
    act = record.acts_of(Ref("unit", "parks"))[-1]
    leaf = Entry.objects.get(public_id=act.id).leaf
    text = leaf if isinstance(leaf, str) else bytes(leaf).decode()
    assert '"role":"officer"' in text and "tell.nobody" not in text and "王小明" not in text
    assert record.check(act.id, "account", "tell.nobody@example.org") == "unchanged"
