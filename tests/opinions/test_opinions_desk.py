"""My day and the work page: what lies where, what can be done, and that nothing typed is ever lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from builders import make_officer
from lightwell.casework import public as casework
from lightwell.casework.desk_models import AnswerDraft
from lightwell.casework.desk_queries import my_day
from lightwell.casework.public import Matter
from lightwell.kernel import clock
from lightwell.participation.opinions.actions import Words, write_opinion
from lightwell.participation.opinions.models import Topic
from lightwell.people.public import Account, Role


def signed_in(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def make(topic: Topic, text: str = "意見", *, officer: Account | None = None, state: str = "") -> Matter:
    matter = write_opinion(
        topic=topic, words=Words(text=text), nonce=f"nonce{Matter.objects.count():05d}", by=None
    )
    if officer or state:
        casework.move(matter=matter, to="accepted", by=None)
    if officer:
        casework.assign(matter=matter, officer=officer, by=None)
    matter.refresh_from_db()
    return matter


def heaps(account: Account) -> dict[str, list[str]]:
    return {section.code: [row.matter.number for row in section.rows] for section in my_day(account)}


def post(client: Client, matter: Matter, verb: str, **data: object):
    return client.post(f"/desk/{matter.number}/{verb}/", {"version": matter.version, **data})


def test_each_matter_lies_on_the_heap_where_it_is_most_urgent(topic, officer, lead):
    new, mine, answered = (
        make(topic, "新的"),
        make(topic, "我的", officer=officer),
        make(topic, "答過", officer=officer),
    )
    casework.respond(matter=answered, text="答。", by=officer)
    assert heaps(officer) == {
        "overdue": [], "today": [], "new": [new.number], "waiting": [mine.number], "outcome": [answered.number],
    }  # fmt: skip
    due = clock.now() + (mine.due_on - clock.today()) * 1
    with clock.at(due):
        assert heaps(officer)["today"] == [new.number, mine.number]
    with clock.at(due + timedelta(days=1)):
        casework.sweep()
        found = heaps(officer)
        assert found["overdue"] == [new.number, mine.number] and found["waiting"] == []


def test_an_escalated_matter_lies_on_the_desk_of_the_unit_above(topic, officer, city):
    mayor = make_officer(city, role=Role.LEAD, email="mayor@city.example")
    matter = make(topic, officer=officer)
    with clock.at(clock.now() + timedelta(days=60)):
        casework.sweep()
        assert matter.number in heaps(mayor)["overdue"]
        assert signed_in(mayor).get(f"/desk/{matter.number}/").status_code == 200


def test_each_row_says_the_next_step_that_this_person_may_take(topic, officer, helper):
    matter = make(topic)
    rows = {section.code: section.rows for section in my_day(officer)}
    assert (rows["new"][0].verb, rows["new"][0].matter) == ("accept", matter)
    assert all(not section.rows for section in my_day(helper))


def test_a_matter_whose_clock_stands_still_is_never_late(topic, officer):
    matter = make(topic, officer=officer)
    casework.pause(matter=matter, reason="等候會勘", by=officer)
    with clock.at(clock.now() + timedelta(days=45)):
        assert heaps(officer)["overdue"] == [] and heaps(officer)["waiting"] == [matter.number]


def test_the_next_step_in_hand_is_to_answer_and_after_the_answer_to_say_what_came_of_it(topic, officer):
    matter = make(topic, officer=officer)
    rows = {section.code: section.rows for section in my_day(officer)}
    assert [row.verb for row in rows["waiting"]] == ["answer"]
    casework.respond(matter=matter, text="好。", by=officer)
    verbs = [row.verb for section in my_day(officer) for row in section.rows]
    assert verbs == ["close"]


def test_my_day_asks_the_same_few_queries_however_much_there_is(
    topic, officer, django_assert_max_num_queries
):
    for number in range(8):
        make(topic, f"第{number}件", officer=officer if number % 2 else None)
    client = signed_in(officer)
    client.get("/desk/")
    with django_assert_max_num_queries(12):
        page = client.get("/desk/").content.decode()
    assert page.count("OP-115-0000") >= 8


def test_the_work_page_needs_at_most_twelve_queries_besides_the_session(
    topic, officer, django_assert_max_num_queries
):
    matter = make(topic, officer=officer)
    make(topic, "意見，很像", officer=officer)
    client = signed_in(officer)
    client.get(f"/desk/{matter.number}/")
    with django_assert_max_num_queries(18):
        assert client.get(f"/desk/{matter.number}/").status_code == 200


@pytest.mark.parametrize("who", ["outsider", "citizen", "nobody"])
def test_nobody_from_elsewhere_comes_to_a_matter_or_changes_it(topic, officer, request, who):
    matter = make(topic, officer=officer)
    client = Client() if who == "nobody" else signed_in(request.getfixturevalue(who))
    answers = [client.get(f"/desk/{matter.number}/"), post(client, matter, "answer", text="我來答")]
    assert [answer.status_code for answer in answers] == ([302, 302] if who == "nobody" else [403, 403])
    assert not matter.responses.exists() and not AnswerDraft.objects.exists()


def test_a_helper_sees_the_matter_and_can_only_note_a_withdrawal(topic, helper):
    matter = make(topic)
    client = signed_in(helper)
    page = client.get(f"/desk/{matter.number}/").content.decode()
    assert f"/desk/{matter.number}/withdraw/" in page and f"/desk/{matter.number}/accept/" not in page
    assert post(client, matter, "accept").status_code == 409
    matter.refresh_from_db()
    assert matter.state == "received"


def test_an_officer_may_take_a_matter_themselves_but_not_give_it_to_others(topic, officer, lead):
    matter = make(topic, state="accepted")
    client = signed_in(officer)
    assert post(client, matter, "assign", officer=lead.email).status_code == 200
    matter.refresh_from_db()
    assert matter.officer is None
    assert post(client, matter, "assign", officer=officer.email).status_code == 302
    matter.refresh_from_db()
    assert matter.officer == officer


def test_a_rejection_needs_a_coded_reason_and_keeps_the_words_typed(topic, officer):
    matter, client = make(topic), signed_in(officer)
    answer = post(client, matter, "reject", note="這件請洽水利處。")
    assert "這件請洽水利處。" in answer.content.decode()
    assert (
        post(client, matter, "reject", reason_code="other_office", note="這件請洽水利處。").status_code == 302
    )
    public = Client().get(f"/register/{matter.number}/").content.decode()
    assert "這件請洽水利處。" in public


def test_a_draft_is_kept_on_the_server_and_dropped_when_published(topic, officer, lead):
    matter, client = make(topic, officer=officer), signed_in(officer)
    assert post(client, matter, "answer", do="save", text="寫到一半").status_code == 302
    assert "寫到一半" in client.get(f"/desk/{matter.number}/").content.decode()
    other = signed_in(lead).get(f"/desk/{matter.number}/").content.decode()
    assert "寫到一半" not in other and officer.name in other
    assert post(client, matter, "answer", text="寫完了").status_code == 302
    assert not AnswerDraft.objects.exists()


def test_when_somebody_else_was_faster_the_answer_comes_back_with_the_new_state(topic, officer, lead):
    matter = make(topic, officer=officer)
    casework.extend(matter=matter, reason="等測量結果", by=lead)
    answer = post(signed_in(officer), matter, "answer", text="我花了一小時寫的回復")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "我花了一小時寫的回復" in page and "等測量結果" in page
    matter.refresh_from_db()
    assert not matter.responses.exists()
    assert f'name="version" value="{matter.version}"' in page


def test_when_the_step_is_gone_the_answer_is_kept_as_a_draft_and_shown(topic, officer, lead):
    matter = make(topic, officer=officer)
    casework.withdraw(matter=matter, bearer=True, by=None)
    answer = post(signed_in(officer), matter, "answer", text="白寫了嗎？沒有。")
    assert answer.status_code == 409 and "白寫了嗎？沒有。" in answer.content.decode()
    assert AnswerDraft.objects.get().text == "白寫了嗎？沒有。"


@pytest.mark.parametrize(
    ("verb", "data"),
    [("pause", {"reason": "等補件"}), ("extend", {"reason": "需會勘"}), ("withdraw", {"reason": "本人要求"})],
)
def test_the_acts_of_the_clock_are_done_from_the_desk_with_a_public_reason(topic, officer, verb, data):
    matter, client = make(topic, officer=officer), signed_in(officer)
    empty = post(client, matter, verb, reason="")
    assert empty.status_code == 200 and matter.events.count() == 3
    assert post(client, matter, verb, **data).status_code == 302
    assert matter.events.count() == 4


def test_a_paused_clock_goes_on_from_the_desk(topic, officer):
    matter, client = make(topic, officer=officer), signed_in(officer)
    casework.pause(matter=matter, reason="等補件", by=officer)
    matter.refresh_from_db()
    assert post(client, matter, "resume").status_code == 302
    matter.refresh_from_db()
    assert matter.clock_state == "running"


def test_a_lead_passes_a_matter_to_another_unit_and_loses_sight_of_it(topic, lead, officer, other_office):
    matter, client = make(topic, officer=officer), signed_in(lead)
    assert post(client, matter, "transfer", unit="parks", reason="屬公園業務").status_code == 302
    matter.refresh_from_db()
    assert (matter.unit, matter.officer, matter.state) == (other_office, None, "accepted")
    assert client.get(f"/desk/{matter.number}/").status_code == 403


def test_a_matter_is_merged_by_number_and_a_wrong_number_is_explained(topic, officer):
    first, second, client = make(topic, "甲案"), make(topic, "乙案"), signed_in(officer)
    wrong = post(client, second, "merge", into="OP-115-999999")
    assert wrong.status_code == 200 and "OP-115-999999" in wrong.content.decode()
    assert post(client, second, "merge", into=first.number.lower()).status_code == 302
    second.refresh_from_db()
    assert second.merged_into == first


@pytest.mark.parametrize(
    "address", ["/desk/OP-115-999999/", "/desk/X-1/", "/desk/OP-115-999999/answer/", "/desk/op-115-000001/"]
)
def test_what_is_not_there_is_not_found(topic, officer, address):
    assert signed_in(officer).get(address).status_code in (404, 405)


@pytest.mark.parametrize("version", ["", "abc", "-1", "99999999999999999999", "\x00"])
def test_a_strange_version_never_fails_and_changes_nothing(topic, officer, version):
    matter, client = make(topic, officer=officer), signed_in(officer)
    for do in ("", "save", "preview"):
        answer = client.post(f"/desk/{matter.number}/answer/", {"version": version, "text": "答", "do": do})
        assert answer.status_code in (200, 302, 409)
    assert not matter.responses.exists()


def test_an_invented_kind_is_worked_at_the_desk_without_the_desk_knowing_it(office, officer, lead, monday):
    from lightwell.casework.clock import Measure, Terms
    from lightwell.casework.kinds import Kind, Move, Outcome, Phase, State

    kind = Kind(
        name="umbrella", label="Umbrella", plural="Umbrellas", prefix="UM", terms=Terms(Measure.WORKING, 5),
        states=(
            State("wet", Phase.OPEN, "Wet", "It is wet."), State("dry", Phase.ANSWERED, "Dry", "It is dry."),
            State("gone", Phase.CLOSED, "Gone", "It is gone."),
        ),
        moves=(Move("answer", ("wet",), "dry", "Dry it"), Move("close", ("dry",), "gone", "Give it back")),
        outcomes=(Outcome("returned", "Returned"),),
    )  # fmt: skip
    casework.register_kind(kind)
    try:
        matter = casework.receive(
            kind="umbrella", title="傘", body="濕的", channel="web", unit=office, by=None
        )
        client = signed_in(officer)
        assert matter.number in client.get("/desk/").content.decode()
        assert post(client, matter, "answer", text="乾了").status_code == 302
        matter.refresh_from_db()
        assert post(client, matter, "close", outcome="returned", reason="還您").status_code == 302
        matter.refresh_from_db()
        assert matter.outcome == "returned"
    finally:
        casework.forget_kind("umbrella")
