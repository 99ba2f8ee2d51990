"""What the public sees of topics: few queries, no cookies, exports that open safely, nothing private."""

from __future__ import annotations

import csv
import io
import json
from xml.etree import ElementTree as Xml

import pytest
from django.test import Client
from opinion_topics import PHASES, PROMISES

from lightwell.casework import public as casework
from lightwell.casework.public import Matter
from lightwell.kernel import clock
from lightwell.participation.opinions import topics
from lightwell.participation.opinions.actions import Words, receive_opinion, write_opinion
from lightwell.participation.opinions.models import Topic
from lightwell.participation.opinions.tallies import refresh_tally

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def opinions(topic: Topic) -> list[Matter]:
    """Thirty opinions; the first is answered and closed, the second withdrawn."""
    made = [
        write_opinion(topic=topic, words=Words(text=f"意見第{n}則"), nonce=f"nonce-{n:04d}", by=None)
        for n in range(30)
    ]
    casework.move(matter=made[0], to="accepted", by=None)
    casework.respond(matter=made[0], text="=1+1 也會答。", by=None)
    casework.close(matter=made[0], outcome="adopted", reason="有理。", by=None)
    casework.withdraw(matter=made[1], bearer=True, by=None)
    refresh_tally(topic)
    return made


@pytest.mark.parametrize(
    "address",
    [
        "/topics/",
        "/topics/night-bus/",
        "/topics/night-bus/results/",
        "/topics/night-bus/?outcome=adopted",
        "/en/topics/night-bus/",
    ],
)
def test_public_pages_need_at_most_twelve_queries_and_set_no_cookie(
    opinions, address, django_assert_max_num_queries
):
    with django_assert_max_num_queries(12):
        answer = Client().get(address)
    assert answer.status_code == 200
    assert not answer.cookies and answer["Cache-Control"] == "public, max-age=2"


def test_the_list_of_topics_does_not_ask_more_for_more_topics(opinions, office, django_assert_num_queries):
    for number in range(5):
        drafted = topics.draft_topic(
            slug=f"more-{number}", unit=office, fields=dict(PROMISES), phases=PHASES, by=None
        )
        topics.publish_topic(topic=drafted, by=None)
    with django_assert_num_queries(3):
        Client().get("/topics/")


def test_a_topic_is_read_page_by_page_to_its_end_without_losing_or_repeating(opinions):
    from lightwell.participation.opinions.queries import opinions_of

    topic, after, seen = Topic.objects.get(), "", []
    while True:
        page = opinions_of(topic, after=after, size=7)
        seen += [opinion.matter.number for opinion in page.rows]
        after = page.older_after
        if not after:
            break
    assert seen == [matter.number for matter in reversed(opinions)]


def test_a_withdrawn_text_is_in_no_page_and_no_export(opinions):
    for address in (
        "/topics/night-bus/",
        "/topics/night-bus/results/",
        "/topics/night-bus.csv",
        "/topics/night-bus.json",
        "/topics/night-bus.atom",
    ):
        answer = Client().get(address)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert "意見第1則" not in content.decode(), address


def test_the_csv_file_has_every_opinion_and_no_formula(opinions):
    content = b"".join(Client().get("/topics/night-bus.csv").streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content)))
    assert len(rows) == 30
    assert rows[0]["outcome"] == "adopted" and rows[0]["answer"] == "'=1+1 也會答。"


def test_the_json_file_is_json_and_carries_the_promises(opinions):
    found = json.loads(b"".join(Client().get("/topics/night-bus.json").streaming_content))
    assert len(found["opinions"]) == 30 and found["decides"] == "交通局局長"


def test_the_feeds_are_atom_with_what_changed_last(opinions):
    feed = Xml.fromstring(Client().get("/topics/night-bus.atom").content)
    assert len(feed.findall(f"{ATOM}entry")) == 30
    assert (
        Xml.fromstring(Client().get("/topics.atom").content).find(f"{ATOM}entry/{ATOM}title").text
        == "夜間公車要開到幾點？"
    )


def test_a_character_that_xml_cannot_hold_does_not_break_the_feed(topic):
    receive_opinion(topic=topic, words=Words(text="有\x0b控制\x08字元"), by=None)
    Xml.fromstring(Client().get("/topics/night-bus.atom").content)


@pytest.mark.parametrize(
    "address", ["/topics/nowhere/", "/topics/nowhere.csv", "/topics/nowhere.atom", "/topics/nowhere/write/"]
)
def test_a_topic_that_is_not_there_is_not_found(db, address):
    assert Client().get(address).status_code == 404


def test_a_draft_is_seen_by_nobody_outside(topic):
    Topic.objects.update(state="draft")
    for address in (
        "/topics/night-bus/",
        "/topics/night-bus/write/",
        "/topics/night-bus.json",
        "/topics/night-bus/results/",
    ):
        assert Client().get(address).status_code == 404
    assert "night-bus" not in Client().get("/topics/").content.decode()


def test_the_results_say_what_came_of_it_opinion_by_opinion(opinions):
    topics.conclude_topic(topic=Topic.objects.get(), result="**三條**路線延後。", by=None)
    page = Client().get("/topics/night-bus/results/").content.decode()
    assert "<strong>三條</strong>" in page and "有理。" in page and opinions[29].number in page


@pytest.mark.parametrize(
    "query",
    ["after=x", "theme=abc", "theme=99999999999999999999", "outcome=%00", "after=OP-115-000001&theme=-1"],
)
def test_a_strange_query_never_fails(opinions, query):
    assert Client().get(f"/topics/night-bus/?{query}").status_code in (200, 400, 404)


def test_open_coming_answering_and_ended_topics_stand_apart(topic):
    from lightwell.participation.opinions.queries import listed_topics

    assert [item.topic.slug for item in listed_topics()["open"]] == ["night-bus"]
    with clock.at(clock.now().replace(month=2, day=1)):
        assert [item.topic.slug for item in listed_topics()["coming"]] == ["night-bus"]
    with clock.at(clock.now().replace(month=4, day=1)):
        assert [item.topic.slug for item in listed_topics()["answering"]] == ["night-bus"]
        topics.conclude_topic(topic=topic, result="好。", by=None)
        assert [item.topic.slug for item in listed_topics()["ended"]] == ["night-bus"]


def test_the_api_lists_topics_and_pages_through_opinions_with_few_queries(
    opinions, django_assert_max_num_queries
):
    client = Client()
    assert client.get("/api/v1/topics").json()["topics"][0]["outcomes"] == {"adopted": 1}
    assert client.get("/api/v1/topics/night-bus").json()["open"] is True
    with django_assert_max_num_queries(12):
        page = client.get("/api/v1/topics/night-bus/opinions?limit=20").json()
    rest = client.get(page["next"].removeprefix("http://testserver")).json()
    assert len(page["opinions"]) == 20 and len(rest["opinions"]) == 10 and rest["next"] is None
    assert rest["opinions"][-1]["answer"] == "=1+1 也會答。"
    assert client.get("/api/v1/topics/nowhere").status_code == 404
    assert client.get("/api/v1/topics/night-bus/opinions?after=x%00").status_code == 400
