"""Drafts: kept on the server, gone on with anywhere, erased when nobody wants them."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from cryptography.fernet import Fernet
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import translation

from applications.conftest import begun, photo, sent
from builders import make_citizen
from lightwell.files.models import State, StoredFile
from lightwell.kernel import clock
from lightwell.kernel.refusal import Refusal
from lightwell.post import seal
from lightwell.post.models import Message
from lightwell.services.applications import brakes, queries, rules, sealing
from lightwell.services.applications import public as applications
from lightwell.services.applications.actions.drafting import confirm_contact
from lightwell.services.applications.models import Draft, Upload
from lightwell.services.directory import public as directory

pytestmark = pytest.mark.django_db
BEGIN = "/apply/ferry-pass/"


def address(draft: Draft, tail: str = "") -> str:
    return f"/apply/ferry-pass/{draft.secret}/{tail}"


def mailed_link() -> str:
    text = seal.unseal(bytes(Message.objects.latest("pk").sealed_body))
    return re.search(r"/continue/[\w-]+/", text)[0]


def test_pages_follow_each_other_and_what_was_answered_decides_which(client, pass_):
    page = client.post(BEGIN, follow=True)
    assert page.redirect_chain[-1][0].endswith("/q/person/")
    page = client.post(page.redirect_chain[-1][0], {"name": "王小明"}, follow=True)
    assert page.redirect_chain[-1][0].endswith("/q/commute/")
    page = client.post(page.redirect_chain[-1][0], {"works_across": "yes"}, follow=True)
    assert page.redirect_chain[-1][0].endswith("/q/employer/")
    page = client.post(page.redirect_chain[-1][0], {"employer": "船廠"}, follow=True)
    assert page.redirect_chain[-1][0].endswith("/q/photo/")
    page = client.post(page.redirect_chain[-1][0], {"photo": photo()}, follow=True)
    assert page.redirect_chain[-1][0].endswith("/check/")
    assert "船廠" in page.content.decode() and "me.png" in page.content.decode()


def test_a_way_not_taken_any_more_leaves_its_answers_out_and_taken_again_has_them_back(client, pass_):
    draft = begun(works_across=True, employer="船廠")
    client.post(address(draft, "q/commute/"), {"works_across": "no"})
    assert "船廠" not in client.get(address(draft, "check/")).content.decode()
    client.post(address(draft, "q/commute/"), {"works_across": "yes"})
    assert "船廠" in client.get(address(draft, "check/")).content.decode()


def test_mistakes_come_back_beside_the_question_with_what_was_typed(client, pass_):
    draft = begun()
    long = "字" * 300
    page = client.post(address(draft, "q/person/"), {"name": long})
    assert page.status_code == 422 and long in page.content.decode()
    draft.refresh_from_db()
    assert draft.answers["name"] == "王小明"


def test_going_back_shows_what_was_answered(client, pass_):
    draft = begun()
    page = client.get(address(draft, "q/commute/")).content.decode()
    assert address(draft, "q/person/") in page
    assert 'value="王小明"' in client.get(address(draft, "q/person/")).content.decode()
    assert "me.png" in client.get(address(draft, "q/photo/")).content.decode()


def test_a_file_of_a_wrong_kind_is_refused_at_its_question_and_the_rest_is_kept(client, pass_):
    draft = begun()
    wrong = {"photo": photo("me.exe"), "remark": "請看照片"}
    page = client.post(address(draft, "q/photo/"), wrong)
    assert page.status_code == 422 and "請看照片" in page.content.decode()
    fake = {"photo": SimpleUploadedFile("me.png", b"MZ\x90 this is no picture"), "remark": "請看照片"}
    page = client.post(address(draft, "q/photo/"), fake)
    assert page.status_code == 422 and "請看照片" in page.content.decode()
    assert Upload.objects.count() == 1


def test_a_file_that_was_replaced_is_erased(pass_):
    draft = begun()
    first = StoredFile.objects.get()
    applications.save_page(draft=draft, values={}, uploads={"photo": photo("new.png", "new")}, by=None)
    first.refresh_from_db()
    assert first.state == State.ERASED and Upload.objects.get().file.name == "new.png"


def test_answers_and_addresses_lie_encrypted_in_the_database(pass_):
    draft = begun(name="林秘密")
    applications.mail_link(draft=draft, address="secret@home.example", by=None)
    with connection.cursor() as cursor:
        cursor.execute("SELECT d::text FROM applications_draft d")
        row = cursor.fetchone()[0]
    stored = bytes(Draft.objects.get().sealed_answers) + row.encode()
    assert "林秘密".encode() not in stored and b"secret@home" not in stored and draft.secret not in row
    assert not StoredFile.objects.get().public


def test_a_draft_without_the_secret_is_nowhere(client, pass_):
    begun()
    assert client.get(f"/apply/ferry-pass/{'x' * 32}/").status_code == 404
    assert client.get("/apply/no-such-service/").status_code == 404


def test_a_draft_of_an_account_opens_for_that_account_alone(client, pass_, person, officer):
    draft = begun(person)
    assert client.get(address(draft)).url.startswith("/account/login/?next=/apply/")
    client.force_login(officer)
    assert client.get(address(draft)).status_code == 404
    client.force_login(person)
    assert client.get(address(draft)).status_code == 302
    assert address(draft) in client.get(BEGIN).content.decode()


def test_a_draft_can_be_put_into_an_account_and_then_only_it_opens_it(client, pass_, person):
    draft = begun()
    client.force_login(person)
    client.post(address(draft, "claim/"))
    draft.refresh_from_db()
    assert draft.account == person
    client.logout()
    assert client.get(address(draft)).status_code == 302
    with pytest.raises(Refusal):
        applications.claim(draft=draft, by=make_citizen("other@home.example"))


def test_the_mailed_link_opens_the_draft_on_another_device_and_confirms_the_address(client, pass_):
    draft = begun()
    client.post(address(draft, "later/"), {"email": "wang@home.example"})
    link = mailed_link()
    assert client.get(link).status_code == 200
    draft.refresh_from_db()
    assert draft.contact_confirmed_at is None, "opening alone, as machines do, confirms nothing"
    assert client.post(link, follow=True).redirect_chain[0][0] == address(draft)
    draft.refresh_from_db()
    assert draft.contact_confirmed_at is not None


def test_the_mailed_link_dies_when_a_newer_one_is_mailed_and_when_the_application_is_sent(client, pass_):
    draft = begun()
    applications.mail_link(draft=draft, address="wang@home.example", by=None)
    first = mailed_link()
    applications.mail_link(draft=draft, address="wang@home.example", by=None)
    second = mailed_link()
    assert (client.get(first).status_code, client.get(second).status_code) == (410, 200)
    applications.send(draft=draft, offer=applications.offer_of("ferry-pass"), by=None)
    assert client.get(second).status_code == client.post(second).status_code == 410


def test_a_link_is_mailed_only_so_often(pass_):
    draft = begun()
    for _time in range(rules.MOST_LINKS):
        applications.mail_link(draft=draft, address="wang@home.example", by=None)
    with pytest.raises(Refusal):
        applications.mail_link(draft=draft, address="wang@home.example", by=None)


def test_one_address_gets_only_so_many_letters_an_hour_whoever_asks_for_them(pass_):
    for _letter in range(brakes.HOURLY[brakes.LETTERS]):
        applications.mail_link(draft=begun(), address="victim@home.example", by=None)
    with pytest.raises(Refusal):
        applications.mail_link(draft=begun(), address="Victim@home.example", by=None)
    with clock.at(clock.now() + timedelta(hours=1)):
        applications.mail_link(draft=begun(), address="victim@home.example", by=None)
    with clock.at(clock.now() + timedelta(days=3)):
        assert brakes.forget_knocks() == 2


def test_one_network_address_begins_only_so_many_drafts_an_hour(client, pass_, settings):
    settings.DEMO = False
    for _draft in range(brakes.HOURLY[brakes.DRAFTS]):
        brakes.knock("127.0.0.1", brakes.DRAFTS)
    assert client.post(BEGIN).status_code == 409 and not Draft.objects.exists()


def test_another_address_is_not_confirmed_because_the_earlier_one_was(pass_):
    draft = begun()
    draft = applications.mail_link(draft=draft, address="wang@home.example", by=None)
    confirm_contact(draft=draft)
    draft = applications.mail_link(draft=draft, address="other@home.example", by=None)
    assert draft.contact_confirmed_at is None


def test_a_draft_says_until_when_it_is_kept_and_is_erased_with_its_files_on_that_day(client, pass_):
    draft = begun()
    assert draft.expires_on == clock.today() + timedelta(days=rules.KEPT_DAYS + 1)
    with clock.at(clock.now() + timedelta(days=rules.KEPT_DAYS)):
        assert applications.expire() == 0
    with clock.at(clock.now() + timedelta(days=rules.KEPT_DAYS + 1)):
        assert applications.expire() == 1 and applications.expire() == 0
    assert not Draft.objects.exists() and StoredFile.objects.get().state == State.ERASED
    assert client.get(address(draft)).status_code == 404


def test_saving_moves_the_day_on_which_a_draft_is_erased(pass_):
    draft = begun()
    with clock.at(clock.now() + timedelta(days=20)):
        draft = applications.save_page(draft=draft, values={"name": "王大明"}, by=None)
        assert draft.expires_on == clock.today() + timedelta(days=rules.KEPT_DAYS + 1)


def test_a_draft_that_was_sent_is_never_erased_by_time(pass_):
    application = sent()
    with clock.at(clock.now() + timedelta(days=400)):
        assert applications.expire() == 0
    assert application.sendings.get().answers["name"] == "王小明"


def test_a_draft_is_erased_when_its_writer_asks(client, pass_):
    draft = begun()
    assert client.get(address(draft, "erase/")).status_code == 200
    page = client.post(address(draft, "erase/"), follow=True)
    assert page.redirect_chain == [(BEGIN, 302)]
    assert not Draft.objects.exists()


def test_a_draft_is_finished_under_the_version_that_it_was_begun_under(client, service):
    service()
    draft = begun()
    also = """
