"""What everybody sees of open data: list, dataset, rows, versions, files, feeds."""

from __future__ import annotations

import io
import json
import subprocess

import duckdb
import pytest

from lightwell.opendata.access.grammar import read_filter
from lightwell.opendata.publishing import actions
from lightwell.opendata.publishing.models import Dataset
from lightwell.record import public as record
from opendata.tables import PARKING, make_dataset, make_editor, publish_file

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


@pytest.fixture
def version(home):
    return publish_file(make_dataset())


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_dataset_page_tells_what_it_is_in_both_languages(client, version, prefix):
    text = client.get(f"{prefix}/datasets/parking/").content.decode()
    assert ("Public car parks" if prefix else "公有停車場") in text
    assert "中庭街１２號" in text and "curl -fsS" in text and "/api/v1/datasets/parking/rows" in text
    assert 'href="/datasets/parking/versions/1/files/table.csv"' in text


@pytest.mark.django_db(transaction=True)
def test_a_dataset_page_asks_the_database_three_short_questions_once_it_is_warm(
    client, version, django_assert_max_num_queries, django_assert_num_queries
):
    publish_file(version.dataset, PARKING, title="另一表", title_en="Other")
    record.integrate()
    for path in ("/datasets/parking/", "/datasets/parking/?resource=other", "/datasets/parking/versions/1/"):
        with django_assert_max_num_queries(12):
            client.get(path)
    with django_assert_num_queries(3):  # whether all of it still holds, who asked for it, what is related
        client.get("/datasets/parking/")


def test_what_is_kept_in_memory_is_never_out_of_date(client, version):
    def page() -> str:
        return client.get("/datasets/parking/").content.decode()

    page()
    version.dataset.unit.name = "改名後的機關"
    version.dataset.unit.save()
    assert "改名後的機關" in page()
    actions.describe_dataset(dataset=version.dataset, by=None, description="改寫後的說明", place="天井市")
    assert "改寫後的說明" in page() and "天井市" in page()
    publish_file(version.dataset, PARKING.replace("光明路", "新光路"), resource=version.resource)
    assert "新光路" in page() and "光明路3號" not in page().replace("新光路3號", "")
    other = publish_file(version.dataset, PARKING, title="另一表", title_en="Other")
    assert "另一表" in page()
    actions.withdraw(version=other, reason="誤植", by=None)
    assert "另一表" not in page()


@pytest.mark.django_db(transaction=True)
def test_a_proof_turns_from_pending_to_its_place_in_the_record(client, version):
    assert "幾秒內寫入" in client.get("/datasets/parking/").content.decode()
    record.integrate()
    assert "是公開紀錄的第" in client.get("/datasets/parking/").content.decode()


def test_the_list_asks_as_many_questions_for_many_datasets_as_for_one(
    client, version, django_assert_num_queries
):
    with django_assert_num_queries(3):
        client.get("/datasets/")
    rows = Dataset.objects.filter(pk=version.dataset_id).values().get()
    for n in range(30):
        Dataset.objects.create(**rows | {"id": None, "slug": f"copy-{n}"})
    with django_assert_num_queries(3):
        assert client.get("/datasets/?page=2").status_code == 200


def test_a_public_page_carries_no_cookie_and_may_be_kept(client, version):
    for path in (
        "/datasets/",
        "/datasets/parking/",
        "/datasets/parking/rows/",
        "/datasets/parking/versions/",
        "/datasets.atom",
    ):
        answer = client.get(path)
        assert answer.status_code == 200 and not answer.cookies, path
        assert "public" in answer["Cache-Control"], path


def test_a_dataset_without_a_version_is_seen_by_nobody(client):
    make_dataset("secret")
    for path in (
        "/datasets/secret/",
        "/datasets/secret/rows/",
        "/datasets/secret/versions/",
        "/datasets/secret.atom",
        "/datasets/secret/files/table.csv",
        "/api/v1/datasets/secret",
        "/api/v1/datasets/secret/rows",
    ):
        assert client.get(path).status_code == 404, path
    assert "secret" not in client.get("/datasets/").content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [("q=停車場", True), ("q=PUBLIC+car", True), ("q=圖書館", False), ("unit=transport", True), ("unit=nowhere", True),
     ("licence=cc0-1.0", True), ("format=CSV", True), ("page=99999", True), ("page=x", True), ("q=%00", True)],
)  # fmt: skip
def test_the_list_is_narrowed_and_survives_nonsense(client, version, query, found):
    answer = client.get(f"/datasets/?{query}")
    assert answer.status_code == 200
    assert ("parking" in answer.content.decode()) == found


def test_words_are_found_whichever_way_tai_is_written(client):
    publish_file(make_dataset("taipei", title="臺北市路燈"))
    assert "/datasets/taipei/" in client.get("/datasets/?q=台北").content.decode()


