"""The whole of loop one through the pages: a citizen writes, the office answers, the person gets mail, everybody can check."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from lightwell.casework.public import Matter, tracking_url
from lightwell.kernel import clock
from lightwell.participation.opinions.models import Opinion, Topic
from lightwell.participation.opinions.tallies import refresh_changed, refresh_tally
from lightwell.people.public import Account
from lightwell.post.public import messages_for
from lightwell.record import public as record

TEXT = "末班車請延到凌晨一點，醫院夜班護理師才回得了家。"


def form_of(client: Client, address: str) -> dict[str, str]:
    """The form as a browser would send it back untouched."""
    page = client.get(address).content.decode()
    return {"nonce": re.search(r'name="nonce" value="([^"]+)"', page)[1]}  # type: ignore[index]


def write(client: Client, topic: Topic, text: str = TEXT, **more: str):
    address = f"/topics/{topic.slug}/write/"
    return client.post(address, {**form_of(client, address), "text": text, "display": "count", **more})


def send(client: Client, topic: Topic, text: str = TEXT, **more: str) -> Matter:
    answer = write(client, topic, text, step="send", **more)
    assert answer.status_code == 302, answer.content.decode()
    return Matter.objects.latest("pk")


def step(client: Client, matter: Matter, verb: str, **data: object):
    matter.refresh_from_db()
    return client.post(f"/desk/{matter.number}/{verb}/", {"version": matter.version, **data})


def signed_in(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def test_an_opinion_goes_from_the_form_to_its_outcome_and_everybody_can_follow(topic, officer, lead, client):
    checked = write(client, topic, email="me@home.example")
    assert checked.status_code == 200 and TEXT in checked.content.decode()
    assert not Matter.objects.exists()

    answer = write(client, topic, step="send", email="me@home.example")
    matter = Matter.objects.get()
    thanks = client.get(answer.url).content.decode()
    assert matter.number == "OP-115-000001" and matter.number in thanks and tracking_url(matter) in thanks

    desk = signed_in(lead)
    assert matter.number in desk.get("/desk/").content.decode()
    assert step(desk, matter, "accept").status_code == 302
    assert step(desk, matter, "assign", officer=officer.email).status_code == 302

    mine = signed_in(officer)
    assert step(mine, matter, "answer", do="preview", text="**感謝**。將試辦三個月。").status_code == 302
    preview = mine.get(f"/desk/{matter.number}/preview/").content.decode()
    assert "<strong>感謝</strong>" in preview
    assert not matter.responses.exists()
    assert step(mine, matter, "answer", text="**感謝**。將試辦三個月。").status_code == 302
    assert step(mine, matter, "close", outcome="partly", reason="先試辦三條路線。").status_code == 302

    matter.refresh_from_db()
    assert (matter.state, matter.outcome, matter.on_time) == ("closed", "partly", True)
    assert [act.act for act in record.acts_of(matter.ref)] == [
        "matter.received", "matter.moved", "matter.assigned", "response.published", "matter.closed",
    ]  # fmt: skip
    mails = {message.template for message in messages_for(matter.ref)}
    assert mails == {"casework/receipt", "casework/answered", "casework/closed"}
    public = Client().get(f"/register/{matter.number}/").content.decode()
    assert "<strong>感謝</strong>" in public and "先試辦三條路線。" in public and topic.title in public
    refresh_tally(topic)
    listing = Client().get(f"/topics/{topic.slug}/").content.decode()
    assert matter.number in listing


def test_the_preview_and_the_public_page_show_the_answer_by_the_same_template(topic, officer, client):
    matter = send(client, topic)
    desk = signed_in(officer)
    step(desk, matter, "accept")
    text = "第一段\n\n- 一\n- 二\n\n<script>alert(1)</script>"
    step(desk, matter, "answer", do="preview", text=text)
    preview = desk.get(f"/desk/{matter.number}/preview/").content.decode()
    step(desk, matter, "answer", text=text)
    public = Client().get(f"/register/{matter.number}/").content.decode()
    shown = re.search(r'<div class="lw-prose">.*?</div>', preview, re.S)[0]  # type: ignore[index]
    assert shown in public and "<script>alert" not in preview


def test_sending_the_same_form_twice_makes_one_opinion_and_leads_to_the_same_page(topic, client):
    address = f"/topics/{topic.slug}/write/"
    data = {**form_of(client, address), "text": TEXT, "display": "count", "step": "send"}
    first, second = client.post(address, data), client.post(address, data)
    assert Matter.objects.count() == 1
    assert client.get(first.url).content == client.get(second.url).content


def test_going_back_and_writing_something_else_in_the_same_form_loses_nothing(topic, client):
    address = f"/topics/{topic.slug}/write/"
    data = {**form_of(client, address), "text": TEXT, "display": "count", "step": "send"}
    client.post(address, data)
    client.post(address, {**data, "text": "另外，站牌也請加裝座椅。"})
    assert Matter.objects.count() == 2


def test_similar_opinions_are_shown_before_sending_and_one_can_be_supported(topic, client):
    first = send(client, topic)
    page = write(client, topic, TEXT + "拜託。").content.decode()
    assert first.number in page
    supporting = send(client, topic, TEXT + "拜託。", supports=first.number)
    first.refresh_from_db()
    assert supporting.merged_into == first and supporting.state == "merged"
    assert first.supporters == 1


def test_supporting_twice_with_the_same_form_counts_once(topic, client):
    first = send(client, topic)
    address = f"/topics/{topic.slug}/write/"
    data = {**form_of(client, address), "text": TEXT + "我也是", "display": "count", "supports": first.number}
    assert [client.post(address, data).status_code for _try in range(2)] == [302, 302]
    first.refresh_from_db()
    assert first.supporters == 1 and Matter.objects.count() == 2


def test_a_signed_in_person_appears_under_a_pseudonym_of_this_topic(topic, citizen):
    matter = send(signed_in(citizen), topic, display="pseudonym")
    assert matter.person == citizen and matter.display_name and matter.display_name != citizen.name
    page = Client().get(f"/register/{matter.number}/").content.decode()
    assert citizen.name not in page and citizen.email not in page


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"text": ""}, "id_text"),
        ({"text": "x" * 5001}, "5001"),
        ({"display": ""}, "id_display"),
        ({"display": "name"}, "id_shown_name"),
        ({"email": "nobody"}, "id_email"),
        ({"homepage": "http://spam.example"}, TEXT),
    ],
)
def test_a_form_that_is_not_right_comes_back_with_everything_typed(topic, client, data, words):
    answer = write(client, topic, **{"title": "我的標題", **data})
    page = answer.content.decode()
    assert answer.status_code == 422 and words in page and "我的標題" in page
    assert not Matter.objects.exists()


def test_a_closed_topic_takes_nothing_and_gives_the_text_back(topic, client):
    with clock.at(clock.now().replace(month=4, day=2)):
        page = client.post(f"/topics/{topic.slug}/write/", {"text": TEXT, "display": "count", "step": "send"})
        assert not Matter.objects.exists()
        assert page.status_code == 200
        assert TEXT in page.content.decode()


def test_a_topic_for_verified_people_sends_others_to_sign_in(topic, client, citizen):
    Topic.objects.filter(pk=topic.pk).update(assurance=2)
    for visitor in (client, signed_in(citizen)):
        page = visitor.get(f"/topics/{topic.slug}/write/").content.decode()
        assert 'name="text"' not in page
        visitor.post(f"/topics/{topic.slug}/write/", {"text": TEXT, "display": "count", "step": "send"})
    assert not Matter.objects.exists()


def test_the_brake_holds_after_thirty_opinions_an_hour_and_keeps_no_address(topic, client):
    from lightwell.participation.opinions.models import Knock

    for number in range(30):
        send(client, topic, f"第{number}個意見，各不相同：{'甲' * number}")
    answer = write(client, topic, "再一個", step="send")
    assert answer.status_code == 422 and "再一個" in answer.content.decode()
    assert Matter.objects.count() == 30
    assert "127.0.0.1" not in str(list(Knock.objects.values()))
    with clock.at(clock.now().replace(hour=12)):
        send(client, topic, "過了一小時")


def test_the_page_after_sending_opens_only_with_its_signed_address(topic, client):
    send(client, topic)
    assert client.get(f"/topics/{topic.slug}/sent/OP-115-000001/").status_code == 404
    assert client.get(f"/topics/{topic.slug}/sent/IjEi:abc:def/").status_code == 404


def test_an_opinion_written_in_english_gets_its_mail_in_english(topic, client):
    address = f"/en/topics/{topic.slug}/write/"
    data = {
        **form_of(client, address),
        "text": "Run it until one.",
        "display": "count",
        "email": "me@home.example",
        "step": "send",
    }
    client.post(address, data)
    matter = Matter.objects.get()
    assert matter.language == "en"
    assert messages_for(matter.ref)[0].language.startswith("en")


def test_the_counts_of_a_topic_follow_by_the_round(topic, client):
    seen = refresh_changed(None)
    send(client, topic)
    seen = refresh_changed(seen)
    topic.refresh_from_db()
    assert topic.tally.total == 1 and topic.tally.states == {"received": 1}
    assert refresh_changed(seen) == seen
    assert Opinion.objects.count() == 1
