"""A stranger's file: cleaned and shown beside its original, refused with words that help, and gone."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation

from builders import make_officer, make_unit
from lightwell.kernel import clock
from lightwell.opendata.trial import brakes, child, examining, example, results, rules, words
from lightwell.people.models import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
REAL = Path(__file__).parents[2].parent / "shared/data/tables"
NAMES = sorted(path.name for path in REAL.glob("*.csv")) or ["(no shared data on this machine)"]
SECRET_CELL = "只有寄件人知道的字"
TABLE = f'日期,金額,備註\n民國104年12月31日,"1,200",{SECRET_CELL}\n105年1月2日,35,\n'.encode()


def send(content: bytes, name: str = "表.csv", language: str = ""):
    return Client().post(f"{language}/try/", {"file": SimpleUploadedFile(name, content)})


def result_of(answer) -> str:
    assert answer.status_code == 303, answer.content.decode()[-4000:]
    page = Client().get(answer["Location"])
    assert page.status_code == 200 and page["Cache-Control"] == "private, no-store"
    return page.content.decode()


def on_disk() -> list[Path]:
    return [path for path in examining.folder().rglob("*") if path.is_file()]


@pytest.mark.parametrize("language", ["", "/en"])
def test_each_changed_cell_stands_beside_what_the_file_says(language):
    page = result_of(send(TABLE, language=language))
    assert "<ins>2015-12-31</ins>" in page and "民國104年12月31日</del>" in page
    assert "<ins>1200</ins>" in page and "1,200</del>" in page
    assert f"<del>{SECRET_CELL}" not in page and SECRET_CELL in page
    assert ("3 of 6 cells" in page) if language else ("6 個儲存格中，有 3 個" in page)


def test_the_example_shows_what_big5_and_a_title_row_become():
    answer = Client().post("/try/", {"example": "1"})
    page = result_of(answer)
    assert "Big5 (CP950)" in page and "<ins>2025-01-05</ins>" in page and "114年1月5日</del>" in page
    assert Client().get("/try/example.csv").content.decode("cp950").startswith("燈火市")


def test_the_downloads_are_the_clean_table():
    address = send(TABLE)["Location"]
    sheet = Client().get(address + "table.csv")
    assert (
        sheet["Content-Disposition"].startswith("attachment") and sheet["X-Content-Type-Options"] == "nosniff"
    )
    rows = list(csv.reader(io.StringIO(b"".join(sheet.streaming_content).decode("utf-8-sig"))))
    assert rows[1] == ["2015-12-31", "1200", SECRET_CELL]
    objects = json.loads(b"".join(Client().get(address + "table.json").streaming_content))
    assert objects[0] == {"日期": "2015-12-31", "金額": 1200, "備註": SECRET_CELL}
    assert Client().get(address + "page.json").status_code == Client().get(address + "x").status_code == 404


def test_nothing_readable_is_on_the_disk_while_a_result_lasts(home):
    result_of(send(TABLE))
    assert {path.suffix for path in on_disk() if "place-" not in path.name} >= {".sealed"}
    for path in home.rglob("*"):
        if path.is_file():
            for text in (SECRET_CELL.encode(), b"2015-12-31", "104年".encode()):
                assert text not in path.read_bytes(), path
    assert not [path for path in examining.folder().iterdir() if path.name.startswith("work-")]


def test_a_refused_file_leaves_nothing_at_all():
    send(b"%PDF-1.7 " + SECRET_CELL.encode())
    assert not [path for path in examining.folder().iterdir() if path.is_dir() and path.name != "counts"]


def test_a_result_is_gone_after_a_quarter_of_an_hour_from_page_and_disk():
    address = send(TABLE)["Location"]
    with clock.at(clock.now() + timedelta(minutes=14)):
        assert Client().get(address).status_code == 200 and results.forget_old() == 0
    with clock.at(clock.now() + timedelta(minutes=15, seconds=1)):
        gone = Client().get(address)
        assert gone.status_code == 404 and "15 分鐘" in gone.content.decode()
        assert Client().get(address + "table.csv").status_code == 404
        assert results.forget_old() == 1 and results.forget_old() == 0
    assert not [path for path in on_disk() if path.suffix == ".sealed"]


def test_whoever_has_the_address_deletes_it_at_once():
    address = send(TABLE)["Location"]
    client = Client(enforce_csrf_checks=True)
    token = client.get(address).context["csrf_token"] if client.get(address).context else ""
    token = str(token) or client.cookies["lightwell_csrf"].value
    answer = client.post(address + "delete/", {"csrfmiddlewaretoken": token})
    assert answer.status_code == 303 and client.get(answer["Location"]).status_code == 200
    assert Client().get(address).status_code == 404
    assert not [path for path in on_disk() if path.suffix == ".sealed"]
    assert Client(enforce_csrf_checks=True).post(address + "delete/").status_code == 403


def test_one_secret_opens_one_result_only():
    first, second = send(TABLE)["Location"], send("甲,乙\n1,2\n".encode())["Location"]
    assert first != second and SECRET_CELL not in Client().get(second).content.decode()
    assert Client().get("/try/" + "A" * 32 + "/").status_code == 404


REFUSED = {
    "workbook.xlsx": (b"PK\x03\x04" + b"\x00" * 400, "另存新檔", "Save as"),
    "old.xls": (b"\xd0\xcf\x11\xe0" + b"\x00" * 400, "試算表活頁簿", "workbook"),
    "report.pdf": (b"%PDF-1.7\n%\xe2\xe3", "這是 PDF", "This is a PDF"),
    "scan.png": (b"\x89PNG\r\n\x1a\n" + bytes(200), "這是圖片", "This is a picture"),
    "all.gz": (b"\x1f\x8b\x08" + bytes(100), "壓縮檔", "compressed archive"),
    "page.csv": (b"<!doctype html><html><body>404</body></html>", "這是網頁", "web page"),
    "data.csv": (b'[{"a": 1}, {"a": 2}]', "這是 JSON", "This is JSON"),
    "letter.txt": ("各位市民好。\n這不是一張表，而是一封信。\n敬祝安好。\n".encode(), "一般文章", "running text"),
    "nothing.csv": (b"", "沒有內容", "holds nothing"),
    "blank.csv": (b" \n \n", "沒有內容", "holds nothing"),
    "noise.bin": (bytes(range(256)) * 40, "", ""),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_table_is_refused_with_what_it_is_and_what_to_do(name):
    content, chinese, english = REFUSED[name]
    answer = send(content, name)
    page = answer.content.decode()
    assert answer.status_code == 422 and "data-drop-answer" in page
    assert chinese in page and "日期,行政區,人數" in page  # an example of what works
    if content:
        with translation.override("en"), TemporaryDirectory() as folder:
            (Path(folder) / "in").write_bytes(content)
            report = child.examine(Path(folder) / "in", Path(folder))["report"]
            assert english in words.refused(report, rules.looks_like(content))


def test_no_file_is_asked_for_again():
    answer = Client().post("/en/try/", {})
    assert answer.status_code == 422 and "Choose a file first." in answer.content.decode()


def test_a_file_over_the_limit_is_refused_before_it_is_read():
    answer = send(b"1,2\n" * (rules.SIZE // 4 + 20_000), language="/en")
    assert answer.status_code == 413 and "larger than 10 MB" in answer.content.decode()


@pytest.mark.parametrize("name", NAMES)
def test_real_files_of_offices_are_answered(name):
    if not (REAL / name).is_file():
        pytest.skip(f"{REAL} is not on this machine")
    page = result_of(send((REAL / name).read_bytes(), name))
    assert "lw-changed" in page or "沒有任何儲存格需要改寫" in page


def test_an_address_that_sends_too_many_is_asked_to_wait_and_others_are_not(monkeypatch):
    monkeypatch.setattr(rules, "HOURLY", 3)
    monkeypatch.setattr(rules, "HOURLY_IN_DEMO", 3)
    for _attempt in range(3):
        brakes.knock("203.0.113.7")
    with pytest.raises(brakes.TooMany):
        brakes.knock("203.0.113.7")
    brakes.knock("203.0.113.8")
    names = " ".join(str(path) for path in examining.folder().rglob("*"))
    assert "203.0.113" not in names
    with clock.at(clock.now() + timedelta(hours=1)):
        brakes.knock("203.0.113.7")
        brakes.forget_counts()
        assert len(list((examining.folder() / "counts").iterdir())) == 1


def test_the_page_says_when_to_come_again(monkeypatch):
    monkeypatch.setattr(rules, "HOURLY", 0)
    monkeypatch.setattr(rules, "HOURLY_IN_DEMO", 0)
    answer = send(TABLE, language="/en")
    assert (
        answer.status_code == 429
        and answer["Retry-After"]
        and "Send yours again in" in answer.content.decode()
    )


def test_only_a_few_files_are_read_at_once(monkeypatch):
    monkeypatch.setattr(rules, "PATIENCE", 0.2)
    with examining.place(), examining.place():
        assert send(TABLE).status_code == 503
    assert send(TABLE).status_code == 303


def test_a_reading_that_takes_too_long_is_stopped_and_said(monkeypatch):
    monkeypatch.setattr(rules, "SECONDS", 0.01)
    answer = send(TABLE, language="/en")
    assert answer.status_code == 422 and "was stopped" in answer.content.decode()
    assert not [path for path in examining.folder().iterdir() if path.name.startswith("work-")]


def test_what_a_killed_reading_left_is_cleared_and_one_under_way_is_not():
    left = examining.folder() / "work-killed"
    left.mkdir()
    (left / "original").write_bytes(TABLE)
    assert results.forget_old() == 0
    with clock.at(clock.now() + timedelta(minutes=6)):
        assert results.forget_old() == 1
    assert not left.exists()


def test_a_result_that_was_changed_on_the_disk_is_not_shown_as_if_it_were_whole():
    address = send(TABLE)["Location"]
    (page,) = [path for path in on_disk() if path.name == "page.json.sealed"]
    page.write_bytes(page.read_bytes()[:-1] + b"x")
    assert Client(raise_request_exception=False).get(address).status_code == 404


def test_staff_are_led_to_publishing_and_visitors_are_not():
    address = send(TABLE)["Location"]
    client = Client()
    client.force_login(make_officer(make_unit("parks"), role=Role.EDITOR))
    assert "/publish/" in client.get(address).content.decode()
    assert 'href="/publish/"' not in Client().get(address).content.decode()


def test_the_form_may_be_kept_by_anybody_and_sets_no_cookie():
    page = Client().get("/try/")
    assert page["Cache-Control"] == "public, max-age=60" and not page.cookies
    assert example.NAME in Client().get("/try/example.csv")["Content-Disposition"]
