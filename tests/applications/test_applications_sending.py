"""Sending: one case whatever the browser does, with every answer, for the person and the office alone."""

from __future__ import annotations

import json
import os
import signal
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest
from django.db import connection, connections
from django.test import Client

from applications.conftest import begun, sent
from lightwell.casework import public as casework
from lightwell.casework.clock import Measure
from lightwell.kernel.refusal import Refusal
from lightwell.people import public as people
from lightwell.post.models import Message
from lightwell.record import public as record
from lightwell.services.applications import public as applications
from lightwell.services.applications import sealing
from lightwell.services.applications.actions.drafting import confirm_contact
from lightwell.services.applications.models import Application, Count, Draft, DraftState

pytestmark = pytest.mark.django_db


def address(draft: Draft, tail: str = "") -> str:
    return f"/apply/ferry-pass/{draft.secret}/{tail}"


def send(draft: Draft, by: people.Account | None = None) -> Application:
    offer = applications.offer_of("ferry-pass")
    assert offer is not None
    return applications.send(draft=draft, offer=offer, by=by)


def test_sending_gives_a_private_matter_with_a_random_number_and_the_clock_of_the_service(pass_, harbour):
    matter = sent().matter
    assert matter.private and matter.unit == harbour and matter.state == "received"
    assert matter.number.startswith("AP-115-") and len(matter.number) == len("AP-115-") + 10
    assert (matter.policy.terms.measure, matter.policy.terms.days) == (Measure.WORKING, 10)
    assert matter.due_on == date(2026, 3, 16), "ten working days from Monday, 2 March 2026"


def test_a_service_without_a_working_time_has_the_two_months_of_the_law(pass_):
    offer = applications.offer_of("ferry-pass")
    application = applications.send(draft=begun(), offer=replace(offer, days=None), by=None)
    assert application.matter.policy.terms == casework.clock.SERVICE


def test_every_answer_arrives_and_the_draft_keeps_nothing(pass_):
    application = sent(works_across=True, employer="船廠")
    answers = application.sendings.get().answers
    assert (
        answers["name"] == "王小明" and answers["employer"] == "船廠" and answers["photo"]["name"] == "me.png"
    )
    draft = Draft.objects.get()
    assert (draft.state, draft.sealed_answers, draft.sealed_contact, draft.link_digest) == (
        DraftState.SENT,
        None,
        None,
        None,
    )


def test_answers_to_what_is_not_asked_stay_behind(pass_):
    assert "employer" not in sent(works_across=False, employer="船廠").sendings.get().answers


@pytest.mark.parametrize("missing", ["name", "works_across", "photo"])
def test_nothing_is_sent_while_a_question_is_open(pass_, missing):
    draft = begun()
    answers = {name: value for name, value in draft.answers.items() if name != missing}
    Draft.objects.update(sealed_answers=sealing.seal(answers))
    with pytest.raises(Refusal):
        send(draft)
    assert not casework.Matter.objects.exists() and Draft.objects.get().open


def test_pressing_twice_and_going_back_lead_to_the_same_receipt(client, pass_):
    draft = begun()
    first = client.post(address(draft, "send/"))
    second = client.post(address(draft, "send/"))
    assert first.url == second.url == address(draft, "sent/")
    for tail in ("", "check/", "q/person/", "later/", "erase/"):
        assert client.get(address(draft, tail)).url == address(draft, "sent/")
    assert client.post(address(draft, "q/person/"), {"name": "別人"}).url == address(draft, "sent/")
    assert Application.objects.count() == casework.Matter.objects.count() == 1
    page = client.get(address(draft, "sent/")).content.decode()
    assert Application.objects.get().matter.number in page and "2026" in page


def test_the_receipt_says_by_when_and_how_that_day_was_found(client, pass_):
    draft = begun()
    page = client.post("/en" + address(draft, "send/"), follow=True).content.decode()
    assert "16 March 2026" in page and "10 working days" in page


def test_the_record_holds_sealed_what_was_sent_and_the_person_can_prove_it(pass_):
    application = sent()
    assert record.acts_of(application.matter.ref) == []
    openings = {act.act: act for act in record.openings_of(application.matter.ref)}
    act = openings["application.sent"]
    text = sealing.canonical(application.sendings.get().answers)
    assert record.check_sealed(act.id, "answers", text) == "unchanged"
    assert "王小明" not in act.text and json.loads(act.text)["office"] == "public"