def test_rows_are_sorted_filtered_and_paged_by_links(client, version):
    text = client.get("/datasets/parking/rows/?sort=-車位數").content.decode()
    assert text.index("1,204") < text.index("86")
    text = client.get("/datasets/parking/rows/", {"filter": "行政區:eq:臺東里"}).content.decode()
    assert "水門路9號" in text and "光明路3號" not in text
    answer = client.get(
        "/datasets/parking/rows/", {"column": "車位數", "op": "ge", "value": "86", "kept": "sort=編號&x=1"}
    )
    assert answer.status_code == 302 and "filter=" in answer["Location"] and "x=1" not in answer["Location"]
    assert "光明路3號" in client.get(answer["Location"]).content.decode()


@pytest.mark.parametrize(
    "query",
    ["filter=nonsense", "filter=無:eq:1", "filter=車位數:gt:abc", "sort=無", "page=999999", "filter=車位數:eq:%00", "version=99999999"],
)  # fmt: skip
def test_a_question_that_makes_no_sense_gets_words_and_not_an_error(client, version, query):
    assert client.get(f"/datasets/parking/rows/?{query}").status_code in (200, 404)


def test_files_are_sent_as_they_lie_with_tag_and_parts(client, version):
    path = "/datasets/parking/versions/1/files/original"
    whole = client.get(path)
    content = b"".join(whole.streaming_content)
    assert content == PARKING.encode("cp950") and whole["Content-Disposition"].startswith("attachment")
    assert client.get(path, headers={"if-none-match": whole["ETag"]}).status_code == 304
    part = client.get(path, headers={"range": "bytes=4-9"})
    assert part.status_code == 206 and b"".join(part.streaming_content) == content[4:10]
    assert part["Content-Range"] == f"bytes 4-9/{len(content)}"
    last = client.get(path, headers={"range": "bytes=-5"})
    assert b"".join(last.streaming_content) == content[-5:]
    assert client.get(path, headers={"range": "bytes=999999-"}).status_code == 416
    old = client.get(path, headers={"range": "bytes=0-3", "if-range": '"old"'})
    assert old.status_code == 200 and b"".join(old.streaming_content) == content
    for odd in ("bytes=-", "bytes=5-2", "items=0-1", "bytes=0-1,4-5"):
        assert client.get(path, headers={"range": odd}).status_code in (200, 416), odd


def test_a_table_is_downloaded_as_csv_json_and_parquet(client, version, home):
    got = {name: b"".join(client.get(f"/datasets/parking/files/{name}").streaming_content)
           for name in ("table.csv", "table.json", "table.parquet")}  # fmt: skip
    assert (
        got["table.csv"].decode("utf-8-sig").splitlines()[1] == "00001,臺東里,中庭街１２號,1204,,2015-04-28"
    )
    assert json.loads(got["table.json"])[2]["車位數__original"] == "－"
    (home / "t.parquet").write_bytes(got["table.parquet"])
    assert duckdb.sql(f"SELECT sum(車位數) FROM '{home / 't.parquet'}'").fetchall() == [(1305,)]
    assert client.get("/datasets/parking/files/serving.duckdb").status_code == 404
    assert client.get("/datasets/parking/files/..%2fmanifest.json").status_code == 404


def test_a_cell_that_looks_like_a_formula_stays_what_the_office_sent(client, version):
    csv = b"".join(client.get("/datasets/parking/files/table.csv").streaming_content).decode("utf-8-sig")
    assert "00004,北岸里,=1+1," in csv


def test_an_earlier_version_stays_readable_and_says_that_it_is_not_the_current_one(client, version):
    publish_file(version.dataset, PARKING.replace("86", "87"), resource=version.resource)
    first = client.get("/datasets/parking/versions/1/").content.decode()
    assert "/datasets/parking/" in first and ">86<" in first
    assert ">87<" in client.get("/datasets/parking/").content.decode()
    assert client.get("/datasets/parking/versions/3/").status_code == 404


def test_a_withdrawn_version_shows_the_reason_and_gives_no_file(client, version):
    actions.withdraw(version=version, reason="含有車主姓名", by=None)
    page = client.get("/datasets/parking/versions/1/")
    assert page.status_code == 410 and "含有車主姓名" in page.content.decode()
    assert client.get("/datasets/parking/").status_code == 410
    assert client.get("/datasets/parking/versions/1/files/table.csv").status_code == 410
    assert client.get("/datasets/parking/files/table.csv").status_code == 404
    assert client.get("/datasets/parking/rows/?version=1").status_code == 404
    assert client.get("/api/v1/datasets/parking/rows?version=1").status_code == 410
    assert "parking" not in client.get("/datasets/").content.decode()


