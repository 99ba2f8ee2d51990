"""An invented kind, some units and people: casework is tested without any wing above it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from lightwell.casework import public as casework
from lightwell.casework.clock import Measure, Terms
from lightwell.casework.kinds import Kind, Move, Outcome, Phase, Reason, State, Visibility
from lightwell.kernel import clock
from lightwell.people.models import Account, Calendar, Role, RoleGrant, Unit
from lightwell.post.models import Message

settings.register_profile(
    "patient", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)  # slow machines are not bugs
settings.load_profile("patient")


def taipei(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=clock.TAIPEI)  # type: ignore[arg-type,misc]


MONDAY = taipei(2026, 3, 2, 10)

STATES = (
    State(
        "received",
        Phase.OPEN,
        "Received",
        "The lantern office has it.",
        "The office decides who looks at it.",
    ),
    State("assigned", Phase.OPEN, "Assigned", "An officer looks at it.", "The office answers."),
    State("waiting", Phase.PAUSED, "Waiting", "The office waits for a photograph.", "You send a photograph."),
    State(
        "answered", Phase.ANSWERED, "Answered", "The office has answered.", "The office says what came of it."
    ),
    State("closed", Phase.CLOSED, "Closed", "Closed."),
    State("refused", Phase.CLOSED, "Refused", "Not taken up."),
    State("joined", Phase.CLOSED, "Joined", "Joined with another."),
    State("withdrawn", Phase.WITHDRAWN, "Withdrawn", "Taken back."),
)
MOVES = (
    Move("assign", ("received",), "assigned", "Assign"),
    Move("answer", ("assigned",), "answered", "Answer"),
    Move("close", ("answered",), "closed", "Close"),
    Move("refuse", ("received",), "refused", "Refuse", reasons=("off_topic", "abuse")),
    Move("wait", ("assigned",), "waiting", "Ask for a photograph"),
    Move("go_on", ("waiting",), "assigned", "The photograph came"),
    Move("reopen", ("refused", "joined"), "received", "Take it up again"),
    Move("merge", ("received", "assigned"), "joined", "Join"),
    Move("withdraw", ("received", "assigned"), "withdrawn", "Withdraw"),
)
OUTCOMES = (
    Outcome("lit", "Lit", counts=1.0),
    Outcome("half", "Half lit", counts=0.5),
    Outcome("dark", "Left dark", counts=0.0),
)
REASONS = (Reason("off_topic", "Not about lanterns"), Reason("abuse", "Abusive"))
LANTERN = Kind(
    name="lantern", label="Lantern", plural="Lanterns", prefix="LN", states=STATES, moves=MOVES, outcomes=OUTCOMES,
    reasons=REASONS, terms=Terms(Measure.CALENDAR, 30, 30, pause_cap_days=20),
)  # fmt: skip
WHISPER = Kind(
    name="whisper", label="Whisper", plural="Whispers", prefix="WH", states=STATES, moves=MOVES, outcomes=OUTCOMES,
    reasons=REASONS, terms=Terms(Measure.WORKING, 10, 5), visibilities=(Visibility.PRIVATE,), sequential=False,
)  # fmt: skip


@pytest.fixture(autouse=True)
def invented_kinds() -> Iterator[None]:
    casework.register_kind(LANTERN)
    casework.register_kind(WHISPER)
    yield
    casework.forget_kind("lantern")
    casework.forget_kind("whisper")


@pytest.fixture
def monday() -> Iterator[datetime]:
    """2 March 2026, a Monday, ten o'clock in Taipei."""
    with clock.at(MONDAY):
        yield MONDAY


@pytest.fixture
def city(db: Any) -> Unit:
    calendar = Calendar.objects.create(slug="national", name="全國辦公日曆", name_en="National")
    for day, name, english in (
        (date(2026, 4, 3), "兒童節補假", "Children's Day (observed)"),
        (date(2026, 4, 6), "清明節補假", "Tomb Sweeping Day (observed)"),
    ):
        calendar.days.create(day=day, working=False, reason=name, reason_en=english)
    return Unit.objects.create(
        slug="city", name="燈市", name_en="Lantern City", path="/city/", calendar=calendar
    )


@pytest.fixture
def office(city: Unit) -> Unit:
    return Unit.objects.create(
        slug="lamps", name="燈具課", name_en="Lamp Office", parent=city, path="/city/lamps/"
    )


@pytest.fixture
def other_office(city: Unit) -> Unit:
    return Unit.objects.create(
        slug="bridges", name="橋樑課", name_en="Bridge Office", parent=city, path="/city/bridges/"
    )


def account(email: str, unit: Unit | None = None, role: str = "", **fields: Any) -> Account:
    made = Account.objects.create_user(email=email, password=None, **fields)
    if unit is not None:
        RoleGrant.objects.create(account=made, role=role, unit=unit, starts_on=date(2020, 1, 1))
    return made


@pytest.fixture
def officer(office: Unit) -> Account:
    return account("officer@lamps.example", office, Role.OFFICER, name="林主辦")


@pytest.fixture
def lead(office: Unit) -> Account:
    return account("lead@lamps.example", office, Role.LEAD, name="陳課長")


@pytest.fixture
def mayor(city: Unit) -> Account:
    return account("mayor@city.example", city, Role.LEAD, name="王局長")


@pytest.fixture
def outsider(other_office: Unit) -> Account:
    return account("officer@bridges.example", other_office, Role.OFFICER)


@pytest.fixture
def person(db: Any) -> Account:
    return account("someone@home.example", name="張小明")


@pytest.fixture
def send(office: Unit) -> Any:
    """Receive a lantern; keyword arguments replace the usual ones."""

    def receive(**changes: Any) -> casework.Matter:
        usual = {
            "kind": "lantern", "title": "路燈不亮", "body": "臺北路三段的路燈壞了兩週。", "channel": "web", "unit": office,
            "by": None,
        }  # fmt: skip
        return casework.receive(**{**usual, **changes})

    return receive


def mails() -> list[tuple[str, str]]:
    """Templates and addresses of all mail, in order."""
    return [(message.template, message.to) for message in Message.objects.order_by("pk")]