def test_private_applications_are_in_no_register_search_or_feed(client, pass_, person):
    application = sent(person)
    number = application.matter.number
    for path in ("/register/", "/register.csv", "/register.json", "/register.atom"):
        assert number.encode() not in b"".join(client.get(path)), path
    assert client.get(f"/register/{number}/").status_code == 302
    assert client.get(f"/matters/{number}/").status_code == 302


def test_a_contact_must_be_confirmed_where_the_service_asks_for_one(client, service):
    service(assurance="contact")
    draft = begun()
    assert address(draft, "send/") not in client.get(address(draft, "check/")).content.decode()
    with pytest.raises(Refusal):
        send(draft)
    draft = applications.mail_link(draft=draft, address="wang@home.example", by=None)
    with pytest.raises(Refusal):
        send(draft)
    confirm_contact(draft=draft)
    application = send(draft)
    assert Message.objects.latest("pk").to == "wang@home.example"
    assert casework.address_of(application.matter) == "wang@home.example"


def test_an_account_is_a_contact(service, person):
    service(assurance="contact")
    assert send(begun(person), person).matter.person == person


def test_identity_must_be_verified_where_the_service_asks_for_it_and_signing_in_keeps_the_draft(
    client, service, person
):
    service(assurance="identity")
    draft = begun()
    page = client.get(address(draft, "check/")).content.decode()
    assert "/account/login/?next=" in page and address(draft, "send/") not in page
    client.force_login(person)
    assert client.post(address(draft, "send/")).status_code == 409
    people.verify_identity(account=person, fingerprint=people.fingerprint("A123456789"), by=None)
    assert client.post(address(draft, "send/")).url == address(draft, "sent/")
    assert Application.objects.get().matter.person == person
    client.logout()
    assert client.get(address(draft, "sent/")).url.startswith("/account/login/")


def test_counts_are_kept_and_small_ones_are_not_told(pass_):
    assert applications.figures_of("ferry-pass") == dict.fromkeys(("begun", "sent", "decided", "on_time"), 0)
    for _number in range(4):
        sent()
    begun()
    figures = applications.figures_of("ferry-pass")
    assert (figures["begun"], figures["sent"]) == (5, None)
    sent()
    assert applications.figures_of("ferry-pass")["sent"] == 5


def test_no_small_count_can_be_computed_from_those_that_are_told(pass_):
    Count.objects.create(
        service="ferry-pass", month=date(2026, 2, 1), begun=90, sent=60, decided=58, on_time=50
    )
    figures = applications.figures_of("ferry-pass")
    assert figures["sent"] == 60 and figures["decided"] is None, (
        "two wait: they could be found by subtraction"
    )


@pytest.mark.django_db(transaction=True)
def test_twenty_browsers_that_send_at_once_make_one_case(service):
    service()
    draft = begun()

    def press(_number: int) -> int:
        try:
            return Client().post(address(draft, "send/")).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(press, range(20)))
    assert set(answers) == {302}
    assert Application.objects.count() == casework.Matter.objects.count() == 1
    assert Message.objects.count() == 0


def killed_before(query: int, draft: Draft) -> bool:
    """Send a draft in a process of its own that is killed with SIGKILL before its nth query; whether it was."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        asked = iter(range(10_000))

        def count(execute, sql, parameters, many, context):
            if next(asked) == query:
                os.kill(os.getpid(), signal.SIGKILL)
            return execute(sql, parameters, many, context)

        code = 1
        try:
            with connection.execute_wrapper(count):
                send(Draft.objects.get(pk=draft.pk))
            code = 0
        finally:
            os._exit(code)
    _pid, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFSIGNALED(status)


@pytest.mark.django_db(transaction=True)
def test_kill_minus_nine_at_any_query_loses_no_answer_and_makes_no_second_case(service):
    service()
    draft, killed = begun(name="王小明"), 0
    while killed_before(killed, draft):
        draft.refresh_from_db()
        assert draft.open and draft.answers["name"] == "王小明", killed
        assert not casework.Matter.objects.exists(), killed
        killed += 1
    assert killed > 15, "the sending asks more queries than that"
    assert send(draft).sendings.get().answers["name"] == "王小明"
    assert Application.objects.count() == casework.Matter.objects.count() == 1
    assert applications.figures_of("ferry-pass")["sent"] is None