def test_feeds_hold_each_version_and_no_account(client):
    editor, unit = make_editor()
    publish_file(make_dataset(unit=unit, by=editor), by=editor)
    for path in ("/datasets.atom", "/en/datasets.atom", "/datasets/parking.atom"):
        text = client.get(path).content.decode()
        assert "<entry>" in text and "/datasets/parking/versions/1/" in text and editor.email not in text


@pytest.mark.parametrize("text", ["", "a", "a:b", "a:eq", ":eq:1", "a:like:1"])
def test_a_filter_that_is_none_says_how_one_is_written(text):
    with pytest.raises(Exception, match="COLUMN:OPERATOR:VALUE"):
        read_filter(text)


def test_the_editor_walks_from_nothing_to_a_public_page(client, home):
    editor, _unit = make_editor()
    client.force_login(editor)
    told = {"title": "路燈", "slug": "street-lights", "unit": "transport", "description": "每列一盞燈。",
            "frequency": "yearly", "licence_code": "ogdl-tw-1", "keywords": "路燈、照明"}  # fmt: skip
    assert client.get("/publish/new/").status_code == 200
    wrong = client.post("/publish/new/", told | {"slug": "路燈", "title": "留下來的字"})
    assert wrong.status_code == 200 and "留下來的字" in wrong.content.decode()
    assert client.post("/publish/new/", told)["Location"] == "/publish/street-lights/upload/"
    file = io.BytesIO(PARKING.encode("cp950"))
    file.name = "路燈.csv"
    where = client.post("/publish/street-lights/upload/", {"file": file})["Location"]
    waiting = client.get(where).content.decode()
    assert "http-equiv" in waiting and "hx-get" in waiting
    from lightwell.opendata.publishing import jobs
    from lightwell.opendata.publishing.models import Draft

    jobs.refine([Draft.objects.get().pk])
    report = client.get(where).content.decode()
    assert "Big5" in report and "中庭街１２號" in report and "http-equiv" not in report
    assert client.post(where + "hints/", {"header_rows": "x"}).status_code == 422
    assert client.post(where + "hints/", {"header_rows": "2", "type_0": "code"}).status_code == 302
    jobs.refine([Draft.objects.get().pk])
    assert client.post(where + "publish/", {"notes": "第一版"})["Location"] == "/publish/street-lights/"
    assert client.get("/publish/street-lights/").status_code == 200
    assert client.get("/publish/").status_code == 200
    assert client.get("/datasets/street-lights/").status_code == 200
    assert client.post("/publish/street-lights/describe/", told | {"title": "路燈位置"}).status_code == 302
    assert "路燈位置" in client.get("/datasets/street-lights/").content.decode()
    assert client.get("/publish/street-lights/versions/1/withdraw/").status_code == 200
    assert client.post("/publish/street-lights/versions/1/withdraw/", {"reason": "誤植"}).status_code == 302
    assert client.get("/datasets/street-lights/").status_code == 410


def test_the_publishing_desk_is_closed_to_everybody_else(client):
    editor, unit = make_editor("transport")
    stranger, _other = make_editor("environment")
    version = publish_file(make_dataset(unit=unit, by=editor), by=editor)
    draft = version.draft.public_id
    paths = ["/publish/parking/", "/publish/parking/describe/", "/publish/parking/upload/",
             f"/publish/parking/files/{draft}/", f"/publish/parking/files/{draft}/hints/",
             f"/publish/parking/files/{draft}/publish/", f"/publish/parking/files/{draft}/discard/",
             "/publish/parking/versions/1/withdraw/"]  # fmt: skip
    for path in paths:
        assert client.get(path).status_code == 302 and "/account/" in client.get(path)["Location"], path
    client.force_login(stranger)
    for path in paths:
        assert client.get(path).status_code == 404, path
        assert client.post(path, {"reason": "x"}).status_code == 404, path


def test_the_lines_of_code_on_the_page_run_unchanged(live_server, settings, version):
    settings.SITE_URL = live_server.url
    from django.test import Client

    from lightwell.opendata.access import catalogue
    from lightwell.opendata.access.recipes import recipes

    assert Client().get("/datasets/parking/").status_code == 200
    for recipe in recipes(catalogue.find("parking"))[1:3]:
        done = subprocess.run(
            ["bash", "-c", recipe.code], capture_output=True, text=True, timeout=30, check=False
        )
        assert done.returncode == 0 and "中庭街" in done.stdout, (recipe, done.stderr)


def test_a_cell_that_could_not_be_converted_shows_what_the_office_wrote():
    from lightwell.opendata.access.rows import _cells, _places

    places = _places(["day", "riders", "riders__original", "note__original"])
    assert places == [(0, None), (1, 2), (3, None)]
    assert _cells(["2026-03-02", None, "－", None], places, ["date", "integer", "text"]) == [
        "2026-03-02",
        "－",
        None,
    ]
    assert _cells(["2026-03-02", 1200, None, "x"], places, ["date", "integer", "text"])[1:] == ["1,200", "x"]
