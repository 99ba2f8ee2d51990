"""Sheets of paper typed in by staff: drafts, duplicates line by line, the scan beside the form, numbers to hand over."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lightwell.casework.public import Matter
from lightwell.files import public as files
from lightwell.kernel import clock
from lightwell.kernel.refusal import Refusal
from lightwell.participation.opinions import sheets
from lightwell.participation.opinions.actions import Words, write_opinion
from lightwell.participation.opinions.models import Sheet, Topic
from lightwell.people.public import Account

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f64540"
    "0000000049454e44ae426082"
)
BUS = "末班車請延到凌晨一點，護理師才回得了家。"


def signed_in(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def begin(topic: Topic, helper: Account, scan: object = None) -> Sheet:
    return sheets.begin_sheet(
        topic=topic, channel="paper", received_on=date(2026, 2, 26), number="A-7", scan=scan, by=helper
    )


def line(text: str, **more: str) -> dict[str, str]:
    return {"text": text, "display": "count", "name": "", "email": "", "merge": "", **more}


def lines(*found: dict[str, str]) -> dict[str, str]:
    return {f"line-{place}-{name}": value for place, row in enumerate(found) for name, value in row.items()}


def test_a_sheet_goes_from_the_form_to_numbers_on_slips(topic, helper):
    client = signed_in(helper)
    scan = SimpleUploadedFile("sheet.png", PNG, "image/png")
    begun = client.post(
        "/desk/transcribe/",
        {"topic": topic.slug, "channel": "paper", "received_on": "2026-02-26", "number": "A-7", "scan": scan},
    )
    sheet = Sheet.objects.get()
    assert begun.status_code == 302 and begun.url == f"/desk/transcribe/{sheet.public_id}/"
    rows = lines(line(BUS), line("站牌要有遮雨棚。", display="name", name="阿土伯", email="tu@home.example"))
    answer = client.post(begun.url, {"version": "1", "do": "enter", **rows})
    assert answer.status_code == 302
    first, second = Matter.objects.order_by("pk")
    assert (first.channel, first.source, first.source_line) == ("paper", sheet.scan, 1)
    assert clock.local(first.received_at).date() == date(2026, 2, 26)
    assert second.display_name == "阿土伯"
    slips = client.get(answer.url).content.decode()
    assert first.number in slips and second.number in slips


def test_entering_twice_makes_each_line_once(topic, helper):
    sheet = sheets.save_sheet(
        sheet=begin(topic, helper), lines=[line("一則"), line("另一則")], version=1, by=helper
    )
    first = sheets.enter_sheet(sheet=sheet, by=helper)
    second = sheets.enter_sheet(sheet=sheet, by=helper)
    assert [m.number for m in first] == [m.number for m in second] and Matter.objects.count() == 2


def test_a_half_typed_sheet_is_kept_even_with_a_wrong_address(topic, helper):
    sheet, client = begin(topic, helper), signed_in(helper)
    rows = lines(line("打到一半", display="name", email="not an address"))
    assert (
        client.post(
            f"/desk/transcribe/{sheet.public_id}/", {"version": "1", "do": "save", **rows}
        ).status_code
        == 302
    )
    page = client.get(f"/desk/transcribe/{sheet.public_id}/").content.decode()
    assert "打到一半" in page and "not an address" in page
    assert sheet.public_id in client.get("/desk/transcribe/").content.decode()


def test_a_line_said_before_must_be_decided_before_the_sheet_is_entered(topic, helper):
    earlier = write_opinion(topic=topic, words=Words(text=BUS), nonce="nonce-first", by=None)
    sheet, client = begin(topic, helper), signed_in(helper)
    address = f"/desk/transcribe/{sheet.public_id}/"
    rows = lines(line(BUS), line("站牌要有遮雨棚。"), line("站牌要有遮雨棚。 "))
    asked = client.post(address, {"version": "1", "do": "enter", **rows})
    page = asked.content.decode()
    assert asked.status_code == 409 and earlier.number in page and 'value="line:2"' in page
    assert Matter.objects.count() == 1
    sheet.refresh_from_db()
    decided = lines(
        line(BUS, merge=earlier.number), line("站牌要有遮雨棚。"), line("站牌要有遮雨棚。", merge="line:2")
    )
    assert client.post(address, {"version": sheet.version, "do": "enter", **decided}).status_code == 302
    merged = Matter.objects.exclude(merged_into=None).order_by("pk")
    assert [m.merged_into.number for m in merged] == [earlier.number, Matter.objects.order_by("pk")[2].number]


def test_one_bad_line_enters_none_and_says_which(topic, helper):
    sheet = sheets.save_sheet(
        sheet=begin(topic, helper),
        lines=[line("好" * 3), line("壞" * 3, email="nobody")],
        version=1,
        by=helper,
    )
    with pytest.raises(Refusal, match="2"):
        sheets.enter_sheet(sheet=sheet, by=helper)
    assert not Matter.objects.exists()


def test_two_people_on_one_sheet_lose_nothing(topic, helper, officer):
    sheet = begin(topic, helper)
    sheets.save_sheet(sheet=sheet, lines=[line("先存的")], version=1, by=officer)
    answer = signed_in(helper).post(
        f"/desk/transcribe/{sheet.public_id}/", {"version": "1", "do": "save", **lines(line("後存的"))}
    )
    assert answer.status_code == 409 and "後存的" in answer.content.decode()
    sheet.refresh_from_db()
    assert [row["text"] for row in sheet.lines] == ["先存的"]


def test_the_scan_is_shown_to_staff_only_after_its_check_and_never_as_a_page(topic, helper, outsider):
    sheet = begin(topic, helper, SimpleUploadedFile("s.png", PNG, "image/png"))
    client, address = signed_in(helper), f"/desk/transcribe/{sheet.public_id}/scan/"
    assert client.get(address).status_code == 404
    files.check_now(sheet.scan)
    shown = client.get(address)
    assert shown.status_code == 200, (sheet.scan.state, sheet.scan.finding)
    assert b"".join(shown.streaming_content) == PNG
    assert shown["Content-Type"] == "image/png" and shown["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in shown["Content-Security-Policy"] and "no-store" in shown["Cache-Control"]
    assert f'<img src="{address}"' in client.get(f"/desk/transcribe/{sheet.public_id}/").content.decode()
    assert signed_in(outsider).get(address).status_code == 403
    assert Client().get(address).status_code == 302


def test_a_pdf_is_only_ever_a_download(topic, helper):
    pdf = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    sheet = begin(topic, helper, SimpleUploadedFile("s.pdf", pdf, "application/pdf"))
    files.check_now(sheet.scan)
    answer = signed_in(helper).get(f"/desk/transcribe/{sheet.public_id}/scan/")
    assert answer["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("content", [b"<html><script>alert(1)</script>", b"GIF89a not taken", b""])
def test_an_upload_that_is_no_picture_is_refused_with_the_form_kept(topic, helper, content):
    answer = signed_in(helper).post(
        "/desk/transcribe/",
        {"topic": topic.slug, "channel": "phone", "received_on": "2026-02-26", "number": "B-9",
         "scan": SimpleUploadedFile("s.png", content, "image/png")},
    )  # fmt: skip
    assert answer.status_code == 422 and "B-9" in answer.content.decode()
    assert not Sheet.objects.exists()


def test_a_day_in_the_future_is_refused(topic, helper):
    answer = signed_in(helper).post(
        "/desk/transcribe/", {"topic": topic.slug, "channel": "paper", "received_on": "2026-03-03"}
    )
    assert answer.status_code == 422 and not Sheet.objects.exists()


def test_a_draft_can_be_thrown_away_with_its_scan(topic, helper):
    sheet = begin(topic, helper, SimpleUploadedFile("s.png", PNG, "image/png"))
    assert signed_in(helper).post(f"/desk/transcribe/{sheet.public_id}/drop/").status_code == 302
    assert not Sheet.objects.exists()
    assert files.StoredFile.objects.get().state == files.State.ERASED


@pytest.mark.parametrize("who", ["outsider", "citizen"])
@pytest.mark.parametrize("part", ["", "slips/", "scan/", "drop/"])
def test_staff_of_other_units_and_citizens_see_no_sheet(topic, helper, request, who, part):
    sheet = begin(topic, helper)
    client, address = signed_in(request.getfixturevalue(who)), f"/desk/transcribe/{sheet.public_id}/{part}"
    answer = client.post(address) if part == "drop/" else client.get(address)
    assert answer.status_code == 403
    assert Sheet.objects.exists()
