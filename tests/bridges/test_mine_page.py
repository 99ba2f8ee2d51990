"""One page of everything that is somebody's own, by the fixed queries of its sections; nobody else sees it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bridges.lamps import Lamps, lamps_known
from builders import make_citizen, make_unit
from lightwell.bridges.following import actions
from lightwell.bridges.mine import gathering
from lightwell.casework import public as casework
from lightwell.kernel import clock, mine
from lightwell.kernel.mine import Item, Section
from lightwell.people import public as people

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=clock.TAIPEI)


@pytest.fixture
def lamps(home) -> Iterator[Lamps]:
    with lamps_known() as known, clock.at(MONDAY):
        yield known


@pytest.fixture
def citizen(lamps) -> people.Account:
    return make_citizen("me@example.org", name="王小明")


@pytest.fixture
def invented() -> Iterator[list[Item]]:
    """A section of a room that mine does not know."""
    items: list[Item] = []
    mine.register(Section(key="kites", label="Kites", empty="No kite.", items=lambda _account: items, rank=5))
    try:
        yield items
    finally:
        mine._sections.pop("kites")


def page(account: people.Account, language: str = "") -> str:
    browser = Client()
    browser.force_login(account)
    return browser.get(f"{language}/mine/").content.decode()


def opinion(account: people.Account, title: str) -> casework.Matter:
    return casework.receive(
        kind="opinion", title=title, body=f"{title}的內容", channel="web", unit=make_unit("transport", name="交通局"),
        by=account, person=account,
    )  # fmt: skip


def test_what_needs_somebody_stands_first_soonest_first(citizen, invented):
    invented += [
        Item("晚一點", "/k/late/", due=date(2026, 4, 1), yours=True),
        Item("沒有期限", "/k/open/", yours=True),
        Item("先做", "/k/soon/", due=date(2026, 3, 3), yours=True),
        Item("不必做", "/k/idle/"),
    ]
    waiting = gathering.waiting(gathering.sections_of(citizen))
    assert [item.title for item in waiting] == ["先做", "晚一點", "沒有期限"]
    text = page(citizen)
    assert text.index("/k/soon/") < text.index("/k/late/") < text.index('id="kites"') < text.index("/k/idle/")


def test_an_empty_section_says_what_one_can_do(citizen, invented):
    text = page(citizen, "/en")
    assert "No kite." in text and "You follow nothing yet." in text and "Nothing waits for you" in text


def test_a_matter_says_where_it_stands_what_comes_next_and_by_when(citizen):
    matter = opinion(citizen, "路燈不亮")
    (item,) = next(s for s in gathering.sections_of(citizen) if s.section.key == "matters").items
    assert item.title == "路燈不亮" and item.href == f"/matters/{matter.number}/"
    assert item.due == matter.due_on and item.next and item.state
    assert "路燈不亮" in page(citizen) and "/mine/my-data.json" in page(citizen)


def test_what_somebody_follows_is_there_and_what_others_do_is_not(citizen, lamps):
    actions.follow(ref=lamps.light("one", title="我的燈"), by=citizen)
    actions.follow(ref=lamps.light("two", title="別人的燈"), by=make_citizen())
    text = page(citizen)
    assert "我的燈" in text and "別人的燈" not in text


def queries_of(account: people.Account) -> int:
    with CaptureQueriesContext(connection) as found:
        gathering.sections_of(account)
    return len(found)


def test_more_matters_and_follows_ask_no_more_queries(citizen, lamps):
    opinion(citizen, "第一件")
    actions.follow(ref=lamps.light("n0"), by=citizen)
    one = queries_of(citizen)
    for number in range(1, 6):
        opinion(citizen, f"第{number}件，另一件事")
        actions.follow(ref=lamps.light(f"n{number}"), by=citizen)
    assert queries_of(citizen) == one <= 20


def test_a_section_with_more_than_it_shows_says_so(citizen, lamps):
    for number in range(12):
        actions.follow(ref=lamps.light(f"n{number}"), by=citizen)
    shown = next(s for s in gathering.sections_of(citizen) if s.section.key == "follows")
    assert shown.count == "5+" and len(shown.items) == 5 and shown.more.endswith("/follows/")


def test_the_download_holds_everything_and_is_kept_by_nobody(citizen, lamps, invented):
    invented.append(Item("風箏", "/k/1/", due=date(2026, 4, 1)))
    opinion(citizen, "路燈不亮")
    for number in range(12):
        actions.follow(ref=lamps.light(f"n{number}"), by=citizen)
    browser = Client()
    browser.force_login(citizen)
    answer = browser.get("/mine/my-data.json")
    assert "no-store" in answer["Cache-Control"] and answer["Content-Disposition"].startswith("attachment")
    told = json.loads(answer.content)
    assert told["account"]["email"] == "me@example.org" and told["account"]["name"] == "王小明"
    assert len(told["sections"]["follows"]) == 12
    assert told["sections"]["matters"][0]["text"] == "路燈不亮的內容"
    assert (
        told["sections"]["kites"][0]["title"] == "風箏"
        and told["sections"]["kites"][0]["due"] == "2026-04-01"
    )
    assert "identity_fingerprint" not in answer.content.decode()


def test_nobody_sees_it_without_signing_in(db):
    for address in ("/mine/", "/mine/my-data.json", "/follows/"):
        assert Client().get(address).status_code == 302


def test_the_download_in_english_is_the_same_data(citizen, lamps):
    browser = Client()
    browser.force_login(citizen)
    assert (
        browser.get("/en/mine/my-data.json").json()["sections"].keys()
        == gathering.download(citizen)["sections"].keys()
    )
