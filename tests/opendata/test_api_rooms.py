"""The API as a whole: every room's operations are there, and what is private is in none of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from builders import make_unit
from lightwell.casework import public as casework
from lightwell.frontdoor.api import operations
from lightwell.record import public as record

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


def receive(
    kind: casework.Kind, title: str, visibility: casework.Visibility | None = None
) -> casework.Matter:
    return casework.receive(
        kind=kind.name, title=title, body=f"{title}：內文", channel="web", unit=make_unit("transport"), by=None,
        visibility=visibility, language="zh-hant",
    )  # fmt: skip


@pytest.fixture
def kind() -> casework.Kind:
    return next(kind for kind in casework.kinds() if casework.Visibility.PUBLIC in kind.visibilities)


def test_every_room_brings_its_operations():
    paths = {operation["path"] for operation in operations()}
    assert {"/api/v1/datasets", "/api/v1/matters", "/api/v1/scoreboard", "/api/v1/record/checkpoint"} <= paths


def test_a_public_matter_is_listed_and_told(client, kind):
    matter = receive(kind, "路燈不亮", casework.Visibility.PUBLIC)
    listed = client.get("/api/v1/matters?limit=1").json()
    assert [told["number"] for told in listed["matters"]] == [matter.number] and listed["next"] is None
    told = client.get(f"/api/v1/matters/{matter.number}?lang=en").json()
    assert told["text"] == "路燈不亮：內文" and told["stands"] and told["timeline"]
    assert told["timeline"][0]["proof"].startswith("http")


def test_pages_of_the_register_are_followed_by_next(client, kind, settings):
    settings.SITE_URL = ""
    numbers = [receive(kind, f"意見{n}", casework.Visibility.PUBLIC).number for n in range(3)]
    first = client.get("/api/v1/matters?limit=2").json()
    second = client.get(first["next"]).json()
    found = [told["number"] for told in first["matters"] + second["matters"]]
    assert found == numbers[::-1] and second["next"] is None


@pytest.fixture
def letters(kind) -> Iterator[casework.Kind]:
    """An invented kind whose matters are private."""
    private = replace(
        kind,
        name="invented_letter",
        prefix="ZZ",
        visibilities=(casework.Visibility.PRIVATE,),
        sequential=False,
    )
    casework.register_kind(private)
    yield private
    casework.forget_kind(private.name)


def test_a_private_matter_is_in_no_answer(client, letters):
    matter = receive(letters, "私人事項", casework.Visibility.PRIVATE)
    assert client.get(f"/api/v1/matters/{matter.number}").status_code == 404
    assert client.get(f"/api/v1/matters?q={matter.number}").json()["matters"] == []
    assert "私人事項" not in client.get("/api/v1/matters").content.decode()


def test_a_filter_that_does_not_exist_is_named(client):
    answer = client.get("/api/v1/matters?kind=nothing")
    assert answer.status_code == 400 and answer.json()["error"]["field"] == "kind"
    assert client.get("/api/v1/matters/XX-1").status_code == 404


def test_the_scoreboard_is_told(client):
    assert set(client.get("/api/v1/scoreboard").json()) == {"counted_at", "public", "private"}


@pytest.mark.django_db(transaction=True)
def test_the_checkpoint_is_told_once_there_is_one(client, kind):
    assert client.get("/api/v1/record/checkpoint").status_code == 404
    receive(kind, "路燈不亮", casework.Visibility.PUBLIC)
    record.integrate()
    told = client.get("/api/v1/record/checkpoint").json()
    assert told["size"] >= 1 and told["note"].splitlines()[0] == told["origin"]


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_page_about_the_api_lists_every_operation_without_foreign_scripts(client, prefix):
    text = client.get(f"{prefix}/api/").content.decode()
    for operation in operations():
        assert operation["path"] in text
    assert "cdn" not in text and '<script src="http' not in text
