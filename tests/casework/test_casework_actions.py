"""The verbs of casework on real PostgreSQL: what they do, who may, what they refuse."""

from __future__ import annotations

from datetime import date

import pytest

from casework.conftest import mails, taipei
from lightwell.casework import public as casework
from lightwell.kernel import clock

pytestmark = pytest.mark.django_db


def test_a_matter_gets_number_clock_and_receipt_at_once(monday, send, person):
    matter = send(person=person, display="name")
    assert matter.number == "LN-115-000001"
    assert (matter.state, matter.phase, matter.clock_state) == ("received", "open", "running")
    assert matter.due_on == date(2026, 4, 1)
    assert matter.display_name == "張小明"
    assert mails() == [("casework/receipt", "someone@home.example")]


def test_the_whole_way_from_receipt_to_outcome(monday, send, officer, lead, person):
    matter = send(person=person)
    casework.assign(matter=matter, officer=officer, by=lead)
    with clock.at(taipei(2026, 3, 20, 9)):
        casework.respond(matter=matter, text="**已修復**。", by=officer)
        matter = casework.close(matter=matter, outcome="lit", reason="燈泡已更換。", by=officer)
    assert (matter.state, matter.phase, matter.clock_state) == ("closed", "closed", "stopped")
    assert (matter.on_time, matter.answer_days) == (True, 14)
    assert [event.act for event in matter.events.all()] == [
        "matter.received",
        "matter.assigned",
        "response.published",
        "matter.closed",
    ]
    assert [template for template, _to in mails()] == [
        "casework/receipt",
        "casework/answered",
        "casework/closed",
    ]
