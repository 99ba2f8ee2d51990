"""The record's pages and files as citizens and programs get them."""

import json

import pytest
from django.db import transaction

from lightwell.cli import main
from lightwell.engines.tlog.note import parse_key
from lightwell.kernel.ref import Ref
from lightwell.record import public as record
from lightwell.record.models import Content, Entry, Origin

LETTER = Ref("letter", "k7Qm2x")
pytestmark = pytest.mark.django_db


def page(client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()[:500]
    return answer.content.decode()


def test_an_empty_record_has_a_page_that_says_so(client):
    assert "尚未簽署" in page(client, "/record/")
    assert "Nothing signed yet" in page(client, "/en/record/")
    assert client.get("/record/checkpoint").status_code == 404


def test_the_front_page_shows_key_command_limits_and_the_newest_acts(client, enter):
    enter(3)
    record.integrate()
    enter(1)
    chinese, english = page(client, "/record/"), page(client, "/en/record/")
    key = Origin.objects.get().key
    assert f"lightwell log verify http://127.0.0.1:8000/record --key {key}".replace(
        "+", "+"
    ) in english.replace("&#43;", "+")
    assert "它不能防範什麼" in chinese and "could show one record to you" in english
    assert english.count("Answer published") >= 4 and "pending" in english and "position 2" in english


def test_pages_take_a_fixed_number_of_queries_however_long_the_record(
    client, enter, django_assert_max_num_queries
):
    enter(40)
    record.integrate()
    [first] = Entry.objects.order_by("id")[:1]
    for address in ("/record/", "/en/record/?kind=response.published", f"/record/acts/{first.public_id}/"):
        with django_assert_max_num_queries(9):
            page(client, address)


def test_acts_are_filtered_by_kind_and_unit_and_paged_without_losing_the_filter(client, enter):
    enter(25)
    enter(2, act="matter.assigned", office="health")
    first = page(client, "/en/record/?kind=response.published")
    assert first.count("/en/record/acts/") == 20 and "Matter assigned</a>" not in first
    older = "/en/record/" + first.split('href="?kind=response.published')[1].split('"')[0].join(
        ["?kind=response.published", ""]
    )
    assert page(client, older.replace("&amp;", "&")).count("/en/record/acts/") == 5
    assert page(client, "/en/record/?unit=health").count("/en/record/acts/") == 2
    for odd in (
        "?kind=nonsense",
        "?before=x",
        "?before=-1",
        "?before=99999999999999999999",
        "?unit=%00",
        "?before=%F0",
    ):
        page(client, "/en/record/" + odd)


def test_an_act_waits_as_pending_and_then_has_a_proof_that_verifies_alone(client, enter, tmp_path, capsys):
    [act] = enter()
    assert "within seconds" in page(client, f"/en/record/acts/{act}/")
    assert client.get(f"/record/acts/{act}/proof.json").status_code == 409
    record.integrate()
    assert "neither be changed nor removed" in page(client, f"/en/record/acts/{act}/")
    (tmp_path / "proof.json").write_bytes(client.get(f"/record/acts/{act}/proof.json").content)
    (tmp_path / "text").write_text("The crossing gets a light.")
    (tmp_path / "other").write_text("The crossing gets no light.")
    command = ["log", "proof", str(tmp_path / "proof.json"), "--key", Origin.objects.get().key, "--content"]
    assert main([*command, f"text={tmp_path / 'text'}"]) == 0
    assert "is unchanged" in capsys.readouterr().out
    assert main([*command, f"text={tmp_path / 'other'}"]) == 1


def test_an_act_s_page_says_in_one_sentence_whether_its_text_is_unchanged(client, enter):
    [act] = enter(text="原文")
    record.integrate()
    shown = {"text": "原文"}
    record.read_texts_with("response.published", lambda act, facts: shown)
    assert "自公布以來未曾更動" in page(client, f"/record/acts/{act}/")
    assert "has not been changed since" in page(client, f"/en/record/acts/{act}/")
    shown["text"] = "改過的文"
    assert "登錄的內容不同" in page(client, f"/record/acts/{act}/")
    record.erase(Ref("matter", "OP-115-000123"))
    assert "文字已刪除" in page(client, f"/record/acts/{act}/")


def test_salts_of_withheld_and_erased_contents_are_not_in_the_proof(client):
    with transaction.atomic():
        content = {"text": "public", "address": "private"}
        matter = Ref("matter", "OP-1")
        act = record.enter(
            act="matter.received", subject=matter, office="o", content=content, withheld=["address"]
        ).id
    record.integrate()
    address = f"/record/acts/{act}/proof.json"
    assert set(client.get(address).json()["salts"]) == {"text"}
    Content.objects.update(salt=None)
    assert "salts" not in client.get(address).json()


def test_a_pasted_text_is_compared_and_not_kept(client, enter):
    [act] = enter(text="one\ntwo")
    address = f"/en/record/acts/{act}/check/"
    page(client, address)
    same = client.post(address, {"name": "text", "text": "one\r\ntwo"}).content.decode()
    other = client.post(address, {"name": "text", "text": "one two"}).content.decode()
    assert "exactly the text that was entered" in same and "not the text that was entered" in other
    for odd in (
        {},
        {"name": "x", "text": "y"},
        {"name": "text", "text": "a\0b"},
        {"name": "text", "text": "x" * 300_000},
    ):
        assert client.post(address, odd).status_code == 200


def test_whoever_holds_an_opening_finds_the_sealed_entry_and_nobody_else_learns_anything(client, tmp_path):
    with transaction.atomic():
        record.enter_sealed(
            act="letter.received", subject=LETTER, office="mayor", content={"text": "private"}
        )
    [opening] = record.openings_of(LETTER)
    given = json.dumps(opening.document)
    pending = client.post("/en/record/opening/", {"opening": given}).content.decode()
    assert "gets its place within seconds" in pending
    record.integrate()
    found = client.post("/en/record/opening/", {"opening": given}).content.decode()
    assert "Your act is entry 0" in found
    changed = json.dumps(opening.document | {"text": opening.text.replace("mayor", "minor")})
    assert "No sealed entry fits" in client.post("/en/record/opening/", {"opening": changed}).content.decode()
    for odd in ("", "x", "[]", '{"salt": 1, "text": 2}', '{"salt": "00", "text": "\\ud800"}', "[" * 9_000):
        assert client.post("/en/record/opening/", {"opening": odd}).status_code == 200
    everywhere = page(client, "/record/") + page(client, f"/record/acts/{opening.id}/")
    assert "letter.received" not in everywhere and LETTER.id not in everywhere and "mayor" not in everywhere
    (tmp_path / "proof.json").write_bytes(client.get(f"/record/acts/{opening.id}/proof.json").content)
    (tmp_path / "opening.json").write_text(given)
    command = ["log", "proof", str(tmp_path / "proof.json"), "--key", Origin.objects.get().key, "--opening"]
    assert main([*command, str(tmp_path / "opening.json")]) == 0
    (tmp_path / "opening.json").write_text(changed)
    assert main([*command, str(tmp_path / "opening.json")]) == 1


def test_files_are_served_in_the_layout_with_headers_for_caches(client, fill):
    fill(300)
    record.integrate()
    checkpoint = client.get("/record/checkpoint")
    assert (
        checkpoint["Content-Type"] == "text/plain; charset=utf-8"
        and checkpoint["Cache-Control"] == "public, max-age=2"
    )
    assert checkpoint.content == record.published_note()
    for path in ("tile/0/000", "tile/entries/000", "tile/entries/001.p/44", "tile/1/000.p/1"):
        answer = client.get(f"/record/{path}")
        assert answer.status_code == 200 and "immutable" in answer["Cache-Control"], path
        assert not answer.cookies
    for path in (
        "tile/0/001",
        "tile/0/1",
        "tile/0/../../../keys/record.key",
        "tile/x",
        "tile/0/000.p/999",
        "tile/0/%00",
    ):
        assert client.get(f"/record/{path}").status_code == 404, path


def test_a_tree_of_an_older_checkpoint_stays_readable_after_its_partial_tiles_were_overtaken(client, fill):
    fill(3)
    record.integrate()
    older = client.get("/record/tile/entries/000.p/3").content
    fill(300)
    record.integrate()
    assert client.get("/record/tile/entries/000.p/3").content == older
    assert client.get("/record/tile/0/000.p/250").status_code == 200
    assert client.get("/record/tile/0/001.p/20").status_code == 200
    assert client.get("/record/tile/0/001.p/48").status_code == 404


def test_the_whole_site_verifies_over_http(live_server, fill, capsys):
    fill(260)
    record.integrate()
    assert main(["log", "verify", f"{live_server.url}/record", "--key", Origin.objects.get().key]) == 0
    assert "verified: 260 entries" in capsys.readouterr().out


def test_the_feed_lists_checkpoints_that_can_be_kept(client, enter):
    for _number in range(3):
        enter()
        record.integrate()
    feed = client.get("/record/checkpoints.atom")
    assert feed["Content-Type"].startswith("application/atom+xml")
    assert feed.content.decode().count("<entry>") == 3
    assert record.published_note().decode().splitlines()[2] in feed.content.decode()


def test_a_record_that_stands_still_says_so(client, enter):
    enter()
    record.integrate()
    before = transaction.savepoint()
    enter()
    record.integrate()
    transaction.savepoint_rollback(before)
    assert "公開紀錄暫停簽署" in page(client, "/record/")


def test_log_key_prints_what_verifies_the_record(enter, capsys):
    assert main(["log", "key"]) == 0
    printed = capsys.readouterr().out.strip()
    enter()
    record.integrate()
    assert printed == Origin.objects.get().key == str(parse_key(printed))


def test_a_qr_code_is_svg_without_styles_and_carries_the_act_s_address(enter):
    [act] = enter()
    address = record.act_url(act)
    assert address == f"http://127.0.0.1:8000/record/acts/{act}/"
    svg = record.qr_svg(address)
    assert svg.startswith("<svg") and "style" not in svg and "viewBox" in svg


def test_the_proof_slot_links_the_newest_act_and_is_empty_without_one(enter):
    matter = Ref("matter", "OP-115-000123")
    assert record.proof_slot(matter) == "" and record.proof_slot(None) == ""
    [_first, second] = enter(2)
    assert second in record.proof_slot(matter)


def test_an_act_leads_to_the_page_of_its_subject_and_a_kind_that_nobody_knows_to_nothing():
    from lightwell.kernel import slots
    from lightwell.kernel.ref import Ref

    assert (
        slots.render("subject", Ref("matter", "OP-115-000001"))
        == '<a href="/register/OP-115-000001/">OP-115-000001</a>'
    )
    assert 'href="/datasets/air/"' in slots.render("subject", Ref("dataset", "air"))
    assert slots.render("subject", Ref("nothing", "x")) == "" == slots.render("subject")
