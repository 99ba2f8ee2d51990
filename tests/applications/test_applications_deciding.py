"""The office asks, the person answers, the office decides; each sees what is theirs, and what staff read is written down."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from applications.conftest import again, at_work, begun, photo, sent
from builders import make_officer, make_unit
from lightwell.casework import public as casework
from lightwell.casework.models import Read
from lightwell.files import public as files
from lightwell.kernel import clock
from lightwell.kernel.refusal import Refusal
from lightwell.post import seal
from lightwell.post.models import Message
from lightwell.record import public as record
from lightwell.services.applications import public as applications
from lightwell.services.applications import queries
from lightwell.services.applications.models import Application, Decision

pytestmark = pytest.mark.django_db
REFUSAL = {"result": "refused", "basis": "渡輪自治條例第 4 條", "reason": "住址不在渡市。"}


def signed_in(account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def tracked(application: Application) -> str:
    return casework.tracking_url(application.matter, absolute=False)


def secret(application: Application) -> str:
    return casework.secret_of(application.matter.number)


def asked(officer, by=None, **missing: str) -> Application:
    application = at_work(officer, by)
    applications.ask(application=application, missing=missing or {"photo": "照片太暗。"}, note="", by=officer)
    return again(application)


def test_asking_stops_the_clock_and_answering_lets_it_go_on_with_the_days_made_up(pass_, officer):
    application = at_work(officer)
    due = application.matter.due_on
    with clock.at(clock.now() + timedelta(days=2)):
        applications.ask(application=application, missing={"photo": "照片太暗。"}, by=officer)
        waiting = again(application)
        assert (waiting.matter.state, waiting.matter.phase) == ("waiting", "paused")
    with clock.at(clock.now() + timedelta(days=9)):
        applications.supply(application=waiting, values={}, uploads={"photo": photo("bright.png")}, by=None)
    supplied = again(application)
    assert (supplied.matter.state, supplied.matter.phase) == ("supplied", "open")
    assert supplied.matter.due_on == due + timedelta(days=7)


def test_what_is_given_later_is_a_sending_of_its_own_and_the_first_stays_as_it_was(pass_, officer):
    application = asked(officer, name="請寫全名")
    applications.supply(application=application, values={"name": "王小明明"}, reply="抱歉", by=None)
    first, second = again(application).sendings.all()
    assert (first.answers["name"], second.answers["name"]) == ("王小明", "王小明明")
    assert second.answers["photo"] == first.answers["photo"]
    assert application.inquiries.get().reply == "抱歉"


def test_the_person_answers_on_a_page_by_account(pass_, officer, person):
    application = asked(officer, person, name="請寫全名")
    client, number = signed_in(person), application.matter.number
    page = client.get(f"/matters/{number}/").content.decode()
    assert "請寫全名" in page and f"/applications/{number}/missing/" in page
    page = client.post(f"/applications/{number}/missing/", {"name": "王小明明"}, follow=True)
    assert page.redirect_chain == [(f"/matters/{number}/", 302)]
    assert "王小明明" in page.content.decode() and again(application).matter.state == "supplied"


def test_the_holder_of_the_link_answers_without_an_account_and_sees_their_files(client, pass_, officer):
    application = asked(officer)
    page = client.get(tracked(application)).content.decode()
    assert "照片太暗。" in page and f"/a/{secret(application)}/missing/" in page
    sent_page = client.post(f"/a/{secret(application)}/missing/", {"photo": photo("bright.png")}, follow=True)
    assert (
        sent_page.redirect_chain == [(tracked(application), 302)]
        and "bright.png" in sent_page.content.decode()
    )
    upload = application.draft.uploads.order_by("-pk").first()
    files.check_now(upload.file)
    got = client.get(f"/a/{secret(application)}/files/{upload.file.public_id}/")
    assert got.status_code == 200 and b"".join(got.streaming_content).startswith(b"\x89PNG")


def test_nothing_given_is_refused_with_words_and_a_reply_alone_is_enough(client, pass_, officer):
    application = asked(officer)
    page = client.post(f"/a/{secret(application)}/missing/", {})
    assert page.status_code == 422 and again(application).matter.state == "waiting"
    client.post(f"/a/{secret(application)}/missing/", {"reply": "沒有更好的照片。"})
    assert again(application).matter.state == "supplied"


def test_answering_twice_tells_that_it_has_arrived(client, pass_, officer):
    application = asked(officer)
    address = f"/a/{secret(application)}/missing/"
    client.post(address, {"reply": "補上"})
    page = client.post(address, {"reply": "補上"}, follow=True)
    assert page.redirect_chain == [(tracked(application), 302)]
    assert again(application).sendings.count() == 2


def test_the_office_may_go_on_without_what_is_missing_and_ask_again(pass_, officer):
    application = asked(officer)
    casework.move(matter=application.matter, to="assigned", by=officer)
    with pytest.raises(Refusal):
        applications.supply(application=again(application), values={"name": "王"}, by=None)
    applications.ask(application=again(application), missing={}, note="還是需要照片。", by=officer)
    assert queries.inquiry_of(again(application)).note == "還是需要照片。"


def test_asking_for_nothing_is_refused(pass_, officer):
    with pytest.raises(Refusal):
        applications.ask(application=at_work(officer), missing={"photo": "  "}, note="", by=officer)


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"result": "refused", "reason": "不合"}, "basis"),
        ({"result": "refused", "basis": "第 4 條"}, "reason"),
        ({"result": "conditions", "reason": "暫准"}, "conditions"),
        ({"result": "perhaps"}, "result"),
    ],
)
def test_a_decision_has_what_the_law_asks_of_it(pass_, officer, words, field):
    with pytest.raises(Refusal) as refused:
        applications.decide(application=at_work(officer), **words, by=officer)
    assert refused.value.field == field and not Decision.objects.exists()


def test_a_refusal_says_article_reason_and_how_to_appeal(pass_, officer):
    application = at_work(officer)
    decision = applications.decide(application=application, **REFUSAL, by=officer)
    matter = again(application).matter
    assert (matter.state, matter.phase, matter.on_time) == ("refused", "answered", True)
    text = decision.response.text
    assert "渡輪自治條例第 4 條" in text and "住址不在渡市。" in text and "訴願" in text and "渡市" in text
    assert decision.appeal_until == date(2026, 4, 1), "thirty days after 2 March"


def test_a_last_day_for_appeal_on_a_day_off_moves_to_the_next_working_day(pass_, officer):
    with clock.at(clock.now() + timedelta(days=3)):
        decision = applications.decide(application=at_work(officer), **REFUSAL, by=officer)
    assert decision.appeal_until == date(2026, 4, 6), "the thirtieth day is Saturday, 4 April 2026"


def test_a_grant_needs_no_reason_and_says_nothing_of_appeals(pass_, officer):
    decision = applications.decide(application=at_work(officer), result="granted", by=officer)
    assert decision.appeal_until is None and "訴願" not in decision.response.text


def test_only_staff_of_the_unit_decide_and_ask(pass_, officer, person):
    application = at_work(officer)
    stranger = make_officer(make_unit("gardens", parent=application.matter.unit.parent))
    for somebody in (stranger, person):
        with pytest.raises(PermissionDenied):
            applications.decide(application=application, result="granted", by=somebody)
        with pytest.raises(PermissionDenied):
            applications.ask(application=application, missing={}, note="?", by=somebody)


def test_it_is_decided_once(pass_, officer):
    application = at_work(officer)
    applications.decide(application=application, result="granted", by=officer)
    with pytest.raises(Refusal):
        applications.decide(application=again(application), **REFUSAL, by=officer)
    assert Decision.objects.get().result == "granted"


def test_two_officers_do_not_overwrite_each_other(pass_, officer, lead):
    application = at_work(officer)
    version = application.matter.version
    applications.ask(application=application, missing={}, note="請補照片", by=lead)
    with pytest.raises(Refusal):
        applications.decide(application=application, result="granted", by=officer, version=version)


def test_the_desk_walks_from_answers_over_a_preview_to_the_letter(pass_, officer, person):
    application = at_work(officer, person, works_across=True, employer="船廠")
    client, number = signed_in(officer), application.matter.number
    page = client.get(f"/desk/{number}/").content.decode()
    assert "船廠" in page and f"/desk/applications/{number}/decide/" in page
    version = application.matter.version
    typed = {**REFUSAL, "version": version}
    preview = client.post(f"/desk/applications/{number}/decide/", typed)
    assert preview.status_code == 200 and "訴願" in preview.content.decode() and not Decision.objects.exists()
    back = client.post(f"/desk/applications/{number}/decide/", {**typed, "step": "change"}).content.decode()
    assert "住址不在渡市。" in back
    done = client.post(f"/desk/applications/{number}/decide/", {**typed, "step": "send"})
    assert done.status_code == 302 and Decision.objects.get().result == "refused"
    letter = signed_in(person).get(f"/applications/{number}/letter/").content.decode()
    assert (
        "住址不在渡市。" in letter and Decision.objects.get().response.act_id in letter and "<svg" in letter
    )


def test_a_decision_with_mistakes_comes_back_with_what_was_typed(pass_, officer):
    application = at_work(officer)
    client, number = signed_in(officer), application.matter.number
    typed = {"result": "refused", "reason": "住址不在渡市。", "version": application.matter.version}
    page = client.post(f"/desk/applications/{number}/decide/", typed)
    assert page.status_code == 422 and "住址不在渡市。" in page.content.decode()


def test_the_letter_says_whether_it_is_the_text_that_was_sealed(pass_, officer, person):
    application = at_work(officer, person)
    applications.decide(application=application, **REFUSAL, by=officer)
    client, address = signed_in(person), f"/en/applications/{application.matter.number}/letter/"
    assert "takes this letter in" in client.get(address).content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_changed_letter_is_found_out(service, officer, person):
    service()
    application = at_work(officer, person)
    decision = applications.decide(application=application, **REFUSAL, by=officer)
    record.integrate()
    client, address = signed_in(person), f"/en/applications/{application.matter.number}/letter/"
    assert "exactly the letter that was sealed" in client.get(address).content.decode()
    type(decision.response).objects.update(text="Granted.")
    assert "not the letter that was sealed" in client.get(address).content.decode()


def test_what_staff_read_stands_on_the_persons_page_with_office_and_purpose(pass_, officer, person):
    application = at_work(officer, person)
    number, upload = application.matter.number, application.draft.uploads.get()
    files.check_now(upload.file)
    client = signed_in(officer)
    client.get(f"/desk/{number}/")
    assert client.get(f"/desk/applications/{number}/files/{upload.file.public_id}/").status_code == 200
    assert list(Read.objects.order_by("pk").values_list("office", "purpose", "detail")) == [
        ("harbour/officer", "desk", ""),
        ("harbour/officer", "file", "me.png"),
    ]
    page = signed_in(person).get(f"/en/matters/{number}/").content.decode()
    assert "Harbour Office · officer" in page and "me.png" in page and officer.name not in page


def test_staff_open_files_only_where_the_look_is_noted(pass_, officer, person):
    application = at_work(officer, person)
    file = application.draft.uploads.get().file
    files.check_now(file)
    assert signed_in(officer).get(f"/files/{file.public_id}").status_code == 404
    assert signed_in(person).get(f"/files/{file.public_id}").status_code == 200
    assert Client().get(f"/files/{file.public_id}").status_code == 404


@pytest.mark.parametrize("tail", ["missing", "letter"])
def test_nobody_but_the_person_and_the_unit_reads_an_application(pass_, officer, person, tail):
    application = asked(officer, person)
    address = f"/applications/{application.matter.number}/{tail}/"
    stranger = make_officer(make_unit("gardens", parent=application.matter.unit.parent))
    assert Client().get(address).status_code == 302
    assert signed_in(stranger).get(address).status_code == 404
    for page in ("decide", "missing"):
        refused = signed_in(stranger).get(f"/desk/applications/{application.matter.number}/{page}/")
        assert refused.status_code == 403
    assert not Read.objects.filter(account=stranger).exists()


def test_mails_hold_a_number_and_a_link_and_nothing_private(pass_, officer, person):
    application = asked(officer, person, name="請寫全名")
    applications.supply(application=application, values={"name": "王小明明"}, by=person)
    applications.decide(application=again(application), **REFUSAL, by=officer)
    bodies = [seal.unseal(bytes(mail.sealed_body)) for mail in Message.objects.all()]
    assert len(bodies) == 4 and all(application.matter.number in body for body in bodies)
    private = ("王小明", "請寫全名", "住址不在渡市", "refused", "駁回")
    assert not [word for word in private for body in bodies if word in body]


def test_taking_it_back_ends_it_and_leaves_a_tombstone(client, pass_, officer):
    application = at_work(officer)
    page = client.post(f"{tracked(application)}withdraw/", {"reason": ""}, follow=True)
    assert page.status_code == 200 and again(application).matter.state == "withdrawn"
    with pytest.raises(Refusal):
        applications.decide(application=again(application), result="granted", by=officer)


def test_closing_says_how_it_ended(pass_, officer):
    application = at_work(officer)
    applications.decide(application=application, result="granted", by=officer)
    matter = casework.close(
        matter=again(application).matter, outcome="delivered", reason="已寄出。", by=officer
    )
    assert matter.state == "closed"


def test_the_page_of_ones_own_has_drafts_what_waits_and_who_read(pass_, officer, person):
    begun(person)
    application = asked(officer, person)
    signed_in(officer).get(f"/desk/{application.matter.number}/")
    page = signed_in(person).get("/en/mine/").content.decode()
    assert "Drafts to go on with" in page and "Ferry pass" in page
    assert f"/applications/{application.matter.number}/missing/" in page and "Harbour Office" in page
    kept = signed_in(person).get("/mine/my-data.json").json()["sections"]
    assert kept["drafts"][0]["answers"]["name"] == "王小明"
    assert kept["applications"][0]["sendings"][0]["answers"]["name"] == "王小明"
    assert kept["reads"][0]["purpose"]


def test_pages_of_an_application_ask_few_queries(pass_, officer, person, django_assert_max_num_queries):
    application = asked(officer, person)
    client, number = signed_in(person), application.matter.number
    for address in (f"/matters/{number}/", f"/applications/{number}/missing/"):
        client.get(address)
        with django_assert_max_num_queries(22):
            client.get(address)


def test_an_application_of_somebody_else_does_not_show_in_the_list_of_mine(pass_, officer, person):
    application = sent()
    assert application.matter.number not in signed_in(person).get("/mine/").content.decode()


def test_erasing_a_matter_erases_answers_files_and_what_was_asked(pass_, officer, lead, person):
    application = asked(officer, person, name="請寫全名")
    file = application.draft.uploads.get().file
    casework.erase(matter=application.matter, reason="當事人依個資法請求。", by=lead)
    assert application.sendings.get().answers == {} and application.inquiries.get().missing == {}
    file.refresh_from_db()
    assert file.state == files.State.ERASED
    page = signed_in(officer).get(f"/desk/{application.matter.number}/")
    assert page.status_code == 200 and "王小明" not in page.content.decode()
