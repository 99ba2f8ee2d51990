"""Pages as a browser without JavaScript uses them: write, check, sign, prove, report, read; and what programs get."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree as Xml

import pytest
from django.conf import settings as site
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from builders import make_citizen
from lightwell.casework import public as casework
from lightwell.engines.tlog.proofs import check_proof
from lightwell.kernel import clock, mine, things
from lightwell.participation.petitions import actions, moderation, notes, signing, tallies
from lightwell.participation.petitions.models import Petition, Signature
from lightwell.participation.petitions.rules import State
from lightwell.people.public import Account
from petitions.conftest import MONDAY, TITLE, need, sign, signers, text

pytestmark = pytest.mark.django_db
WORDS = {"title": TITLE, "ask": "各設一間公廁。", "why": "要走二十分鐘。", "unit": "parks", "display": "name"}


def browser(account: Account | None = None, *, csrf: bool = False) -> Client:
    client = Client(enforce_csrf_checks=csrf)
    if account is not None:
        client.force_login(account)
    return client


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    found = b"".join(answer).decode()  # streamed or not
    assert answer.status_code == status, found[:2000]
    return found


def own(petition: Petition, what: str = "own") -> str:
    return f"/petitions/{petition.public_id}/{what}/"


def test_a_draft_is_written_changed_and_handed_in_once(author, office):
    client = browser(author)
    assert "action" in page(client, "/petitions/new/")
    answer = client.post("/petitions/new/", {**WORDS, "nonce": "n" * 20})
    again = client.post("/petitions/new/", {**WORDS, "nonce": "n" * 20})
    assert answer.status_code == 302 and answer.url == again.url
    (draft,) = Petition.objects.all()
    assert TITLE in page(client, own(draft))
    client.post(own(draft, "edit"), {**WORDS, "title": "請在河濱公園加設三間廁所"})
    for _press in range(2):
        assert client.post(own(draft, "submit")).status_code == 302
    draft.refresh_from_db()
    assert (draft.state, draft.title, draft.author_name) == (
        State.MODERATION,
        "請在河濱公園加設三間廁所",
        author.name,
    )


def test_what_was_typed_is_kept_when_something_is_wrong(author, office):
    answer = browser(author).post("/petitions/new/", {**WORDS, "title": "短"})
    assert answer.status_code == 422
    assert WORDS["why"] in answer.content.decode() and not Petition.objects.exists()


def test_a_draft_shows_petitions_like_it_and_so_does_the_form(author, collecting, office):
    draft = actions.write_draft(text=text(office, title="河濱公園加設廁所"), by=author)
    link = f'href="/petitions/{collecting.public_id}/"'
    assert link in page(browser(author), own(draft))
    assert link in page(browser(), "/petitions/similar/?title=河濱公園加設廁所")
    assert "<a" not in page(browser(), "/petitions/similar/?title=圖書館延長開放")
    assert "<html" not in page(browser(), "/petitions/similar/")


@pytest.mark.parametrize("what", ["own", "edit"])
def test_nobody_else_finds_a_draft(draft, citizen, lead, what):
    for account in (citizen, lead):
        page(browser(account), own(draft, what), 404)
    page(browser(), f"/petitions/{draft.public_id}/", 404)
    assert browser().get(own(draft, what)).status_code == 302


def test_who_is_not_known_is_told_what_to_do_before_handing_in(office):
    somebody = make_citizen("unknown@home.example")
    draft = actions.write_draft(text=text(office), by=somebody)
    client = browser(somebody)
    assert "/submit/" not in page(client, own(draft))
    assert client.post(own(draft, "submit")).status_code == 409


def test_a_moderator_accepts_or_says_why_not(submitted, moderator, outsider, office, author):
    desk = f"/desk/petitions/{submitted.public_id}/"
    client = browser(moderator)
    assert submitted.title in page(client, "/desk/petitions/")
    assert submitted.title not in page(browser(outsider), "/desk/petitions/")
    page(browser(outsider), desk, 403)
    assert client.post(desk, {"do": "reject", "note": "說明"}).status_code == 422
    answer = client.post(desk, {"do": "reject", "reason_code": "same_as", "note": ""})
    assert answer.status_code == 422
    client.post(desk, {"do": "accept"})
    submitted.refresh_from_db()
    assert submitted.state == State.COLLECTING
    client.post(desk, {"do": "reject", "reason_code": "personal_data", "note": "寫出了鄰居的地址。"})
    answer = browser().get(f"/petitions/{submitted.public_id}/")
    assert answer.status_code == 200 and submitted.title not in answer.content.decode()


def ticket_in(html: str) -> str:
    return re.search(r'name="ticket"[^>]*value="([^"]+)"', html)[1]


def test_signing_needs_ticket_cookie_and_csrf_token(collecting, citizen, author):
    client = browser(citizen, csrf=True)
    html = page(client, own(collecting, "sign"))
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', html)[1]
    fields = {"ticket": ticket_in(html), "display": "count", "csrfmiddlewaretoken": token}
    send = own(collecting, "sign/send")
    assert client.post(send, {**fields, "csrfmiddlewaretoken": ""}).status_code == 403
    assert client.post(send, {**fields, "ticket": "x"}).status_code == 409
    stranger = browser(author)
    assert stranger.post(send, fields).status_code == 409, (
        "a ticket is bound to the session that it was made for"
    )
    assert browser().post(send, fields).status_code == 302, "to sign in"
    assert not Signature.objects.exists()
    answers = [client.post(send, fields) for _press in range(2)]
    assert {(answer.status_code, answer.url) for answer in answers} == {(302, own(collecting, "signed"))}
    assert Signature.objects.get().account == citizen
    assert page(client, own(collecting, "sign")).count('name="ticket"') == 1, "no page tells who has signed"


def test_signing_asks_the_database_nothing_beside_its_own_statement(collecting, citizen):
    client = browser(citizen)
    fields = {"ticket": ticket_in(page(client, own(collecting, "sign"))), "display": "count"}
    with CaptureQueriesContext(connection) as asked:
        assert client.post(own(collecting, "sign/send"), fields).status_code == 302
    assert [query["sql"][:100] for query in asked] == []  # that statement does not go by Django's cursor
    assert Signature.objects.count() == 1


def test_a_ticket_runs_out_and_the_choice_is_kept(collecting, citizen):
    client = browser(citizen)
    fields = {"ticket": ticket_in(page(client, own(collecting, "sign"))), "display": "pseudonym"}
    with clock.at(MONDAY + timedelta(minutes=31)):
        answer = client.post(own(collecting, "sign/send"), fields)
    html = answer.content.decode()
    assert answer.status_code == 409 and re.search(r'value="pseudonym"[^>]*checked', html)
    assert client.post(own(collecting, "sign/send"), {**fields, "ticket": ticket_in(html)}).status_code == 302


def test_an_unknown_account_is_sent_to_be_verified(collecting):
    html = page(browser(make_citizen("unknown@home.example")), own(collecting, "sign"))
    assert 'name="ticket"' not in html and "/account/" in html


@pytest.mark.django_db(transaction=True)
def test_a_signer_reads_the_proof_and_takes_the_signature_back(collecting, citizen):
    need(2)
    sign(collecting, citizen, display="pseudonym")
    client = browser(citizen)
    page(client, f"/petitions/{collecting.public_id}/signature.json", 404)
    tallies.count_all()
    assert "signature.json" in page(client, own(collecting, "signature"))
    proof = json.loads(page(client, f"/petitions/{collecting.public_id}/signature.json"))
    assert check_proof(proof, None).startswith("verified")
    shown = Signature.objects.get().shown_name
    assert shown and shown in page(browser(), own(collecting, "signers"))
    page(browser(make_citizen("other@home.example")), own(collecting, "signature"), 404)
    assert client.post(own(collecting, "signature/take-back")).url == own(collecting, "signature/taken-back")
    page(client, own(collecting, "signature/taken-back"))
    page(client, own(collecting, "signature"), 404)
    assert shown not in page(browser(), own(collecting, "signers"))


@pytest.fixture
def answered(collecting: Petition, officer: Account, transactional_db: Any) -> Petition:
    sign(collecting, *signers(3))
    tallies.count_all()
    collecting.refresh_from_db()
    matter = casework.assign(matter=collecting.matter, officer=officer, by=officer)
    casework.respond(matter=matter, text="**會**加設兩間。", by=officer)
    collecting.refresh_from_db()
    return collecting


@pytest.mark.django_db(transaction=True)
def test_what_the_office_promises_stands_on_the_page_until_it_is_kept(answered, officer, outsider):
    address = f"/desk/petitions/{answered.public_id}/note/"
    client, public = browser(officer), f"/petitions/{answered.public_id}/"
    page(browser(outsider), address, 403)
    assert client.post(address, {"text": ""}).status_code == 422
    assert client.post(address, {"text": "年底完工", "due_on": "2025-01-01"}).status_code == 422
    client.post(address, {"text": "年底完工", "due_on": "2026-12-31"})
    assert "年底完工" in page(browser(), public)
    with clock.at(MONDAY + timedelta(days=400)):
        assert notes_state(answered) == ["late"]
    (promise,) = answered.notes.all()
    client.post(address, {"text": "<script>x</script>已完工", "keeps": str(promise.pk)})
    html = page(browser(), public)
    assert "已完工" in html and "<script>x" not in html
    assert notes_state(answered) == ["kept", ""]
    with pytest.raises(Exception, match="promise"):
        from django.utils import translation

        with translation.override("en"):
            notes.add_note(petition=answered, text="再一次", keeps=promise, by=officer)


def notes_state(petition: Petition) -> list[str]:
    from lightwell.participation.petitions.story import story_of

    return [item.state for item in story_of(petition).notes]


@pytest.mark.django_db(transaction=True)
def test_the_page_of_an_answered_petition_shows_answer_proof_and_matter(answered):
    html = page(browser(), f"/petitions/{answered.public_id}/")
    assert "<strong>會</strong>" in html and answered.matter.number in html and "/record/acts/" in html
    assert answered.public_id in page(browser(), f"/register/{answered.matter.number}/")
    assert answered.public_id in page(browser(), "/petitions/?state=answered")
    assert answered.public_id not in page(browser(), "/petitions/")


@pytest.mark.django_db(transaction=True)
def test_programs_get_the_same_as_people(answered):
    row = json.loads(page(browser(), "/petitions.json"))["petitions"][0]
    assert (row["id"], row["signatures"], row["number"]) == (answered.public_id, 3, answered.matter.number)
    whole = json.loads(page(browser(), f"/petitions/{answered.public_id}.json"))
    assert (
        whole["answers"][0]["text"] == "**會**加設兩間。" and sum(t["added"] for t in whole["tallies"]) == 3
    )
    assert TITLE in page(browser(), "/petitions.csv")
    for feed in ("/petitions.atom", f"/petitions/{answered.public_id}.atom"):
        assert len(Xml.fromstring(page(browser(), feed)).findall("{*}entry")) >= 1
    listed = json.loads(page(browser(), "/api/v1/petitions?state=answered&limit=1"))
    assert listed["petitions"] == [row] and listed["next"] is None
    assert (
        json.loads(page(browser(), f"/api/v1/petitions/{answered.public_id}"))["tallies"] == whole["tallies"]
    )
    page(browser(), "/api/v1/petitions/nothing", 404)
    page(browser(), "/api/v1/petitions?state=whatever", 400)


def test_a_hidden_petition_is_hidden_in_every_form(collecting, moderator):
    moderation.reject(petition=collecting, reason_code="abusive", by=moderator)
    collecting.refresh_from_db()
    for address in (
        "/petitions/?state=ended",
        "/petitions.json",
        "/petitions.csv",
        "/petitions.atom",
        "/api/v1/petitions",
    ):
        html = page(browser(), address)
        assert collecting.public_id in html and TITLE not in html and collecting.why not in html
    assert list(things.source_of("petition").things(None)) == []


def test_a_public_petition_is_a_thing_and_mine_shows_my_own(collecting, draft, author, citizen, office):
    (thing,) = things.source_of("petition").things([collecting.public_id, "nothing"])
    assert (thing.title.zh, thing.unit, thing.state) == (TITLE, "parks", "collecting")
    sign(collecting, citizen)
    other = actions.write_draft(text=text(office), by=author)
    found = {section.key: section for section in mine.sections()}
    assert [item.title for item in found["signatures"].items(citizen)] == [TITLE]
    assert [item.href for item in found["petition_drafts"].items(author)] == [own(other)]
    assert [item.href for item in found["petitions"].items(author)] == [own(collecting)]
    page(browser(author), "/petitions/mine/")


@pytest.mark.parametrize(
    "address",
    [
        "/petitions/",
        "/petitions/?state=all&after=zzz",
        "/petitions/?after=%00",
        "/petitions/criteria/",
        "/en/petitions/",
        "/en/petitions/criteria/",
    ],
)
def test_public_pages_may_be_kept_and_set_no_cookie(collecting, address):
    answer = browser().get(address)
    assert answer.status_code == 200 and "public" in answer.headers["Cache-Control"]
    assert site.CSRF_COOKIE_NAME not in answer.cookies


def test_a_petition_is_begun_anew_with_the_words_of_one_that_was_not_accepted(submitted, author, citizen):
    moderation.reject(petition=submitted, reason_code="unclear", by=None)
    address = f"/petitions/new/?from={submitted.public_id}"
    assert submitted.why in page(browser(author), address)
    assert submitted.why not in page(browser(citizen), address)


def test_an_author_withdraws_with_a_word_to_the_signers(collecting, author):
    client = browser(author)
    client.post(own(collecting, "withdraw"), {"reason": "已經解決。"})
    answer = browser().get(f"/petitions/{collecting.public_id}/")
    assert answer.status_code == 200 and "已經解決。" in answer.content.decode()
    assert client.post(own(collecting, "withdraw"), {"reason": ""}).status_code == 409


def test_a_draft_is_thrown_away_and_a_petition_is_not(draft, author, collecting):
    client = browser(author)
    other = actions.write_draft(text=text(draft.unit), by=author)
    assert client.post(own(other, "drop")).status_code == 302
    assert client.post(own(collecting, "drop")).status_code == 409
    assert [p.pk for p in Petition.objects.all()] == [collecting.pk]


def test_a_foreign_or_broken_ticket_opens_nothing(collecting, citizen, office, author):
    good = signing.ticket_for(collecting, citizen, "session")
    assert signing.read_ticket(good, collecting.public_id, "session").account == citizen.pk
    for wrong in ("", "é", "x" * 5000, good[:-2], good[:-4] + "AAAA"):
        with pytest.raises(signing.BadTicket):
            signing.read_ticket(wrong, collecting.public_id, "session")
    for place, session in (
        (collecting.public_id, "another"),
        ("another", "session"),
        (collecting.public_id, ""),
    ):
        with pytest.raises(signing.BadTicket):
            signing.read_ticket(good, place, session)
    assert str(citizen.pk) not in good and citizen.identity_fingerprint not in good


def test_an_administrator_of_all_sets_new_numbers_from_a_day_to_come(office, outsider):
    from builders import make_officer
    from lightwell.participation.petitions import policies
    from lightwell.people.public import Role

    address, fields = (
        "/desk/petitions/policy/",
        {"moderation_days": "2", "collecting_days": "30", "threshold": "900"},
    )
    page(browser(outsider), address, 403)
    here = browser(make_officer(office, role=Role.ADMINISTRATOR, email="admin@parks.example"))
    assert here.post(address, {**fields, "starts_on": "2026-04-01"}).status_code == 403, "one unit is not all"
    above = browser(make_officer(office.parent, role=Role.ADMINISTRATOR, email="admin@city.example"))
    assert above.post(address, {**fields, "starts_on": "2026-03-02"}).status_code == 422
    assert above.post(address, {**fields, "starts_on": "2026-04-01", "threshold": "0"}).status_code == 422
    assert above.post(address, {**fields, "starts_on": "2026-04-01"}).status_code == 302
    with clock.at(MONDAY + timedelta(days=30)):
        assert policies.policy_on(clock.today()).terms.threshold == 900
        assert "900" in page(browser(), "/en/petitions/criteria/")
