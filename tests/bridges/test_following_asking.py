"""Following by mail: nobody gets letters they did not ask for, nobody learns what somebody else follows, all of it can be stopped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.test import Client

from bridges.lamps import Lamps, act, lamps_known
from builders import make_account, make_citizen, make_unit
from lightwell.bridges.following import actions, alerts, sealing
from lightwell.bridges.following.models import Follow, Follower, Knock
from lightwell.bridges.following.rules import ASKED_AN_HOUR, LETTERS_A_DAY
from lightwell.kernel import clock
from lightwell.kernel.ref import Ref
from lightwell.kernel.refusal import Refusal
from lightwell.people import public as people
from lightwell.post import public as post
from lightwell.post.envelope import mail_of

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=clock.TAIPEI)
READER = "Reader@Example.org"


@pytest.fixture
def lamps(home, settings) -> Iterator[Lamps]:
    settings.DEMO = False
    with lamps_known() as known, clock.at(MONDAY):
        yield known


def ask(ref: Ref, address: str = READER, client: str = "192.0.2.1", **how: str) -> None:
    actions.ask(ref=ref, address=address, language=how.pop("language", "en"), client=client, **how)


def letters_to(address: str = READER) -> list[str]:
    rows = post.Message.objects.filter(to=address).order_by("pk")
    return [str(mail_of(message).body) for message in rows]


def link_in(text: str, part: str) -> str:
    found = re.search(rf"https?://[^/\s]+((?:/en)?/follows/{part}/\S*)", text)
    assert found, text
    return found[1]


def test_nothing_is_sent_before_the_button_behind_the_link_is_pressed(lamps):
    ref = lamps.light("one")
    ask(ref)
    act(ref)
    alerts.run()
    (letter,) = letters_to()
    browser, link = Client(), link_in(letter, "confirm")
    assert browser.get(link).status_code == 200  # as a scanner of mail opens it
    assert Follow.objects.get().confirmed_at is None
    assert browser.post(link).status_code == 302
    act(ref)
    alerts.run()
    assert len(letters_to()) == 2


def test_an_address_is_kept_encrypted_and_found_whatever_its_case(lamps):
    ask(lamps.light("one"))
    ask(lamps.light("two"), READER.upper())
    row = Follower.objects.get()
    assert b"xample" not in bytes(row.sealed_address) and sealing.unseal(row.sealed_address) == READER
    assert row.mark == sealing.mark_of(READER.lower()) and "xample" not in row.mark


def test_asking_again_within_the_hour_sends_no_second_letter(lamps):
    ref = lamps.light("one")
    for _time in range(3):
        ask(ref)
    assert len(letters_to()) == 1
    with clock.at(MONDAY + timedelta(hours=2)):
        ask(ref)
    assert len(letters_to()) == 2 and Follow.objects.count() == 1


def test_an_address_that_follows_already_gets_no_letter_and_the_page_does_not_say_so(lamps):
    ref = lamps.light("one")
    actions.follow(ref=ref, by=make_citizen("known@example.org"))
    page = f"/follow/lamp/{ref.id}/"
    answers = [
        Client().post(page, {"email": who, "often": "now"})
        for who in ("known@example.org", "new@example.org")
    ]
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(302, "/follows/asked/")] * 2
    assert letters_to("known@example.org") == [] and len(letters_to("new@example.org")) == 1


def test_an_asker_cannot_change_how_often_somebody_else_gets_letters(lamps):
    ref = lamps.light("one")
    actions.follow(ref=ref, by=make_citizen("known@example.org"), often="daily")
    ask(ref, "known@example.org", often="now")
    assert Follow.objects.get().often == "daily"


def test_what_is_asked_for_an_address_of_an_account_becomes_one_follower(lamps):
    ref = lamps.light("one")
    account = make_citizen("known@example.org")
    ask(ref, "Known@example.org")
    assert Follower.objects.get().account == account
    actions.confirm(follow=Follow.objects.get())
    act(ref)
    alerts.run()
    assert len(letters_to("known@example.org")) == 1


def test_one_address_is_asked_a_few_times_a_day_whoever_asks(lamps):
    for number in range(LETTERS_A_DAY):
        ask(lamps.light(f"n{number}"), client=f"192.0.2.{number}")
    with pytest.raises(Refusal) as refused:
        ask(lamps.light("more"), client="192.0.2.200")
    assert refused.value.field == "email"
    assert len(letters_to()) == LETTERS_A_DAY
    with clock.at(MONDAY + timedelta(days=1)):
        ask(Ref("lamp", "more"))
    assert len(letters_to()) == LETTERS_A_DAY + 1


def test_one_network_address_asks_a_limited_number_an_hour(lamps):
    ref = lamps.light("one")
    for number in range(ASKED_AN_HOUR):
        ask(ref, f"n{number}@example.org")
    with pytest.raises(Refusal):
        ask(ref, "more@example.org")
    assert not any("192.0.2" in mark for mark in Knock.objects.values_list("mark", flat=True))


def test_what_nobody_confirmed_is_deleted_after_seven_days_with_the_address(lamps):
    ask(lamps.light("one"))
    with clock.at(MONDAY + timedelta(days=6, hours=23)):
        assert actions.forget() == 0
    with clock.at(MONDAY + timedelta(days=7, seconds=1)):
        assert actions.forget() == 1
    assert not Follower.objects.exists()
    browser = Client()
    assert browser.get(link_in(letters_to()[0], "confirm")).status_code == 410


def test_what_is_not_public_cannot_be_followed_and_has_no_page(lamps):
    assert Client().get("/follow/lamp/dark/").status_code == 404
    assert Client().get("/follow/nothing/one/").status_code == 404
    assert Client().get("/follow/lamp/dark.atom").status_code == 404
    with pytest.raises(Refusal):
        ask(Ref("lamp", "dark"))


@pytest.fixture
def letter(lamps) -> str:
    """The letter of somebody who follows one lamp by a confirmed address."""
    ref = lamps.light("one")
    ask(ref)
    actions.confirm(follow=Follow.objects.get())
    act(ref)
    alerts.run()
    return letters_to()[-1]


def test_opening_the_link_to_stop_changes_nothing_and_its_button_stops(letter):
    browser, link = Client(), link_in(letter, "stop")
    assert browser.get(link).status_code == 200 and Follow.objects.exists()
    assert browser.post(link).status_code == 302
    assert not Follow.objects.exists() and not Follower.objects.exists()
    assert browser.get(link).status_code == 200  # again, days later: says that it is stopped


def test_a_mail_program_stops_letters_in_one_click_without_cookie_or_token(letter):
    strict = Client(enforce_csrf_checks=True)
    link = link_in(letter, "stop")
    assert strict.post(link).status_code == 403 and Follow.objects.exists()
    assert strict.post(link, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Follow.objects.exists()
    assert strict.post(link, {"List-Unsubscribe": "One-Click"}).status_code == 200


def test_a_link_serves_its_own_purpose_only(letter):
    row = Follow.objects.get()
    browser = Client()
    for purpose in (sealing.CONFIRM, sealing.LIST, "other"):
        forged = sealing.token(purpose, row.public_id)
        assert browser.post(f"/follows/stop/{forged}/", {"List-Unsubscribe": "One-Click"}).status_code == 404
    good = sealing.token(sealing.STOP, row.public_id)
    assert browser.get(f"/follows/stop/{good[:-1]}{'A' if good[-1] != 'A' else 'B'}/").status_code == 404
    assert Follow.objects.exists()


def test_the_list_behind_the_link_chooses_and_stops(letter, lamps):
    browser, link = Client(), link_in(letter, "list")
    page = browser.get(link)
    assert page.status_code == 200 and "Lamp one" in page.content.decode()
    assert page["Referrer-Policy"] == "same-origin" and "noindex" in page["X-Robots-Tag"]
    row = Follow.objects.get()
    browser.post(link, {"daily": row.public_id})
    assert Follow.objects.get().often == "daily"
    browser.post(link, {"stop_all": "1"})
    assert not Follower.objects.exists() and browser.get(link).status_code == 200


def test_nobody_stops_the_follow_of_somebody_else_from_their_own_list(letter):
    other = make_citizen()
    browser = Client()
    browser.force_login(other)
    browser.post("/follows/", {"stop": Follow.objects.get().public_id})
    assert Follow.objects.exists()


def test_somebody_signed_in_follows_at_once_and_sees_it(lamps):
    ref = lamps.light("one")
    account = make_citizen()
    browser = Client()
    browser.force_login(account)
    answer = browser.post(f"/en/follow/lamp/{ref.id}/", {"often": "daily"}, follow=True)
    assert "Lamp one" in answer.content.decode() and Follow.objects.get().confirmed_at is not None
    assert not post.Message.objects.exists()
    assert "follow this already" in browser.get(f"/en/follow/lamp/{ref.id}/").content.decode()


def test_an_account_without_a_confirmed_address_is_asked_by_letter(lamps):
    ref = lamps.light("one")
    account = make_account("unsure@example.org", assurance=people.Assurance.ANONYMOUS)
    browser = Client()
    browser.force_login(account)
    browser.post(f"/follow/lamp/{ref.id}/", {"email": "unsure@example.org", "often": "now"})
    assert Follow.objects.get().confirmed_at is None and len(letters_to("unsure@example.org")) == 1


def test_what_was_typed_wrong_is_said_and_kept(lamps):
    ref = lamps.light("one")
    answer = Client().post(f"/en/follow/lamp/{ref.id}/", {"email": "not an address", "often": "daily"})
    text = answer.content.decode()
    assert answer.status_code == 422 and "name@example.org" in text and 'value="not an address"' in text
    assert not Follow.objects.exists()


def test_a_thing_whose_room_has_no_feed_gets_one_of_its_acts(lamps):
    ref = lamps.light("one", title="燈\x0b & <塔>")
    act(ref, "topic.published")
    act(ref, "topic.concluded")
    answer = Client().get("/follow/lamp/one.atom?lang=en")
    text = answer.content.decode()
    assert answer["Content-Type"].startswith("application/atom+xml") and text.count("<entry>") == 2
    assert "Topic concluded" in text and "Topic opened" in text
    from xml.dom.minidom import parseString

    parseString(text)


def test_the_feed_of_a_unit_holds_what_its_offices_did(lamps):
    make_unit("transport", name="交通局")
    act(lamps.light("one"), "topic.published", office="transport/lead")
    act(lamps.light("two"), "topic.published", office="parks/lead")
    with clock.at(MONDAY + timedelta(hours=1)):
        act(Ref("lamp", "dark"), "topic.concluded", office="transport/lead")
    text = Client().get("/follow/unit/transport.atom").content.decode()
    assert "燈 one" in text and "/lamps/one/" in text and "燈 two" not in text
    assert "/lamps/dark/" not in text and text.index("主題結案") < text.index("燈 one")


def test_the_links_on_the_pages_of_things_are_the_same_for_everybody_and_cost_no_query(
    lamps, django_assert_num_queries
):
    from lightwell.kernel import slots

    ref = lamps.light("one")
    with django_assert_num_queries(0):
        html = str(slots.render("follow", ref))
    assert "/follow/lamp/one/" in html and "/follow/lamp/one.atom" in html and "csrf" not in html
    assert slots.render("follow", Ref("nothing", "one")) == ""
