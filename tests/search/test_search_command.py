"""``lightwell search``: the engine from a shell."""

from __future__ import annotations

import json

import pytest

from lightwell.cli import main

LINES = "臺北市停車場資訊\n台北市路邊停車格\n\n空氣品質監測\n停車\n"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "lines.txt"
    path.write_text(LINES, encoding="utf-8")
    return str(path)


def test_it_tells_how_many_lines_and_which_in_the_order_of_the_site(file, capsys):
    assert main(["search", file, "停車", "台北 停車場", "火星", "--json"]) == 0
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(one["total"], one["found"]) for one in told] == [(3, [5, 1, 2]), (1, [1]), (0, [])]


def test_it_shows_the_lines_to_people(file, capsys):
    assert main(["search", file, "臺北", "--limit", "1"]) == 0
    assert capsys.readouterr().out == "臺北: 2\n       1  臺北市停車場資訊\n"


def test_it_reads_columns_of_a_csv(tmp_path, capsys):
    path = tmp_path / "rows.csv"
    path.write_text('機關,名稱\r\n交通局,"停車\r\n場"\r\n停車處,公園\r\n', encoding="utf-8-sig")
    assert main(["search", str(path), "停車", "--columns", "名稱", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["found"] == [1]
    assert main(["search", str(path), "停車", "--columns", "*", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["total"] == 2


@pytest.mark.parametrize(
    ("columns", "told"), [("地址", "has no column '地址'. It has 機關, 名稱."), (None, "not UTF-8")]
)
def test_what_cannot_be_read_is_said(tmp_path, capsys, columns, told):
    path = tmp_path / "rows.csv"
    path.write_bytes("機關,名稱\r\n".encode("utf-8" if columns else "cp950"))
    assert main(["search", str(path), "停車", *(["--columns", columns] if columns else [])]) == 2
    assert told in capsys.readouterr().err
    assert main(["search", str(tmp_path / "none"), "停車"]) == 2


def test_nothing_found_is_an_answer_of_its_own(file):
    assert main(["search", file, "火星"]) == 1
