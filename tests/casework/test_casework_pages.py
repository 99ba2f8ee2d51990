"""The register, a matter's page, its person's own pages, files and feeds: what they show, to whom, in how many queries."""

from __future__ import annotations

import csv
import io
import json
from xml.etree import ElementTree

import pytest

from casework.conftest import mails, taipei
from lightwell.casework import public as casework
from lightwell.casework.exports import safe_cell
from lightwell.kernel import clock
from lightwell.record import public as record

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def answered(monday, send, officer, lead):
    matter = send()
    casework.assign(matter=matter, officer=officer, by=lead)
    casework.respond(matter=matter, text="已**修復**。", by=officer)
    return casework.close(matter=matter, outcome="lit", reason="換了燈泡。", by=officer)


def test_the_register_lists_public_matters_and_never_private_ones(client, monday, send):
    send(title="路燈不亮")
    send(kind="whisper", title="悄悄話", display="count")
    page = client.get("/register/")
    assert page.status_code == 200
    assert "路燈不亮" in page.content.decode() and "悄悄話" not in page.content.decode()
    assert "悄悄話" not in client.get("/register/?q=悄悄").content.decode()


def test_the_register_takes_a_fixed_number_of_queries(client, monday, send, django_assert_max_num_queries):
    for number in range(30):
        send(title=f"第{number}盞")
    casework.refresh_tallies(force=True)
    with django_assert_max_num_queries(4):
        client.get("/register/?unit=city&q=臺北")
    with django_assert_max_num_queries(5):
        client.get("/register/?after=LN-115-000020")
