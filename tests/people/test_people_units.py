"""The tree of units: paths follow every move, and each change is an official act."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from lightwell.kernel.ref import Ref
from lightwell.kernel.refusal import Refusal
from lightwell.people import public as people
from lightwell.people.models import Role, Unit
from lightwell.record import public as record


def paths() -> list[str]:
    return list(Unit.objects.order_by("path").values_list("path", flat=True))


def test_a_move_takes_all_below_along(tree):
    people.move_unit(unit=tree["transport"], parent=tree["parks"], by=None)
    assert paths() == [
        "/cabinet/",
        "/cabinet/city/",
        "/cabinet/city/parks/",
        "/cabinet/city/parks/transport/",
        "/cabinet/city/parks/transport/buses/",
    ]
    assert all(u.path == f"{u.parent.path if u.parent else '/'}{u.slug}/" for u in Unit.objects.all())


def test_a_unit_cannot_hang_below_itself(tree):
    before = paths()
    for below in ("transport", "buses"):
        with pytest.raises(Refusal):
            people.move_unit(unit=tree["transport"], parent=tree[below], by=None)
    assert paths() == before


def test_a_role_moves_with_its_unit_and_roles_above_the_old_place_end_there(account, tree):
    officer, lead = account(Role.OFFICER, tree["buses"]), account(Role.LEAD, tree["transport"])
    people.move_unit(unit=tree["buses"], parent=tree["parks"], by=None)
    tree["buses"].refresh_from_db()
    assert people.can(officer, "casework.answer", unit=tree["buses"])
    assert not people.can(lead, "casework.answer", unit=tree["buses"])


def test_a_short_name_is_taken_once_and_must_be_fit_for_an_address(tree):
    for slug in ("parks", "Parks", "公園", "-parks", "a" * 41, "a_b", "a/b", ""):
        with pytest.raises(Refusal) as refused:
            people.create_unit(slug=slug, name="公園", parent=tree["city"], by=None)
        assert refused.value.field == "slug"


def test_only_an_administrator_of_the_place_changes_the_tree(account, administrator, tree):
    made = people.create_unit(slug="lights", name="路燈", parent=tree["city"], by=administrator)
    assert made.path == "/cabinet/city/lights/"
    for somebody, parent in ((account(Role.LEAD, tree["city"]), "city"), (administrator, "cabinet")):
        with pytest.raises(PermissionDenied):
            people.create_unit(slug="more", name="更多", parent=tree[parent], by=somebody)
    with pytest.raises(Refusal):
        people.create_unit(slug="root", name="根", by=administrator)
    with pytest.raises(PermissionDenied):
        people.move_unit(unit=tree["parks"], parent=tree["cabinet"], by=administrator)


def test_each_change_stands_in_the_record_under_the_office_that_made_it(administrator, account, tree):
    parks = tree["parks"]
    people.rename_unit(unit=parks, name="公園處", name_en="Parks", by=administrator)
    officer = account()
    with pytest.raises(Refusal):
        people.name_information_officer(unit=parks, account=officer, by=administrator)
    people.grant_role(account=officer, role=Role.OFFICER, unit=parks, by=administrator)
    people.name_information_officer(unit=parks, account=officer, by=administrator)
    people.close_unit(unit=parks, by=administrator)
    acts = {act.act: act.office for act in record.acts_of(Ref("unit", "parks"))}
    office = "city/administrator"
    assert acts == {
        "unit.created": "system",
        "unit.renamed": office,
        "role.granted": office,
        "unit.information_officer_named": office,
        "unit.closed": office,
    }


def test_a_unit_with_units_in_use_below_is_not_closed(tree):
    with pytest.raises(Refusal):
        people.close_unit(unit=tree["transport"], by=None)
