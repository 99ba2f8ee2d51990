"""A city with two offices, their staff, a citizen, and a topic that is open on Monday, 2 March 2026."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from opinion_topics import PHASES, PROMISES

from builders import make_citizen, make_officer, make_unit
from lightwell.kernel import clock
from lightwell.participation.opinions import topics
from lightwell.participation.opinions.models import Topic
from lightwell.people.public import Account, Role, Unit

MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=clock.TAIPEI)


@pytest.fixture
def monday() -> Iterator[datetime]:
    with clock.at(MONDAY):
        yield MONDAY


@pytest.fixture
def city(db: Any, monday: datetime) -> Unit:
    return make_unit("city", name="燈市", name_en="Lantern City")


@pytest.fixture
def office(city: Unit) -> Unit:
    return make_unit("transport", parent=city, name="交通局", name_en="Transport Bureau")


@pytest.fixture
def other_office(city: Unit) -> Unit:
    return make_unit("parks", parent=city, name="公園處", name_en="Parks Office")


@pytest.fixture
def officer(office: Unit) -> Account:
    return make_officer(office, email="officer@transport.example", name="林主辦")


@pytest.fixture
def lead(office: Unit) -> Account:
    return make_officer(office, role=Role.LEAD, email="lead@transport.example", name="陳科長")


@pytest.fixture
def helper(office: Unit) -> Account:
    return make_officer(office, role=Role.HELPER, email="helper@transport.example", name="周小姐")


@pytest.fixture
def outsider(other_office: Unit) -> Account:
    return make_officer(other_office, role=Role.LEAD, email="lead@parks.example", name="王課長")


@pytest.fixture
def citizen(monday: datetime) -> Account:
    return make_citizen("someone@home.example", name="張小明")


@pytest.fixture
def topic(office: Unit, monday: datetime) -> Topic:
    drafted = topics.draft_topic(
        slug="night-bus",
        unit=office,
        fields=dict(PROMISES),
        phases=PHASES,
        themes=["末班時間 | Last bus", "班距"],
        by=None,
    )
    return topics.publish_topic(topic=drafted, by=None)
