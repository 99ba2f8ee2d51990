"""Public pages, files, feeds and the editors' desk of what is not open."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from xml.etree import ElementTree as Xml

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lightwell.kernel import clock, things
from lightwell.kernel.ref import Ref
from lightwell.opendata.disclosure import public as disclosure
from lightwell.opendata.disclosure.models import Subject
from lightwell.opendata.disclosure.public import Promise, Words

pytestmark = pytest.mark.django_db
LATER = datetime(2027, 3, 11, 10, tzinfo=clock.TAIPEI)  # ten days after the review was due


def signed_in(account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def test_the_page_of_closed_data_says_what_why_by_which_article_and_until_when(close, client):
    page = client.get(close().get_absolute_url()).text
    for words in (
        "每列一條路線",
        "政府資訊公開法第18條第1項第2款",
        "路線公開會使犯罪者避開巡邏",
        "2027",
        "警察局",
    ):
        assert words in page
    english = client.get("/en" + Subject.objects.get().get_absolute_url()).text
    assert (
        "Article 18, paragraph 1, subparagraph 2" in english and "Offenders would avoid patrols." in english
    )


def test_a_closed_dataset_has_a_page_but_nothing_to_download(published, close, client):
    dataset = published("patrols")
    assert client.get("/datasets/patrols/versions/1/files/table.csv").status_code == 200
    close(dataset=dataset)
    assert client.get("/datasets/patrols/", follow=True).redirect_chain == [("/disclosures/patrols/", 302)]
    for address in ("versions/1/files/table.csv", "versions/1/files/original", "files/table.csv"):
        assert client.get(f"/datasets/patrols/{address}").status_code in (404, 410)
    assert client.get("/api/v1/datasets/patrols/rows").status_code in (404, 410)
    assert "table.csv" not in client.get("/api/v1/datasets/patrols").text
    assert "patrols" not in client.get("/datasets/").text


def test_a_dataset_that_was_never_published_can_be_closed(draft_dataset, close, client):
    assert client.get("/datasets/patrols/").status_code == 404
    close(dataset=draft_dataset("patrols"))
    assert client.get("/datasets/patrols/").url == "/disclosures/patrols/"


def test_what_opens_first_stands_first_with_its_slips_and_overdue_reviews_below(close, editor, client):
    later = close("九月開放", opens_on=date(2026, 9, 1), words=Words(title="九月開放"))
    sooner = close("六月開放", opens_on=date(2026, 6, 1), words=Words(title="六月開放"))
    disclosure.move_day(unlock=sooner.unlocks.get(), to=date(2026, 6, 15), reason="驗收未過。", by=editor)
    page = client.get("/unlock/").text
    assert page.index("六月開放") < page.index("九月開放")
    assert "延後 14 天" in page and "驗收未過" in page and "逾期未檢視" not in page
    with clock.at(LATER):
        late = client.get("/unlock/").text
        assert "逾期未檢視" in late and "逾期 10 天" in late and later.get_absolute_url() in late


def test_the_pages_ask_a_fixed_number_of_queries_however_much_there_is(close, editor, client):
    def asked(path: str) -> int:
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    subject = close(opens_on=date(2026, 6, 1))
    paths = (
        "/unlock/",
        "/disclosures/",
        subject.get_absolute_url(),
        "/unlock.json",
        "/unlock.atom",
        "/api/v1/unlock",
    )
    before = [asked(path) for path in paths]
    for number in range(4):
        other = close(words=Words(title=f"資料{number}"), opens_on=date(2026, 6, 1 + number))
        disclosure.move_day(unlock=other.unlocks.get(), to=date(2026, 8, 1), reason="驗收未過。", by=editor)
    disclosure.move_day(unlock=subject.unlocks.get(), to=date(2026, 8, 1), reason="驗收未過。", by=editor)
    assert [asked(path) for path in paths] == before and max(before) <= 12


def test_the_list_of_closed_data_is_narrowed_by_words_law_unit_and_review(close, closing, client):
    from dataclasses import replace

    close(words=Words(title="巡邏路線"))
    close(words=Words(title="稅籍底冊"), closing=replace(closing, ground="tax-33"))
    for query, shown, hidden in (
        ({"q": "路線"}, "巡邏路線", "稅籍底冊"),
        ({"law": "tax"}, "稅籍底冊", "巡邏路線"),
        ({"unit": "police"}, "巡邏路線", "沒有符合條件"),
        ({"overdue": "on"}, "沒有符合條件", "巡邏路線"),
        ({"unit": "nowhere", "law": "none", "page": "x"}, "稅籍底冊", "沒有符合條件"),
    ):
        page = client.get("/disclosures/", query).text
        assert shown in page and hidden not in page, query


def test_files_and_api_tell_the_same_as_the_page(close, editor, client):
    subject = close("＝巡邏", words=Words(title="=巡邏"), opens_on=date(2026, 6, 1))
    disclosure.move_day(unlock=subject.unlocks.get(), to=date(2026, 6, 15), reason="驗收未過。", by=editor)
    rows = list(csv.DictReader(io.StringIO(client.get("/unlock.csv").content.decode("utf-8-sig"))))
    assert [(row["title"], row["opens_on"], row["moved_days"]) for row in rows] == [
        ("'=巡邏", "2026-06-15", "14")
    ]
    (unlock,) = client.get("/unlock.json").json()["unlocks"]
    assert unlock["moves"][0]["reason"] == "驗收未過。"
    (from_api,) = client.get("/api/v1/unlock").json()["unlocks"]
    assert from_api == unlock
    (closed,) = client.get("/disclosures.json").json()["disclosures"]
    assert closed["law"] == "政府資訊公開法第18條第1項第2款"
    assert client.get("/api/v1/disclosures").json()["disclosures"] == [closed]
    one = client.get(f"/api/v1/disclosures/{subject.slug}").json()
    assert one["decisions"][0]["class"] == "not_open" and one["unlocks"] == [unlock]
    assert client.get("/api/v1/disclosures/nothing").status_code == 404
    assert closed["law_en"] in client.get("/disclosures.csv").text


def test_the_feed_is_atom_and_speaks_both_languages(close, client):
    close(opens_on=date(2026, 6, 1))
    for query, words in (({}, "不開放"), ({"lang": "en"}, "Not open")):
        feed = Xml.fromstring(client.get("/unlock.atom", query).content)
        (entry,) = feed.iter("{http://www.w3.org/2005/Atom}entry")
        assert words in entry.find("{http://www.w3.org/2005/Atom}summary").text


def test_what_is_not_open_can_be_found_by_other_wings(close):
    subject = close()
    found = things.find([subject.ref, Ref("disclosure", "nothing")])
    assert list(found) == [subject.ref]
    thing = found[subject.ref]
    assert (thing.unit, thing.state) == ("police", "not_open") and "第18條" in thing.text.zh
    source = things.source_of("disclosure")
    assert source.address(subject.slug) == subject.get_absolute_url() and source.state_label("not_open")


def test_an_editor_closes_moves_reviews_and_opens_at_the_desk(office, editor):
    desk = signed_in(editor)
    form = {
        "about": "new", "title": "巡邏路線", "unit": "police", "ground": "foi-18-1-2", "reason": "路線公開會使犯罪者避開。",
        "review_on": "2027-03-01", "opens_on": "2026-06-01",
    }  # fmt: skip
    assert desk.post("/desk/disclosure/new/", {**form, "reason": ""}).status_code == 422
    made = desk.post("/desk/disclosure/new/", form)
    subject = Subject.objects.get()
    assert made.url == f"/desk/disclosure/about/{subject.slug}/"
    page = f"/desk/disclosure/about/{subject.slug}"
    no_reason = desk.post(f"{page}/move/", {"version": subject.version, "opens_on": "2026-09-01"})
    assert no_reason.status_code == 422 and "2026-09-01" in no_reason.text
    assert (
        desk.post(
            f"{page}/move/",
            {"version": subject.version, "opens_on": "2026-09-01", "reason": "系統改版延後。"},
        ).status_code
        == 302
    )
    stale = desk.post(f"{page}/open/", {"version": subject.version, "reason": "偵查已經終結。"})
    assert stale.status_code == 422 and "偵查已經終結。" in stale.text
    subject.refresh_from_db()
    assert (
        desk.post(f"{page}/open/", {"version": subject.version, "reason": "偵查已經終結。"}).status_code
        == 302
    )
    subject.refresh_from_db()
    assert subject.state == "promised"
    assert (
        desk.post(f"{page}/review/", {"version": subject.version}).status_code == 302
    )  # nothing to review any more
    assert "警察局" in desk.get("/desk/disclosure/").text


def test_the_desk_of_another_unit_shows_nothing_of_it(close, outsider):
    subject, desk = close(), signed_in(outsider)
    assert subject.title not in desk.get("/desk/disclosure/").text
    assert desk.get(f"/desk/disclosure/about/{subject.slug}/").status_code == 404
    assert desk.post(f"/desk/disclosure/about/{subject.slug}/open/", {"version": 1}).status_code == 404


def test_the_publishing_desk_says_how_many_days_have_come(close, editor):
    close(opens_on=date(2026, 6, 1))
    desk = signed_in(editor)
    assert "已到期或逾期" not in desk.get("/publish/").text
    with clock.at(LATER):
        desk.force_login(editor)
        assert "1 件已到期或逾期" in desk.get("/publish/").text


def test_a_reason_that_somebody_changed_in_the_database_is_told(close, client):
    from lightwell.record import public as record

    subject = close()
    subject.current.__class__.objects.filter(pk=subject.current_id).update(reason="別的理由。")
    record.integrate()
    assert "有人更動過" in client.get(subject.get_absolute_url()).text


def test_a_promise_without_a_decision_is_shown_as_opening_later(office, editor, client):
    subject = disclosure.promise_data(
        unit=office, words=Words(title="監視器"), promise=Promise(opens_on=date(2026, 6, 1)), by=editor
    )
    page = client.get(subject.get_absolute_url()).text
    assert "沒有不開放的理由" in page and "為什麼不開放" not in page
    assert subject.title not in client.get("/disclosures/").text
