"""Every changed cell beside its original, and the clean table as files."""

from __future__ import annotations

import csv
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tables_samples import real, table, written

from lightwell.engines.tables import Cell, compare

MESSY = table(
    "日期,金額,比率,有無電梯,備註,年度",
    [
        '民國104年12月31日,"1,200",12.5%,有, 停用 ,103',
        "105/01/02,３５０,0.50%,無,,104",
        "106/3/4,-,7%,有,好,105",
    ],
)


def compared(folder, content, rows=50, **kwargs):
    report, changes = compare(written(folder, content, **kwargs), out=folder / "out", rows=rows)
    assert changes is not None, report.warnings
    return report, changes


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp950", "utf-16"])
def test_a_changed_cell_is_shown_beside_its_original_in_any_encoding(tmp_path, encoding):
    _report, changes = compared(tmp_path, MESSY, encoding=encoding)
    first = changes.rows[0]
    assert first[0] == Cell("2015-12-31", "民國104年12月31日")
    assert first[1] == Cell("1200", "1,200")
    assert first[2] == Cell("12.5", "12.5%")
    assert first[3] == Cell("true", "有")
    assert first[4] == Cell("停用", " 停用 ")
    assert first[5] == Cell("2014", "103")


def test_a_mark_for_no_value_becomes_an_empty_cell_beside_the_mark(tmp_path):
    _report, changes = compared(tmp_path, MESSY)
    assert changes.rows[2][1] == Cell(None, "-")


def test_what_stays_as_it_was_has_no_original(tmp_path):
    _report, changes = compared(tmp_path, table("里,人數,面積", ["光明里,12,1.50", "和平里,7,2", ",9,3.25"]))
    assert changes.counts == [0, 0, 0] and changes.examples == [None, None, None]
    assert all(cell.original is None for row in changes.rows for cell in row)


def test_changes_are_counted_over_all_rows_though_few_are_shown(tmp_path):
    rows = [f"民國{100 + n % 10}年1月{1 + n % 28}日,{n}" for n in range(500)]
    report, changes = compared(tmp_path, table("日期,數", rows), rows=3)
    assert (report.rows, len(changes.rows), changes.counts) == (500, 3, [500, 0])
    assert changes.examples[0] == Cell("2011-01-01", "民國100年1月1日")


def test_each_row_says_on_which_line_of_the_file_it_stands(tmp_path):
    text = '停車場一覽表\n\n名稱,位數\n"甲\n乙",1\n丙,2\n'
    _report, changes = compared(tmp_path, text)
    assert changes.lines == [4, 6]


def test_a_big_plain_file_is_compared_in_its_own_order(tmp_path):
    rows = [f"{n},104/05/{1 + n % 28:02d},{'停車場資料' * 6}" for n in range(140_000)]
    report, changes = compared(tmp_path, table("編號,日期,說明", rows), rows=5)
    assert (tmp_path / "in.csv").stat().st_size > 8 << 20 and report.rows == 140_000
    assert [row[0].value for row in changes.rows] == ["0", "1", "2", "3", "4"]
    assert changes.counts == [0, 140_000, 0]
    assert changes.examples[1] == Cell("2015-05-01", "104/05/01")


def test_the_files_hold_what_is_shown(tmp_path):
    compared(tmp_path, MESSY)
    text = (tmp_path / "out" / "table.csv").read_text("utf-8-sig")
    assert [row["日期"] for row in csv.DictReader(text.splitlines())] == [
        "2015-12-31",
        "2016-01-02",
        "2017-03-04",
    ]
    told = json.loads((tmp_path / "out" / "table.json").read_text("utf-8"))
    assert told[0]["金額"] == 1200 and told[2]["金額"] is None
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"table.csv", "table.json"}


def test_a_refused_file_leaves_nothing_behind(tmp_path):
    report, changes = compare(written(tmp_path, b"PK\x03\x04 a workbook"), out=tmp_path / "out")
    assert (report.status, changes) == ("refused", None)
    assert list((tmp_path / "out").iterdir()) == []


CELLS = st.one_of(
    st.integers(-9999, 9999).map(str),
    st.sampled_from(
        ["民國104年12月31日", "１２", "1,234", " 有 ", "無", "-", "12%", "104", "0.50", "", "a\tb", "x\ny"]
    ),
    st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters='",'), max_size=6),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=12))
def test_value_and_original_together_never_lose_what_the_file_said(tmp_path_factory, rows):
    folder = tmp_path_factory.mktemp("changes")
    path = folder / "in.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("甲欄", "乙欄", "丙欄"), *rows])
    report, changes = compare(path, out=folder / "out", rows=20)
    if changes is None:
        return
    kept = [
        cell.original if cell.original is not None else cell.value for row in changes.rows for cell in row
    ]
    said = [cell for row in rows for cell in row]
    if report.header_rows == [1] and report.skipped_rows == [] and len(kept) == len(said):
        assert [text or "" for text in kept] == said


@pytest.mark.parametrize(
    "name", ["education-2014.utf16.tsv.csv", "realprice-1111-rent.csv", "tainan-spraying-2015-10.csv"]
)
def test_real_files_are_compared_row_by_row(tmp_path, name):
    report, changes = compare(real(f"tables/{name}"), out=tmp_path, rows=20)
    assert changes is not None and len(changes.rows) == 20 and sum(changes.counts) > 0
    assert all(len(row) == len(report.columns) for row in changes.rows)
