"""A city with two offices, their heads, and services published from files."""

from __future__ import annotations

from typing import Any

import pytest
from service_files import LAMPS, demo_file

from builders import make_officer, make_unit
from lightwell.people.public import Account, Role, Unit
from lightwell.services.directory import public as directory


@pytest.fixture
def office(db: Any, home: Any, frozen_clock: Any) -> Unit:
    city = make_unit("city", name="燈市", name_en="Lantern City")
    make_unit("social", parent=city, name="社會局", name_en="Social Affairs Bureau")
    return make_unit("transport", parent=city, name="交通局", name_en="Transport Bureau")


@pytest.fixture
def lead(office: Unit) -> Account:
    return make_officer(office, role=Role.LEAD, email="lead@transport.example", name="陳科長")


@pytest.fixture
def officer(office: Unit) -> Account:
    return make_officer(office, email="officer@transport.example", name="林主辦")


@pytest.fixture
def outsider(office: Unit) -> Account:
    return make_officer(make_unit("social"), role=Role.LEAD, email="lead@social.example", name="王課長")


@pytest.fixture
def lamps(lead: Account) -> directory.Service:
    return directory.load_definition(definition=LAMPS, by=lead)


@pytest.fixture
def allowance(office: Unit) -> directory.Service:
    return directory.load_definition(definition=demo_file("ride_allowance"), by=None)