[[page]]
id = "extra"
title = { zh = "新問題", en = "New question" }

[[page.question]]
id = "extra"
type = "text"
label = { zh = "新問題", en = "New question" }
"""
    service(version=2, also=also)
    assert client.get(address(draft, "check/")).status_code == 200
    application = applications.send(draft=draft, offer=applications.offer_of("ferry-pass"), by=None)
    assert application.form_version == 1
    newer = applications.begin(offer=applications.offer_of("ferry-pass"), language="en", by=None)
    assert newer.form_version == 2


def test_a_closed_service_begins_nothing_and_keeps_the_drafts_there_are(client, pass_):
    draft = begun()
    directory.close_service(service=pass_, reason="整修中", by=None)
    assert client.post(BEGIN).status_code == 409
    with pytest.raises(Refusal):
        applications.send(draft=draft, offer=applications.offer_of("ferry-pass"), by=None)
    assert queries.draft_of("ferry-pass", draft.secret) == draft


@pytest.mark.parametrize("language", ["zh-hant", "en"])
def test_the_letter_with_the_link_holds_no_answer(pass_, language):
    draft = begun(name="林秘密")
    Draft.objects.update(language=language)
    draft.refresh_from_db()
    with translation.override(language):
        applications.mail_link(draft=draft, address="wang@home.example", by=None)
    assert "林秘密" not in seal.unseal(bytes(Message.objects.latest("pk").sealed_body))


def test_what_is_sealed_comes_back_the_same_and_under_another_key_it_says_so():
    content = {"name": "王小明", "n": 3, "nested": {"file": "a"}}
    assert sealing.unseal(sealing.seal(content)) == content and sealing.unseal(None) == {}
    foreign = Fernet(Fernet.generate_key()).encrypt(b"{}")
    with pytest.raises(Refusal, match="key|金鑰"):
        sealing.unseal(foreign)
