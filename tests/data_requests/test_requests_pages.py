"""Pages of requests as people and officers meet them, with and without a session."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client

from lightwell.casework.public import Matter
from lightwell.opendata.disclosure import public as disclosure
from lightwell.opendata.disclosure.public import Promise, Words
from lightwell.opendata.requests import public as requests
from lightwell.opendata.requests.public import Answer

pytestmark = pytest.mark.django_db
FORM = {
    "title": "河川水質",
    "text": "每小時監測值。",
    "display": "count",
    "format": "csv",
    "nonce": "nonce-0123456789",
}


def signed_in(account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def test_asking_leads_over_a_page_that_shows_what_there_is_to_a_number(officer, published, client):
    dataset = published()
    checked = client.post("/data-requests/new/", {**FORM, "step": "check"})
    assert checked.status_code == 200 and str(dataset) in checked.text and "確認" in checked.text
    assert not Matter.objects.exists()
    sent = client.post("/data-requests/new/", {**FORM, "step": "send"}, follow=True)
    number = Matter.objects.get().number
    assert sent.status_code == 200 and number in sent.text and "/m/" in sent.text
    again = client.post("/data-requests/new/", {**FORM, "step": "send"}, follow=True)
    assert number in again.text and Matter.objects.count() == 1


def test_a_form_with_mistakes_comes_back_with_all_that_was_typed(officer, client):
    answer = client.post(
        "/data-requests/new/", {**FORM, "text": "", "email": "not an address", "purpose": "寫論文"}
    )
    assert answer.status_code == 422 and "寫論文" in answer.text and "河川水質" in answer.text
    assert not Matter.objects.exists()


def test_a_machine_that_fills_in_the_trap_sends_nothing(officer, client):
    answer = client.post("/data-requests/new/", {**FORM, "homepage": "https://spam.example", "step": "send"})
    assert answer.status_code == 422 and not Matter.objects.exists()


def test_the_brake_lets_nobody_lose_what_they_typed(officer, client, settings):
    settings.OPINIONS_PER_HOUR = 1
    for number in range(2):
        last = client.post("/data-requests/new/", {**FORM, "nonce": f"nonce-000000{number}", "step": "send"})
    assert last.status_code == 422 and "每小時監測值" in last.text and Matter.objects.count() == 1


def test_similar_data_comes_as_a_piece_while_somebody_types(officer, published, client):
    dataset = published()
    piece = client.get("/data-requests/similar/", {"title": "河川水質監測"})
    assert str(dataset) in piece.text and "<html" not in piece.text
    assert client.get("/data-requests/similar/", {"title": "河"}).text.strip() == ""
    assert client.post("/data-requests/similar/", {"title": "河川水質監測"}).status_code == 405


def test_the_list_shows_where_each_request_leads_and_keeps_filters_apart(asked, officer, published, client):
    open_one, dataset = asked("公車站牌", accept=False), published()
    given = requests.answer(
        matter=asked(), answer=Answer(outcome="provided", text="有。", dataset=dataset), by=officer
    )
    page = client.get("/data-requests/").text
    assert open_one.number in page and f"/datasets/{dataset.slug}/" in page
    narrowed = client.get("/data-requests/", {"state": "closed"}).text
    assert given.number in narrowed and open_one.number not in narrowed
    assert (
        client.get("/data-requests/", {"state": "nonsense", "unit": "nowhere", "after": "x"}).status_code
        == 200
    )
    assert open_one.number in client.get("/data-requests/", {"q": "站牌"}).text


def test_the_list_asks_a_fixed_number_of_queries(
    asked, officer, published, client, django_assert_num_queries
):
    dataset = published()
    for title in ("甲種資料", "乙種資料", "丙種資料"):
        requests.answer(
            matter=asked(title), answer=Answer(outcome="provided", text="有。", dataset=dataset), by=officer
        )
    client.get("/data-requests/")
    with django_assert_num_queries(4):
        client.get("/data-requests/")


def test_the_chain_stands_on_each_of_the_three_pages(asked, officer, published, client):
    promise = Answer(
        outcome="promised",
        text="九月。",
        promise=Promise(opens_on=date(2026, 9, 1)),
        words=Words(title="水質監測值"),
    )
    matter = requests.answer(matter=asked(), answer=promise, by=officer)
    subject = matter.data_request.subject
    assert subject.get_absolute_url() in client.get(f"/register/{matter.number}/").text
    assert matter.number in client.get(subject.get_absolute_url()).text
    dataset = published()
    disclosure.keep_promise(subject=subject, dataset=dataset, by=None)
    assert f"/datasets/{dataset.slug}/" in client.get(f"/register/{matter.number}/").text
    on_dataset = client.get(f"/datasets/{dataset.slug}/").text
    assert matter.number in on_dataset and subject.get_absolute_url() in on_dataset


def test_an_officer_is_asked_for_what_the_outcome_needs_and_keeps_what_was_typed(asked, officer):
    matter, desk = asked(), signed_in(officer)
    address = f"/desk/data-requests/{matter.number}/"
    assert desk.get(address).status_code == 200
    typed = {
        "version": matter.version,
        "outcome": "not_open",
        "text": "依法不開放，理由如下。",
        "title": "製程用水",
    }
    back = desk.post(address, typed)
    assert back.status_code == 422 and "依法不開放，理由如下。" in back.text
    assert len(re.findall("govuk-error-message", back.text)) == 3
    more = {"ground": "foi-18-1-7", "reason": "含廠商的製程資料。", "review_on": "2027-03-01"}
    assert desk.post(address, typed | more).status_code == 302
    matter.refresh_from_db()
    assert (matter.state, matter.outcome) == ("closed", "not_open")


def test_the_desk_leads_to_the_page_that_answers(asked, officer):
    matter, desk = asked(), signed_in(officer)
    assert f"/desk/data-requests/{matter.number}/" in desk.get(f"/desk/{matter.number}/").text
    untouched = asked("另一件", accept=False)
    answer = desk.get(f"/desk/data-requests/{untouched.number}/")
    assert answer.status_code == 302 and answer.url.endswith(f"/desk/{untouched.number}/")


def test_a_stale_answer_comes_back_as_a_conflict_with_its_text(asked, officer):
    matter, desk = asked(), signed_in(officer)
    seen = matter.version
    typed = {"version": seen - 1, "outcome": "not_held", "text": "查無此資料。", "title": "水質"}
    back = desk.post(f"/desk/data-requests/{matter.number}/", typed)
    assert back.status_code == 409 and "查無此資料。" in back.text and f'value="{seen}"' in back.text


def test_another_units_staff_cannot_answer(asked, outsider):
    assert signed_in(outsider).get(f"/desk/data-requests/{asked().number}/").status_code == 403


def test_an_address_of_no_published_dataset_is_told_beside_the_field(asked, officer):
    matter, desk = asked(), signed_in(officer)
    typed = {
        "version": matter.version,
        "outcome": "provided",
        "text": "有。",
        "dataset": "/datasets/nothing/",
    }
    back = desk.post(f"/desk/data-requests/{matter.number}/", typed)
    assert back.status_code == 422 and "沒有已發布的資料集" in back.text


def test_the_api_tells_the_chain(asked, officer, published, client):
    dataset = published()
    requests.answer(
        matter=asked(), answer=Answer(outcome="provided", text="有。", dataset=dataset), by=officer
    )
    (found,) = client.get("/api/v1/data-requests").json()["data_requests"]
    assert (found["outcome"], found["datasets"]) == ("provided", [dataset.slug])
    assert client.get(f"/api/v1/data-requests/{found['number']}").json() == found
    assert client.get("/api/v1/data-requests", {"state": "nonsense"}).status_code == 400
    assert client.get("/api/v1/data-requests/OP-115-000001").status_code == 404


def test_what_was_hidden_is_hidden_in_list_and_api_too(asked, officer, client):
    from lightwell.casework import public as casework

    matter = casework.redact(matter=asked("陳某的電話"), reason="個人資料。", by=None)
    assert "陳某" not in client.get("/data-requests/").text
    assert client.get(f"/api/v1/data-requests/{matter.number}").json()["title"] is None
