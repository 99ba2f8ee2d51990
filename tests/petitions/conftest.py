"""A city with two offices, their staff, citizens, and a petition in each state that tests begin from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

from builders import make_citizen, make_officer, make_unit
from lightwell.kernel import clock
from lightwell.participation.petitions import actions, moderation, policies, signing
from lightwell.participation.petitions.actions import Text
from lightwell.participation.petitions.models import Petition
from lightwell.people.public import Account, Role, Unit

MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=clock.TAIPEI)
TITLE = "請在河濱公園加設兩間廁所"


@pytest.fixture
def monday() -> Iterator[datetime]:
    with clock.at(MONDAY):
        yield MONDAY


@pytest.fixture
def office(db: Any, monday: datetime) -> Unit:
    city = make_unit("city", name="燈市", name_en="Lantern City")
    return make_unit("parks", parent=city, name="公園處", name_en="Parks Office")


@pytest.fixture
def moderator(office: Unit) -> Account:
    return make_officer(office, role=Role.MODERATOR, email="moderator@parks.example")


@pytest.fixture
def officer(office: Unit) -> Account:
    return make_officer(office, email="officer@parks.example")


@pytest.fixture
def lead(office: Unit) -> Account:
    return make_officer(office, role=Role.LEAD, email="lead@parks.example")


@pytest.fixture
def outsider(office: Unit) -> Account:
    other = make_unit("roads", parent=office.parent, name="道路局", name_en="Roads Office")
    return make_officer(other, role=Role.LEAD, email="lead@roads.example")


@pytest.fixture
def author(office: Unit) -> Account:
    return make_citizen("author@home.example", name="張小明", verified=True)


@pytest.fixture
def citizen(office: Unit) -> Account:
    return make_citizen("signer@home.example", name="李大同", verified=True)


def text(office: Unit, **more: Any) -> Text:
    given = {
        "title": TITLE,
        "ask": "於河濱公園南北兩端各設一間公廁。",
        "why": "現在最近的一間要走二十分鐘。",
        **more,
    }
    return Text(unit=office, **given)


def need(number: int) -> None:
    """Let petitions that open today need so many signatures."""
    policy = policies.policy_on(clock.today())
    policy.threshold = number
    policy.save()


@pytest.fixture
def draft(office: Unit, author: Account) -> Petition:
    return actions.write_draft(text=text(office), by=author)


@pytest.fixture
def submitted(draft: Petition, author: Account) -> Petition:
    return actions.submit(petition=draft, by=author)


@pytest.fixture
def collecting(submitted: Petition) -> Petition:
    need(3)
    return moderation.accept(petition=submitted, by=None)


def sign(petition: Petition, *accounts: Account, display: str = "count") -> None:
    for account in accounts:
        assert signing.sign_as(petition=petition, account=account, display=display)


def signers(number: int) -> list[Account]:
    """People who are known; without passwords, since hashing one takes longer than all else."""
    return [make_citizen(password=None, verified=True) for _number in range(number)]
