"""Links across wings: made by texts and by offices, shown on both pages, of public things only, by one query."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from bridges.lamps import Lamps, lamps_known, touched
from builders import make_citizen, make_officer, make_unit
from lightwell.bridges.changes.models import Change, Reader
from lightwell.bridges.related import actions, keeping, parts
from lightwell.bridges.related.models import End, Link
from lightwell.bridges.related.rules import SHOWN
from lightwell.casework import public as casework
from lightwell.kernel import clock
from lightwell.kernel.ref import Ref
from lightwell.kernel.refusal import Refusal
from lightwell.people.public import Role
from lightwell.record import public as record

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=clock.TAIPEI)


@pytest.fixture
def lamps(home) -> Iterator[Lamps]:
    with lamps_known() as known, clock.at(MONDAY):
        keeping.run()
        yield known


def pairs() -> set[tuple[str, str, str]]:
    rows = Link.objects.select_related("source", "target")
    return {(link.source.target, link.way, link.target.target) for link in rows}


def shown(ref: Ref) -> str:
    return str(parts.related(ref))


def test_a_text_that_names_a_page_links_both(lamps):
    two = lamps.light("two", title="第二盞")
    one = lamps.light("one", text="請比照 /lamps/two/ 辦理", title="第一盞")
    touched(one)
    keeping.run()
    assert pairs() == {("one", "cites", "two")}
    assert "第二盞" in shown(one) and "/lamps/two/" in shown(one) and "亮著" in shown(one)
    assert "第一盞" in shown(two) and shown(one) != shown(two)


def test_a_link_goes_when_the_text_no_longer_names_the_page(lamps):
    lamps.light("two")
    touched(lamps.light("one", text="/lamps/two/"))
    keeping.run()
    touched(lamps.light("one", text="改了"))
    keeping.run()
    assert pairs() == set() and shown(Ref("lamp", "two")) == ""


def test_a_page_that_is_named_before_it_is_public_is_linked_when_its_namer_changes_next(lamps):
    one = lamps.light("one", text="/lamps/two/")
    touched(one)
    keeping.run()
    assert pairs() == set()
    lamps.light("two")
    touched(one)
    keeping.run()
    assert pairs() == {("one", "cites", "two")}


def test_what_is_no_longer_public_is_on_no_page_and_nothing_of_it_stays(lamps):
    two, one = lamps.light("two", title="秘密的燈"), lamps.light("one", text="/lamps/two/")
    touched(one)
    keeping.run()
    lamps.put_out("two")
    touched(two)
    keeping.run()
    assert shown(one) == "" and not End.objects.filter(title__contains="秘密").exists()
    assert Client().get("/related/lamp/two/").status_code == 404


def test_a_changed_title_or_state_shows_on_the_other_page(lamps):
    two, one = lamps.light("two", title="舊名"), lamps.light("one", text="/lamps/two/")
    touched(one)
    keeping.run()
    lamps.light("two", title="新名", state="off")
    touched(two)
    keeping.run()
    assert "新名" in shown(one) and "舊名" not in shown(one) and "off" in shown(one)


def test_an_answer_that_links_a_page_behind_words_names_it(lamps):
    """As an officer writes it: [the lamp](/lamps/two/) leaves no address in the words that a search shows."""
    lamps.light("two", title="第二盞")
    matter = casework.receive(
        kind="opinion", title="路燈", body="請裝路燈，這條巷子很暗。", channel="web", unit=make_unit("transport"), by=None
    )  # fmt: skip
    officer = make_officer(make_unit("transport"))
    matter = casework.move(matter=matter, to="accepted", by=officer)
    casework.respond(matter=matter, text="請看[這盞燈](/lamps/two/)。", by=officer)
    keeping.run()
    assert pairs() == {(matter.number, "cites", "two")}
    assert "路燈" in shown(Ref("lamp", "two")) and "第二盞" in shown(matter.ref)


def test_a_room_says_how_its_things_are_related_and_takes_it_back(lamps):
    two = lamps.light("two")
    one = lamps.light("one", links=(("led_to", two), ("nonsense", two), ("led_to", Ref("lamp", "dark"))))
    touched(one)
    keeping.run()
    assert pairs() == {("one", "led_to", "two")} and "源自" in shown(two) and "促成" in shown(one)
    lamps.light("one")
    touched(one)
    keeping.run()
    assert pairs() == set()


def test_reading_a_page_names_itself_links_nothing(lamps):
    touched(lamps.light("one", text="本頁 /lamps/one/"))
    keeping.run()
    assert pairs() == set()


@pytest.fixture
def offices(db):
    transport, parks = make_unit("transport", name="交通局"), make_unit("parks", name="公園處")
    return (
        make_officer(transport, role=Role.LEAD, email="lead@transport.example"),
        make_officer(parks, role=Role.OFFICER, email="officer@parks.example"),
        make_officer(make_unit("health"), role=Role.LEAD, email="lead@health.example"),
    )


def test_an_office_of_either_end_relates_two_things_as_an_official_act(lamps, offices):
    transport, parks, health = offices
    one, two = lamps.light("one", unit="transport"), lamps.light("two", unit="parks")
    link = actions.relate(source=one, target=two, way="led_to", note="依決議", by=transport)
    assert pairs() == {("one", "led_to", "two")} and "依決議" in shown(two)
    act = record.acts_of(one)[-1]
    assert act.act == "link.made" and act.office == "transport/lead" and link.act_id == act.id
    assert record.check(act.id, "note", "依決議") == "unchanged"
    actions.relate(source=one, target=two, way="led_to", note="依決議", by=parks)
    assert len(record.acts_of(one)) == 1, "the same again is no second act"
    with pytest.raises(PermissionDenied):
        actions.relate(source=one, target=two, way="answers", by=health)
    with pytest.raises(PermissionDenied):
        actions.part(link=link, by=health)
    actions.part(link=link, by=parks)
    assert pairs() == set() and record.acts_of(one)[-1].act == "link.removed"
    assert record.acts_of(one)[-1].office == "parks/officer"


def test_a_link_of_an_office_outlives_the_text_that_named_it_too(lamps, offices):
    two, one = lamps.light("two"), lamps.light("one", text="/lamps/two/", unit="transport")
    touched(one)
    keeping.run()
    found = Link.objects.get()
    with pytest.raises(Refusal):
        actions.part(link=found, by=offices[0])
    actions.relate(source=one, target=two, way="cites", by=offices[0])
    touched(lamps.light("one", unit="transport"))
    keeping.run()
    assert pairs() == {("one", "cites", "two")}


@pytest.mark.parametrize("way, target", [("led_to", "dark"), ("nonsense", "two"), ("led_to", "one")])
def test_what_cannot_be_related_is_refused_with_words(lamps, offices, way, target):
    one = lamps.light("one", unit="transport")
    lamps.light("two")
    with pytest.raises(Refusal):
        actions.relate(source=one, target=Ref("lamp", target), way=way, by=offices[0])
    assert not Link.objects.exists()


def test_a_page_asks_one_query_whatever_the_number_of_links_and_shows_a_handful(
    lamps, django_assert_num_queries
):
    one = lamps.light("one", text=" ".join(f"/lamps/n{n}/" for n in range(30)))
    for number in range(30):
        lamps.light(f"n{number}")
    touched(one)
    keeping.run()
    lamps.asked = 0
    with django_assert_num_queries(1):
        html = shown(one)
    assert html.count("<li>") == SHOWN and "/related/lamp/one/" in html and lamps.asked == 0
    page = Client().get("/related/lamp/one/")
    assert page.content.decode().count("/lamps/n") == 30
    assert "max-age" in page["Cache-Control"] and not page.cookies


def test_a_reader_that_was_away_too_long_begins_with_everything(lamps):
    lamps.light("two")
    gone = lamps.light("gone")
    one = lamps.light("one", text="/lamps/two/ /lamps/gone/")
    touched(one)
    keeping.run()
    Change.objects.all().delete()
    lamps.put_out("gone")
    lamps.light("three", text="/lamps/one/")
    with clock.at(MONDAY + timedelta(days=8)):
        keeping.run()
    assert ("three", "cites", "one") in pairs()
    assert shown(gone) == "" and "/lamps/gone/" not in shown(one)
    assert Reader.objects.get(name="related").at == MONDAY + timedelta(days=8)


def test_many_changes_that_name_nothing_cost_few_queries(lamps, django_assert_max_num_queries):
    for number in range(300):
        touched(lamps.light(f"n{number}", text="沒有提到別頁"))
    with django_assert_max_num_queries(25):
        keeping.run()


def test_the_desk_relates_by_the_address_of_a_page_and_takes_back(lamps, offices):
    lamps.light("one", unit="transport", title="第一盞")
    lamps.light("two", title="第二盞")
    browser = Client()
    browser.force_login(offices[0])
    given = {"source": "lamp/one", "target": "https://testserver/lamps/two/", "way": "changes", "note": ""}
    wrong = browser.post("/desk/related/", given)
    assert wrong.status_code == 422 and not Link.objects.exists()  # another host's address
    done = browser.post("/desk/related/", {**given, "target": "/en/lamps/two/"}, follow=True)
    assert "第二盞" in done.content.decode() and pairs() == {("one", "changes", "two")}
    browser.post("/desk/related/", {"part": Link.objects.get().public_id})
    assert not Link.objects.exists()


def test_citizens_have_no_desk_for_links(lamps):
    browser = Client()
    assert browser.get("/desk/related/").status_code == 302
    browser.force_login(make_citizen())
    assert browser.get("/desk/related/").status_code == 403
