"""Loop two in a browser: a messy file becomes a table with a report, a page, downloads and an API; its next version keeps it."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import secrets
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from walks.conftest import WAYS
from walks.walker import Walker

pytestmark = pytest.mark.journey
ROWS = 40


def messy(bonus: int = 0) -> bytes:
    """A file as offices send them: Big5, title and unit above the header, ROC dates, grouped thousands, a note below."""
    lines = ["澄川市公車站候車人次,,,,", "單位：人次,,,,", "站牌代碼,站名,調查日期,候車人次,遮棚"]
    for n in range(1, ROWS + 1):
        people = "－" if n == 7 else f'"{1000 + 137 * n + bonus:,}"'
        lines.append(f"{n:05d},渡船頭{n}站,115/03/{1 + n % 28:02d},{people},{'有' if n % 3 else '無'}")
    return ("\r\n".join([*lines, "註：－表示當日停駛,,,,"]) + "\r\n").encode("cp950")


@pytest.mark.parametrize("way", WAYS)
def test_a_messy_file_becomes_a_table_that_people_and_programs_can_use(walkers, demo_site, tmp_path, way):
    editor, reader = walkers(way), walkers(way)
    slug = f"stops-{secrets.token_hex(3)}"
    describe(editor, slug)
    send(editor, messy())
    see_the_report(editor)
    editor.press("Publish this version", within="#publish")
    look_at(reader, slug, way)
    download(reader, slug)
    sort_and_filter(reader, slug)
    run_its_own_lines(reader, slug, tmp_path)
    first = ask_the_api(reader, slug)
    publish_the_next(editor, slug)
    both_versions_stand(reader, slug, first)


def describe(editor: Walker, slug: str) -> None:
    editor.go("/topics/")
    editor.become("editor")
    editor.go("/publish/new/")
    editor.write("title", "公車站候車人次")
    editor.write("title_en", "People waiting at bus stops")
    editor.write("slug", slug)
    editor.window.locator("select[name='unit']").select_option("transport")
    editor.write("description", "每列一個站牌一天的候車人次。")
    editor.click(editor.window.locator("main form button[type='submit']").last)
    assert editor.window.url.endswith("/upload/")


def send(editor: Walker, content: bytes) -> None:
    file = {"name": "候車人次.csv", "mimeType": "text/csv", "buffer": content}
    editor.window.locator("input[name='file']").set_input_files(file)
    editor.press("Send the file")
    editor.until(
        lambda: editor.window.locator("#publish").count() == 1, lambda: editor.window.wait_for_timeout(200)
    )


def see_the_report(editor: Walker) -> None:
    """Encoding, title rows, header, note, the cell that is no number, and codes kept with their zeros."""
    report = editor.text
    assert re.search(r"Big5|CP950", report) and str(ROWS) in report
    assert (
        re.search(r"(?<!\d)3(?!\d)", report) and f"{ROWS + 4}" in report
    )  # the header's line, the note's line
    assert "00001" in report and "2026-03-02" in report


def look_at(reader: Walker, slug: str, way: tuple[str, int, bool]) -> None:
    reader.go(f"/datasets/{slug}/")
    assert reader.window.locator("#table tbody tr").count() == 10
    assert reader.window.locator("#chart svg").count() >= 1
    assert reader.window.locator("#columns tbody tr").count() >= 5
    reader.until(lambda: reader.window.locator("aside .lw-proof--ok").count() == 1, reader.window.reload)
    assert reader.window.evaluate("document.documentElement.scrollWidth") <= way[1]


def download(reader: Walker, slug: str) -> None:
    """Each file of the page is there, and is the one whose SHA-256 the page shows."""
    rows = reader.window.locator("#download tbody tr").all()
    assert len(rows) == 4
    for row in rows:
        href = row.get_by_role("link").first.get_attribute("href")
        content = reader.window.request.get(href).body()
        assert hashlib.sha256(content).hexdigest().startswith(row.inner_text().split()[-1].rstrip("…")), href
    original = reader.window.request.get(rows[0].get_by_role("link").first.get_attribute("href"))
    assert original.body() == messy() and "attachment" in original.headers["content-disposition"]


def sort_and_filter(reader: Walker, slug: str) -> None:
    reader.press("All rows: sort and filter them")
    for _once_up_once_down in range(2):
        heads = reader.window.locator("main table thead")
        reader.click(heads.get_by_role("link", name=re.compile("候車人次")))
    sorted_by = reader.window.locator("main th[aria-sort='ascending'], main th[aria-sort='descending']")
    assert sorted_by.count() == 1
    reader.window.locator("select[name='column']").select_option(label="遮棚")
    no = reader.window.locator("main table tbody td:last-child").first.inner_text()
    reader.window.locator("main [name='value']").fill(no)  # in the word that the page itself shows
    reader.press("Add")
    shelters = reader.window.locator("main table tbody td:last-child").all_inner_texts()
    assert set(shelters) == {no}
    assert str(len(shelters)) in reader.window.locator("[role='status']").inner_text()


def run_its_own_lines(reader: Walker, slug: str, folder: Path) -> None:
    """The page's own curl and Python lines run as they stand; pandas is not ours to install."""
    reader.go(f"/datasets/{slug}/")
    lines = [code.strip() for code in reader.window.locator("#code pre code").all_inner_texts()]
    assert len(lines) == 4
    environment = {
        "PATH": f"{folder}:/usr/bin:/bin:/usr/local/bin",
        "NO_PROXY": "127.0.0.1",
        "no_proxy": "127.0.0.1",
    }
    (folder / "python3").symlink_to(sys.executable)
    outputs = []
    for line in lines[:3]:
        ran = subprocess.run(
            ["/bin/sh", "-c", line], cwd=folder, env=environment, capture_output=True, text=True, check=False
        )
        assert ran.returncode == 0, (line, ran.stderr)
        outputs.append(ran.stdout)
    table = list(csv.DictReader(io.StringIO((folder / f"{slug}.csv").read_text("utf-8-sig"))))
    assert len(table) == ROWS and table[0]["站牌代碼"] == "00001"
    assert len(json.loads(outputs[1])["rows"]) == 5 and len(outputs[2].splitlines()) == 5


def ask_the_api(reader: Walker, slug: str) -> dict[str, Any]:
    api = f"/api/v1/datasets/{slug}"
    about = reader.window.request.get(api).json()
    assert about["slug"] == slug
    answer = reader.window.request.get(f"{api}/rows", params={"limit": 3}).json()
    assert len(answer["rows"]) == 3
    refused = reader.window.request.get(f"{api}/rows", params={"limit": "many"})
    assert refused.status == 400 and refused.json()["error"]["message"]
    return answer["rows"][0]


def publish_the_next(editor: Walker, slug: str) -> None:
    editor.go(f"/publish/{slug}/upload/")
    send(editor, messy(bonus=1))
    editor.write("notes", "更正人次。", within="#publish")
    editor.press("Publish this version", within="#publish")


def both_versions_stand(reader: Walker, slug: str, first: dict[str, Any]) -> None:
    api = f"/api/v1/datasets/{slug}/rows"
    now = reader.window.request.get(api, params={"limit": 1}).json()["rows"][0]
    then = reader.window.request.get(api, params={"limit": 1, "version": 1}).json()["rows"][0]
    assert then == first and now["候車人次"] == then["候車人次"] + 1
    reader.go(f"/datasets/{slug}/versions/1/")
    assert reader.sees("This is an earlier version")
    reader.go(f"/datasets/{slug}/versions/")
    assert "更正人次。" in reader.text
