"""Topics: what they must say before they open, when they take opinions, and that changes are official acts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from opinion_topics import PHASES, PROMISES

from lightwell.kernel.refusal import Refusal
from lightwell.participation.opinions import rules, topics
from lightwell.participation.opinions.models import Topic
from lightwell.participation.opinions.rules import Days
from lightwell.record import public as record

DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))
SPANS = st.builds(
    lambda start, length, takes: Days(start, start + timedelta(length), takes),
    DAYS,
    st.integers(0, 90),
    st.booleans(),
)


@given(st.lists(SPANS, max_size=5), DAYS)
def test_the_door_is_open_exactly_on_the_days_of_a_phase_that_takes_opinions(phases, today):
    door = rules.door("published", phases, today)
    assert door.open == any(p.takes_opinions and p.starts_on <= today <= p.ends_on for p in phases)
    assert door.until is None or door.until >= today
    assert door.opens_on is None or (door.opens_on > today and not door.open)


@given(st.sampled_from(["draft", "concluded"]), st.lists(SPANS, max_size=3), DAYS)
def test_a_draft_and_a_concluded_topic_never_take_opinions(state, phases, today):
    assert not rules.door(state, phases, today).open


@given(st.text(max_size=200))
def test_a_title_made_from_a_text_is_short_and_from_its_beginning(text):
    title = rules.title_of(text)
    assert len(title) <= 80
    assert text.strip().startswith(title.rstrip("…"))


def test_a_title_is_the_first_sentence():
    assert rules.title_of("末班車太早！請延後。") == "末班車太早！"
    assert rules.title_of("請延後。謝謝") == "請延後"


def test_a_long_title_holds_as_much_as_fits_in_one_line_and_ends_with_a_whole_word():
    herons = (
        "Night herons nest in the willows at kilometre two; please prune them after they have left the nest"
    )
    assert (
        rules.title_of(herons)
        == "Night herons nest in the willows at kilometre two; please prune them after…"
    )
    assert rules.title_of("夜" * 50) == "夜" * 39 + "…"


def test_the_same_words_in_the_same_form_have_one_key_and_other_words_another():
    assert rules.once("n", "a", "b") == rules.once("n", "a", "b")
    assert len({rules.once("n", "a", "b"), rules.once("n", "ab", ""), rules.once("m", "a", "b")}) == 3


@pytest.mark.parametrize("missing", rules.PROMISES[1:])
def test_a_topic_does_not_open_before_every_promise_is_made(office, missing):
    drafted = topics.draft_topic(
        slug="t", unit=office, fields={**PROMISES, missing: " "}, phases=PHASES, by=None
    )
    with pytest.raises(Refusal):
        topics.publish_topic(topic=drafted, by=None)


def test_a_topic_does_not_open_without_a_phase_that_takes_opinions(office):
    drafted = topics.draft_topic(slug="t", unit=office, fields=dict(PROMISES), phases=PHASES[1:], by=None)
    with pytest.raises(Refusal):
        topics.publish_topic(topic=drafted, by=None)


def test_opening_changing_and_concluding_are_official_acts_of_the_office(office, lead):
    drafted = topics.draft_topic(slug="t", unit=office, fields=dict(PROMISES), phases=PHASES, by=lead)
    assert record.acts_of(drafted.ref) == []
    topics.publish_topic(topic=drafted, by=lead)
    drafted.refresh_from_db()
    topics.edit_topic(
        topic=drafted, fields={"decides": "市長"}, phases=PHASES, version=drafted.version, by=lead
    )
    topics.conclude_topic(topic=drafted, result="好。", by=lead)
    acts = record.acts_of(drafted.ref)
    assert [act.act for act in acts] == ["topic.published", "topic.changed", "topic.concluded"]
    assert {act.office for act in acts} == {"transport/lead"}


def test_only_those_who_open_topics_of_the_unit_may(office, officer, outsider):
    for somebody in (officer, outsider):
        with pytest.raises(PermissionDenied):
            topics.draft_topic(slug="t", unit=office, fields=dict(PROMISES), phases=PHASES, by=somebody)


def test_a_topic_saved_by_two_people_at_once_keeps_the_first_and_tells_the_second(topic, lead):
    topics.edit_topic(topic=topic, fields={"decides": "甲"}, phases=PHASES, version=topic.version, by=lead)
    with pytest.raises(Refusal):
        topics.edit_topic(
            topic=topic, fields={"decides": "乙"}, phases=PHASES, version=topic.version, by=lead
        )
    topic.refresh_from_db()
    assert topic.decides == "甲"


def phase_rows(*plans: topics.PhasePlan) -> dict[str, str]:
    rows = {"phase-TOTAL_FORMS": str(len(plans) + 1), "phase-INITIAL_FORMS": "0"}
    for place, plan in enumerate(plans):
        rows |= {
            f"phase-{place}-name": plan.name,
            f"phase-{place}-starts_on": str(plan.starts_on),
            f"phase-{place}-ends_on": str(plan.ends_on),
            **({f"phase-{place}-takes_opinions": "on"} if plan.takes_opinions else {}),
        }
    return rows


def test_a_lead_drafts_publishes_changes_and_concludes_a_topic_on_the_pages(office, lead):
    client = Client()
    client.force_login(lead)
    form = {
        **PROMISES,
        "unit": "transport",
        "slug": "bus-stops",
        "level": "consult",
        "displays": ["count"],
        "assurance": "0",
    }
    assert client.post("/desk/topics/new/", {**form, **phase_rows(*PHASES)}).status_code == 302
    assert Client().get("/topics/bus-stops/").status_code == 404
    assert client.post("/desk/topics/bus-stops/publish/").url == "/topics/bus-stops/"
    page = Client().get("/topics/bus-stops/").content.decode()
    assert "交通局局長" in page and "/topics/bus-stops/write/" in page
    topic = Topic.objects.get()
    changed = {**form, "decides": "市長", "version": topic.version, "themes": "遮雨棚 | Shelters"}
    assert client.post("/desk/topics/bus-stops/", {**changed, **phase_rows(*PHASES)}).status_code == 302
    topic.refresh_from_db()
    assert (
        topic.decides == "市長" and topic.themes.get().name_en == "Shelters" and topic.displays == ["count"]
    )
    assert client.post("/desk/topics/bus-stops/conclude/", {"result": ""}).status_code == 422
    assert (
        client.post("/desk/topics/bus-stops/conclude/", {"result": "都做了。"}).url
        == "/topics/bus-stops/results/"
    )


def test_a_wrong_form_of_a_topic_comes_back_with_what_was_typed(office, lead):
    client = Client()
    client.force_login(lead)
    plan = topics.PhasePlan("倒著走", date(2026, 3, 9), date(2026, 3, 2), True)
    form = {
        **PROMISES,
        "unit": "transport",
        "slug": "Not OK",
        "level": "consult",
        "displays": ["count"],
        "assurance": "0",
    }
    answer = client.post("/desk/topics/new/", {**form, **phase_rows(plan)})
    page = answer.content.decode()
    assert answer.status_code == 422 and "倒著走" in page and "Not OK" in page and not Topic.objects.exists()


@pytest.mark.parametrize("part", ["", "publish/", "conclude/"])
def test_other_units_do_not_touch_a_topic(topic, outsider, part):
    client = Client()
    client.force_login(outsider)
    assert client.post(f"/desk/topics/{topic.slug}/{part}", {"result": "x"}).status_code == 403
