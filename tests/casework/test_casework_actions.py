"""The verbs of casework on real PostgreSQL: what they do, who may, what they refuse."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from casework.conftest import MONDAY, mails, taipei
from lightwell.casework import public as casework
from lightwell.casework.models import Matter
from lightwell.kernel import clock
from lightwell.kernel.refusal import Refusal
from lightwell.people.models import Role, RoleGrant, Unit
from lightwell.record import public as record

pytestmark = pytest.mark.django_db


def acts(matter):
    return [event.act for event in matter.events.all()]


@pytest.fixture
def assigned(monday, send, officer, lead, person):
    return casework.assign(matter=send(person=person), officer=officer, by=lead)


def test_a_matter_gets_number_clock_and_receipt_at_once(monday, send, person):
    matter = send(person=person, display="name")
    assert matter.number == "LN-115-000001"
    assert (matter.state, matter.phase, matter.clock_state) == ("received", "open", "running")
    assert matter.due_on == date(2026, 4, 1)
    assert matter.display_name == "張小明"
    assert mails() == [("casework/receipt", "someone@home.example")]


def test_the_whole_way_from_receipt_to_outcome(assigned, officer):
    with clock.at(taipei(2026, 3, 20, 9)):
        casework.respond(matter=assigned, text="**已修復**。", by=officer)
        matter = casework.close(matter=assigned, outcome="lit", reason="燈泡已更換。", by=officer)
    assert (matter.state, matter.phase, matter.clock_state) == ("closed", "closed", "stopped")
    assert (matter.on_time, matter.answer_days) == (True, 14)
    assert acts(matter) == ["matter.received", "matter.assigned", "response.published", "matter.closed"]
    assert [template for template, _to in mails()] == [
        "casework/receipt",
        "casework/answered",
        "casework/closed",
    ]


def test_every_act_is_in_the_record_under_the_office_and_never_under_a_person(assigned, officer, person):
    casework.respond(matter=assigned, text="好。", by=officer)
    found = record.acts_of(assigned.ref)
    assert [(act.act, act.office) for act in found] == [
        ("matter.received", "lamps/register"),
        ("matter.assigned", "lamps/lead"),
        ("response.published", "lamps/officer"),
    ]
    assert [event.act_id for event in assigned.events.all()] == [act.id for act in found]
    assert record.check(found[-1].id, "text", "好。") == "unchanged"


def test_an_officer_of_another_unit_may_do_nothing(assigned, outsider):
    for forbidden in (
        lambda: casework.assign(matter=assigned, officer=outsider, by=outsider),
        lambda: casework.respond(matter=assigned, text="我來", by=outsider),
        lambda: casework.pause(matter=assigned, reason="等", by=outsider),
        lambda: casework.extend(matter=assigned, reason="等", by=outsider),
        lambda: casework.redact(matter=assigned, reason="個資", by=outsider),
        lambda: casework.withdraw(matter=assigned, by=outsider),
    ):
        with pytest.raises(PermissionDenied):
            forbidden()
    assert acts(assigned) == ["matter.received", "matter.assigned"]


def test_an_officer_takes_a_matter_but_does_not_give_it_to_others(monday, send, officer, lead):
    matter = send()
    with pytest.raises(PermissionDenied):
        casework.assign(matter=matter, officer=lead, by=officer)
    assert casework.assign(matter=matter, officer=officer, by=officer).officer == officer


def test_nobody_is_made_answerable_who_may_not_answer(monday, send, lead, outsider):
    with pytest.raises(Refusal) as refusal:
        casework.assign(matter=send(), officer=outsider, by=lead)
    assert refusal.value.field == "officer"


def test_a_matter_changes_hands_without_changing_its_state(assigned, lead):
    matter = casework.assign(matter=assigned, officer=lead, by=lead)
    assert (matter.officer, matter.state) == (lead, "assigned")


def test_steps_that_the_kind_does_not_allow_are_refused(monday, send, officer):
    matter = send()
    with pytest.raises(Refusal):
        casework.respond(matter=matter, text="好", by=officer)
    with pytest.raises(Refusal):
        casework.close(matter=matter, outcome="lit", reason="好", by=officer)
    with pytest.raises(Refusal):
        casework.move(matter=matter, to="answered", by=officer)
    with pytest.raises(Refusal):
        casework.move(matter=matter, to="nowhere", by=officer)


def test_an_outcome_needs_a_known_code_and_a_reason(assigned, officer):
    casework.respond(matter=assigned, text="好。", by=officer)
    with pytest.raises(Refusal) as unknown:
        casework.close(matter=assigned, outcome="purple", reason="好", by=officer)
    with pytest.raises(Refusal) as silent:
        casework.close(matter=assigned, outcome="lit", reason="  ", by=officer)
    assert (unknown.value.field, silent.value.field) == ("outcome", "reason")


def test_a_refusal_needs_a_coded_reason_and_the_person_is_told(monday, send, officer, person):
    matter = send(person=person)
    with pytest.raises(Refusal) as refusal:
        casework.move(matter=matter, to="refused", by=officer)
    assert refusal.value.field == "reason_code"
    matter = casework.move(
        matter=matter, to="refused", by=officer, reason_code="off_topic", note="談的是橋。"
    )
    assert (matter.phase, matter.clock_state, matter.reason_code) == ("closed", "stopped", "off_topic")
    assert mails()[-1] == ("casework/ended", "someone@home.example")


def test_a_further_answer_is_added_and_the_first_one_counts_for_time(assigned, officer):
    casework.respond(matter=assigned, text="第一次。", by=officer)
    with clock.at(taipei(2026, 8, 3, 9)):
        casework.respond(matter=assigned, text="補充。", by=officer)
    matter = Matter.objects.get(pk=assigned.pk)
    assert [response.text for response in matter.responses.all()] == ["第一次。", "補充。"]
    assert (matter.on_time, matter.answer_days) == (True, 0)


def test_an_answer_is_sanitised_once_and_kept_as_written(assigned, officer):
    text = "# 說明\n<script>alert(1)</script>\n[連結](javascript:alert(1)) **好**"
    response = casework.respond(matter=assigned, text=text, by=officer)
    assert response.text == text
    assert "<script" not in response.html and 'href="javascript' not in response.html
    assert "<strong>好</strong>" in response.html and "<h3>說明</h3>" in response.html


def test_two_officers_at_once_do_not_overwrite_each_other(assigned, officer, lead):
    seen = assigned.version
    casework.pause(matter=assigned, reason="等廠商", by=lead, version=seen)
    with pytest.raises(casework.Stale):
        casework.respond(matter=assigned, text="好。", by=officer, version=seen)


def test_the_clock_stands_still_and_goes_on_later_by_as_many_days(assigned, officer):
    matter = casework.pause(matter=assigned, reason="等廠商報價。", by=officer)
    assert (matter.phase, matter.clock_state, matter.paused_until) == ("paused", "paused", date(2026, 3, 22))
    with clock.at(taipei(2026, 3, 9, 9)):
        matter = casework.resume(matter=matter, by=officer)
    assert (matter.phase, matter.clock_state, matter.due_on) == ("open", "running", date(2026, 4, 7))
    assert matter.how["still_days"] == 6
    assert mails()[-2:] == [
        ("casework/paused", "someone@home.example"),
        ("casework/resumed", "someone@home.example"),
    ]


def test_pauses_need_a_reason_and_are_capped_in_all(assigned, officer):
    with pytest.raises(Refusal):
        casework.pause(matter=assigned, reason=" ", by=officer)
    matter = casework.pause(matter=assigned, reason="等。", by=officer)
    with pytest.raises(Refusal):
        casework.pause(matter=matter, reason="再等。", by=officer)
    with clock.at(taipei(2026, 3, 22, 9)):
        casework.resume(matter=matter, by=officer)
        with pytest.raises(Refusal):
            casework.pause(matter=matter, reason="又等。", by=officer)


def test_an_extension_is_given_once_with_a_reason_before_it_is_due(assigned, officer):
    with pytest.raises(Refusal):
        casework.extend(matter=assigned, reason="", by=officer)
    matter = casework.extend(matter=assigned, reason="需會勘。", by=officer)
    assert (matter.due_on, matter.clock_state) == (date(2026, 5, 1), "extended")
    with pytest.raises(Refusal):
        casework.extend(matter=matter, reason="再延。", by=officer)


def test_an_overdue_clock_is_neither_extended_nor_paused(assigned, officer):
    with clock.at(taipei(2026, 4, 2, 9)):
        with pytest.raises(Refusal):
            casework.extend(matter=assigned, reason="太晚。", by=officer)
        with pytest.raises(Refusal):
            casework.pause(matter=assigned, reason="太晚。", by=officer)


def test_a_state_of_waiting_holds_the_clock_and_leaving_it_lets_it_go_on(assigned, officer):
    matter = casework.move(matter=assigned, to="waiting", by=officer)
    assert (matter.phase, matter.clock_state) == ("paused", "paused")
    with clock.at(taipei(2026, 3, 12, 9)):
        matter = casework.move(matter=matter, to="assigned", by=officer)
    assert (matter.phase, matter.clock_state, matter.due_on) == ("open", "running", date(2026, 4, 10))


def test_a_matter_taken_up_again_gets_back_the_days_on_which_it_was_closed(monday, send, officer):
    matter = casework.move(matter=send(), to="refused", by=officer, reason_code="abuse")
    with clock.at(taipei(2026, 3, 12, 9)):
        matter = casework.move(matter=matter, to="received", by=officer)
    assert (matter.phase, matter.clock_state, matter.closed_at) == ("open", "running", None)
    assert matter.due_on == date(2026, 4, 10)


def test_a_transfer_keeps_the_promise_and_needs_a_new_officer(assigned, lead, other_office):
    matter = casework.transfer(matter=assigned, unit=other_office, reason="屬橋樑照明。", by=lead)
    assert (matter.unit, matter.officer, matter.due_on) == (other_office, None, date(2026, 4, 1))
    with pytest.raises(PermissionDenied):
        casework.transfer(matter=matter, unit=other_office, reason="再轉。", by=lead)


def test_a_merged_matter_counts_as_support_and_hears_of_the_answer(assigned, send, officer, person):
    follower = send(contact_email="neighbour@home.example")
    merged = casework.merge(matter=follower, into=assigned, by=officer)
    assert (merged.state, merged.merged_into, merged.clock_state) == ("joined", assigned, "stopped")
    casework.respond(matter=assigned, text="一起修好。", by=officer)
    assert Matter.objects.get(pk=assigned.pk).supporters == 1
    assert mails()[-2:] == [
        ("casework/answered", "someone@home.example"),
        ("casework/answered", "neighbour@home.example"),
    ]


def test_those_who_joined_earlier_come_along_and_leave_with_a_reopened_one(assigned, send, officer):
    first, second = send(), send()
    casework.merge(matter=first, into=second, by=officer)
    casework.merge(matter=second, into=assigned, by=officer)
    assert Matter.objects.get(pk=first.pk).merged_into == assigned
    assert Matter.objects.get(pk=assigned.pk).supporters == 2
    casework.move(matter=first, to="received", by=officer)
    assert Matter.objects.get(pk=assigned.pk).supporters == 1
    assert Matter.objects.get(pk=first.pk).merged_into is None


def test_a_matter_joins_neither_itself_nor_one_of_another_kind_nor_one_that_joined(assigned, send, officer):
    joined = casework.merge(matter=send(), into=assigned, by=officer)
    whisper = send(kind="whisper")
    for other in (assigned, whisper, joined):
        with pytest.raises(Refusal):
            casework.merge(matter=assigned, into=other, by=officer)


def test_the_person_takes_a_matter_back_and_a_tombstone_stays(assigned, person):
    matter = casework.withdraw(matter=assigned, by=person, reason="已經自己修了。")
    assert (matter.phase, matter.hidden, matter.hidden_reason) == ("withdrawn", True, "已經自己修了。")
    assert casework.find_public(matter.number).number == matter.number
    assert not casework.register_page(casework.Filters(q="臺北路")).rows


def test_staff_write_down_that_somebody_at_the_counter_takes_it_back(assigned, officer):
    matter = casework.withdraw(matter=assigned, by=officer)
    assert record.acts_of(matter.ref)[-1].office == "lamps/officer"


def test_redacted_text_is_hidden_and_the_matter_is_still_answered(assigned, lead, officer):
    matter = casework.redact(matter=assigned, reason="含他人電話。", by=lead)
    assert matter.hidden and matter.open and matter.body
    assert casework.respond(matter=matter, text="好。", by=officer).pk


def test_erasing_deletes_text_name_and_address_and_breaks_no_act(assigned, lead):
    act = record.acts_of(assigned.ref)[0]
    matter = casework.erase(matter=assigned, reason="當事人依個資法請求。", by=lead)
    stored = Matter.objects.get(pk=matter.pk)
    assert (stored.title, stored.body, stored.person, stored.sealed_contact) == ("", "", None, None)
    assert record.check(act.id, "text", "臺北路三段的路燈壞了兩週。") == "erased"
    assert [act.act for act in record.acts_of(matter.ref)] == [
        "matter.received",
        "matter.assigned",
        "matter.erased",
    ]


def test_what_the_record_holds_of_a_private_matter_is_sealed(monday, send, officer, lead):
    matter = casework.assign(matter=send(kind="whisper"), officer=officer, by=lead)
    assert record.acts_of(matter.ref) == []
    assert [act.act for act in record.openings_of(matter.ref)] == ["matter.received", "matter.assigned"]


def test_a_running_matter_keeps_the_policy_it_began_under(monday, send):
    before = send()
    terms = casework.clock.Terms(casework.clock.Measure.WORKING, 5, 5)
    casework.add_policy(kind="lantern", starts_on=date(2026, 4, 1), terms=terms, by=None)
    with clock.at(taipei(2026, 4, 1, 9)):
        after = send()
        late = send(received_at=MONDAY, channel="paper")
    assert after.due_on == date(2026, 4, 10)
    assert late.policy == before.policy != after.policy
    assert casework.extend(matter=before, reason="會勘。", by=None).due_on == date(2026, 5, 1)


def test_a_policy_never_reaches_back(monday, send):
    send()
    terms = casework.clock.Terms(casework.clock.Measure.WORKING, 5)
    for day in (date(2026, 3, 2), date(2020, 1, 1)):
        with pytest.raises(Refusal) as refusal:
            casework.add_policy(kind="lantern", starts_on=day, terms=terms, by=None)
        assert refusal.value.field == "starts_on"


def test_only_an_administrator_changes_policies_and_the_record_tells(monday, send, officer, city, person):
    terms = casework.clock.Terms(casework.clock.Measure.WORKING, 5)
    with pytest.raises(PermissionDenied):
        casework.add_policy(kind="lantern", starts_on=date(2026, 4, 1), terms=terms, by=officer)
    RoleGrant.objects.create(
        account=person, role=Role.ADMINISTRATOR, unit=city, starts_on=MONDAY.date() - timedelta(9)
    )
    policy = casework.add_policy(kind="lantern", starts_on=date(2026, 4, 1), terms=terms, by=person)
    assert record.state_of(policy.act_id) == "pending"


def test_an_administrator_of_one_office_does_not_set_the_clock_of_all(monday, office, city, person):
    RoleGrant.objects.create(account=person, role=Role.ADMINISTRATOR, unit=office, starts_on=MONDAY.date())
    terms = casework.clock.Terms(casework.clock.Measure.WORKING, 5)
    with pytest.raises(PermissionDenied):
        casework.add_policy(kind="lantern", starts_on=date(2026, 4, 1), terms=terms, by=person)


def test_a_unit_without_people_above_is_still_a_unit(monday, city, send):
    alone = Unit.objects.create(slug="island", name="小島", path="/island/")
    assert send(unit=alone).due_on == date(2026, 4, 1)
