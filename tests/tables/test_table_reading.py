"""One trap a file, and what must hold for any file at all; long because each trap stands beside the others of its kind."""

import codecs
import csv
import hashlib
import io
import json
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tables_samples import codes_of, column, read_text, table, types_of, written

from lightwell.engines.tables import TYPES, Hints, encoding, read, refine, source
from lightwell.engines.tables.report import TableRefused

KEYS = [
    "encoding",
    "delimiter",
    "sheets",
    "skipped_rows",
    "header_rows",
    "columns",
    "rows",
    "warnings",
    "status",
]
COLUMN_KEYS = ["name", "title", "type", "nulls", "distinct", "min", "max", "failures", "rule"]
PLAIN = table("名稱,數量", [f"項目{at},{at * 7 % 13}" for at in range(30)])


def held(path: Path, name: str) -> list:
    return [row[0] for row in duckdb.sql(f"SELECT \"{name}\" FROM '{path}'").fetchall()]


@pytest.mark.parametrize(
    ("encoding", "mark", "told"),
    [
        ("utf-8", b"", "utf-8"),
        ("utf-8", codecs.BOM_UTF8, "utf-8-sig"),
        ("utf-16-le", codecs.BOM_UTF16_LE, "utf-16-le"),
        ("utf-16-be", codecs.BOM_UTF16_BE, "utf-16-be"),
        ("utf-16-le", b"", "utf-16-le"),
        ("utf-16-be", b"", "utf-16-be"),
        ("cp950", b"", "cp950"),
    ],
)
def test_every_usual_encoding_gives_the_same_table(tmp_path, encoding, mark, told):
    report = read_text(tmp_path, mark + PLAIN.encode(encoding))
    assert (report.encoding, report.rows, report.status) == (told, 30, "ok")
    assert types_of(report) == {"名稱": "text", "數量": "integer"}


def test_a_utf8_file_with_a_few_broken_bytes_stays_utf8_and_says_where(tmp_path):
    content = PLAIN.encode().replace("項目7".encode(), b"\xe9\xa0\xff7")
    report = read_text(tmp_path, content)
    assert report.encoding == "utf-8"
    assert [(w.code, w.row, w.column) for w in report.warnings] == [("unreadable_bytes", 9, "名稱")]
    assert "E9A0" in report.warnings[0].message or "FF" in report.warnings[0].message


def test_user_defined_big5_characters_are_flagged_by_cell_and_swallow_nothing(tmp_path):
    content = (
        PLAIN.encode("cp950")
        .replace("項目3".encode("cp950"), b"\xfa\x40\xfe\xfe3")
        .replace("項目4".encode("cp950"), b"\xe7")
    )
    report = read_text(tmp_path, content)
    assert report.encoding == "cp950"
    assert [(w.code, w.row, w.column) for w in report.warnings[:2]] == [
        ("private_use", 5, "名稱"),
        ("unreadable_bytes", 6, "名稱"),
    ]
    assert "U+E000" in report.warnings[0].message


def test_bytes_before_a_comma_or_a_line_end_never_swallow_it(tmp_path):
    content = table("甲,乙", [f"文{at},{at}" for at in range(40)]).encode("cp950") + b"\xa4,99\n\xa4\n"
    report = read_text(tmp_path, content)
    assert report.rows == 42
    assert column(report, "乙").max == 99


@pytest.mark.parametrize(("delimiter", "told"), [("\t", "\t"), (";", ";"), ("|", "|"), (",", ",")])
def test_the_delimiter_is_found_whatever_the_file_is_called(tmp_path, delimiter, told):
    report = read_text(tmp_path, PLAIN.replace(",", delimiter))
    assert report.delimiter == told
    assert len(report.columns) == 2


def test_titles_blank_rows_and_footnotes_are_skipped_and_their_lines_told(tmp_path):
    rows = [f"區{at},{at},{at * 2},{at * 3}" for at in range(12)]
    content = (
        "臺北市人口統計,,,\n\n" + table("區別,男,女,計", rows) + ",,,\n資料來源：民政局,,,\n註：試算,,,\n"
    )
    report = read_text(tmp_path, content)
    assert report.header_rows == [3]
    assert report.skipped_rows == [1, 2, 16, 17, 18]
    assert report.rows == 12
    assert codes_of(report) == ["footnote", "footnote"]


def test_a_stacked_header_is_filled_to_the_right_and_joined(tmp_path):
    rows = [f"區{at},{at},{at},{at},{at}" for at in range(12)]
    report = read_text(tmp_path, table("區別,本年度,,上年度,\n,金額,百分比,金額,百分比", rows))
    assert report.header_rows == [1, 2]
    assert [one.name for one in report.columns] == [
        "區別",
        "本年度_金額",
        "本年度_百分比",
        "上年度_金額",
        "上年度_百分比",
    ]


def test_a_bilingual_header_is_one_header_of_two_rows(tmp_path):
    rows = [f"區{at},{at},備註{at}" for at in range(12)]
    report = read_text(tmp_path, table("鄉鎮,人數,備註\nTown,Number of people,The note", rows))
    assert report.header_rows == [1, 2]
    assert [one.name for one in report.columns] == ["鄉鎮", "人數", "備註"]
    assert report.columns[1].title == "人數 Number of people"


def test_line_breaks_in_headers_and_cells_do_not_break_rows_or_line_numbers(tmp_path):
    content = '序號,"警員\n(維護)",人數\r\n1,"甲\n乙",5\r\n2,丙,六人\r\n' + "".join(
        f"{at},丁,{at}\r\n" for at in range(3, 40)
    )
    report = read_text(tmp_path, content)
    assert report.header_rows == [1, 2]
    assert report.rows == 39
    assert report.columns[1].title == "警員 (維護)"
    assert [(w.code, w.row, w.column) for w in report.warnings] == [("conversion_failed", 5, "人數")]


def test_years_across_are_column_names_not_a_row(tmp_path):
    report = read_text(
        tmp_path, table("地區,2018,2019,2020", [f"區{at},{at},{at + 1},{at + 2}" for at in range(10)])
    )
    assert report.header_rows == [1]
    assert [one.title for one in report.columns] == ["地區", "2018", "2019", "2020"]
    assert report.columns[1].name == "_2018"


def test_a_table_without_a_header_keeps_its_first_row(tmp_path):
    report = read_text(tmp_path, table("1,甲,10", [f"{at},乙,{at * 10}" for at in range(2, 20)]))
    assert (report.header_rows, report.rows) == ([], 19)
    assert "no_header" in codes_of(report)


def test_short_rows_are_padded_and_long_rows_lose_nothing(tmp_path):
    content = table("甲,乙,丙", [f"{at},x{at},{at}" for at in range(10)] + ["7", "8,y,9,多,出"])
    path = written(tmp_path, content)
    report = read(path, parquet=tmp_path / "t.parquet")
    assert [(w.code, w.row) for w in report.warnings] == [("short_row", 12), ("long_row", 13)]
    assert held(tmp_path / "t.parquet", "extra_cells")[-1] == "多,出"


def test_a_header_that_comes_again_is_left_out_and_told(tmp_path):
    rows = [f"{at},{at}" for at in range(5)]
    report = read_text(tmp_path, table("甲,乙", [*rows, "甲,乙", *rows]))
    assert report.rows == 10
    assert report.skipped_rows == [7]
    assert codes_of(report) == ["repeated_header"]


def test_names_are_unique_safe_and_never_empty(tmp_path):
    report = read_text(tmp_path, table("金額(元),金額(元),,row_id,123", ["1,2,3,4,5"] * 3))
    names = [one.name for one in report.columns]
    assert names == ["金額_元", "金額_元_2", "column_3", "row_id_2", "_123"]


def test_a_never_closed_quote_does_not_swallow_the_table(tmp_path):
    content = table("甲,乙,丙", [f'{at},"文{at},{at}' if at == 3 else f"{at},文,{at}" for at in range(600)])
    report = read_text(tmp_path, content)
    assert report.rows == 600
    assert "unclosed_quote" in codes_of(report)


@pytest.mark.parametrize(
    ("title", "cells", "expected"),
    [
        ("數量", ["1,234", "56", "7,000,000", "８９"], "integer"),
        ("比率", ["12.5%", "3%", "0.1％", "99%"], "percent"),
        ("百分比(%)", ["12.5", "3.25", "0.1", "99"], "percent"),
        ("總價元", ["1200", "5600", "780", "99"], "money"),
        ("收費", ["NT$100", "NT$2,000", "50元", "30元"], "money"),
        ("郵遞區號", ["00220", "10041", "02123", "30010"], "code"),
        ("機關代碼", ["65000010", "65000020", "65000030", "65000040"], "code"),
        ("發布日期", ["104/04/28", "99/1/5", "105.2.29", "100-10-10"], "date"),
        ("交易年月日", ["1040428", "0990105", "1050229", "1001010"], "date"),
        ("數字", ["1040428", "0990105", "1050229", "1001010"], "code"),
        ("年月", ["104.4", "104.5", "104.10", "105.1"], "month"),
        ("資料期間", ["104年Q2", "104年Q3", "104年Q4", "105年Q1"], "quarter"),
        ("年度", ["104", "105", "106", "107"], "year"),
        ("年度", ["104年度", "105年度", "106年度", "107年度"], "year"),
        ("年齡", ["64", "65", "66", "67"], "integer"),
        ("是否公開", ["是", "否", "是", "是"], "boolean"),
        ("有無", ["有", "無", "無", "有"], "boolean"),
        ("合格", ["V", "", "V", ""], "boolean"),
        (
            "網址",
            ["https://a.example/1", "http://b.example/x?y=1", "https://c.example", "https://d.example"],
            "url",
        ),
        ("信箱", ["a@b.tw", "c.d@e.gov.tw", "x@y.com", "q@w.org"], "email"),
        ("聯絡電話", ["02-27208889", "(04)22289111", "0912345678", "07-3368333#12"], "phone"),
        ("身分證", ["A123456789", "A800000014", "B120000008", "A123456789"], "national_id"),
        ("統一編號", ["04595257", "22099131", "10458575", "04595257"], "business_id"),
        ("經度", ["121.5", "120.2", "121.0", "120.9"], "longitude"),
        ("緯度", ["25.01", "23.2", "24.0", "22.9"], "latitude"),
        ("TWD97X", ["296882", "296277", "295269.5", "297449"], "tm2_x"),
        ("TWD97_Y", ["2767068", "2767002.5", "2767084", "2767423"], "tm2_y"),
        (
            "地址",
            ["臺北市信義區市府路1號", "板橋區中山路一段161號", "永康區中華西街152號", "民權路1號"],
            "address",
        ),
        (
            "建立時間",
            ["2018-07-06 22:28:04", "2018-07-06 22:28", "2018/7/6 8:05", "104/04/28 13:05"],
            "datetime",
        ),
        ("說明", ["甲文", "乙文", "丙文", "丁文"], "text"),
    ],
)
def test_a_column_gets_its_type_from_name_and_values(tmp_path, title, cells, expected):
    rows = [f'項{at},"{cell}",{at}' for at, cell in enumerate(cells * 3)]
    report = read_text(tmp_path, table(f'名,"{title}",序', rows))
    found = report.columns[1]
    assert (found.type, found.failures) == (expected, 0)
    assert found.type in TYPES


def test_a_category_is_text_that_comes_again_and_again(tmp_path):
    report = read_text(tmp_path, table("區,量", [f"{'甲乙丙'[at % 3]}區,{at}" for at in range(40)]))
    assert types_of(report)["區"] == "category"


def test_marks_for_no_value_are_empty_counted_and_kept(tmp_path):
    rows = [f"項{at},{at}" for at in range(30)] + ["甲,－", "乙,N/A", "丙,-"]
    path = written(tmp_path, table("名,量", rows))
    report = read(path, parquet=tmp_path / "t.parquet")
    found = column(report, "量")
    assert (found.type, found.nulls, found.failures) == ("integer", 3, 0)
    assert "－ (1)" in found.rule
    assert held(tmp_path / "t.parquet", "量__original")[-3:] == ["－", "N/A", "-"]


def test_a_cell_that_cannot_be_converted_keeps_its_text_beside_the_column(tmp_path):
    rows = [f"項{at},104/04/{at % 28 + 1:02d}" for at in range(60)] + ["末,104/02/30"]
    path = written(tmp_path, table("名,日期", rows))
    report = read(path, parquet=tmp_path / "t.parquet")
    found = column(report, "日期")
    assert (found.type, found.failures, found.nulls) == ("date", 1, 1)
    assert [(w.code, w.row, w.column) for w in report.warnings] == [("conversion_failed", 62, "日期")]
    assert held(tmp_path / "t.parquet", "日期__original")[-1] == "104/02/30"


def test_a_type_that_fails_too_often_is_given_up_for_text(tmp_path):
    rows = [f"項{at},{at}" for at in range(40)] + [f"項{at},無資料{at}" for at in range(10)]
    assert types_of(read_text(tmp_path, table("名,量", rows)))["量"] == "text"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b" \r\n \n", "empty_file"),
        (b"PK\x03\x04rest", "not_a_text_table"),
        (b"%PDF-1.7 ...", "not_a_text_table"),
        (b'{"a": [1, 2]}', "not_a_text_table"),
        ("<!DOCTYPE html><html>查無資料</html>".encode(), "not_a_text_table"),
        (bytes(range(256)) * 40, "binary"),
    ],
)
def test_what_is_no_table_is_refused_with_a_reason_and_a_way_on(tmp_path, content, code):
    report = read_text(tmp_path, content)
    assert report.status == "refused"
    assert [warned.code for warned in report.warnings] == [code]
    assert report.rows is None and report.columns == []


def test_a_missing_file_is_refused_not_raised(tmp_path):
    assert codes_of(read(tmp_path / "none.csv")) == ["no_file"]


def test_hints_point_at_header_type_encoding_and_title(tmp_path):
    content = table("說明,說明二", ["甲,乙", "代號,數", *[f"{at},{at}" for at in range(20)]]).encode("cp950")
    hints = Hints(encoding="cp950", header_rows=(3,), types={"代號": "text"}, titles={"數": "數量"})
    report = read(written(tmp_path, content), hints=hints)
    assert (report.header_rows, report.skipped_rows, report.rows) == ([3], [1, 2], 20)
    assert types_of(report) == {"代號": "text", "數": "integer"}
    assert report.columns[1].title == "數量"


def test_a_hint_for_a_column_that_does_not_exist_says_so(tmp_path):
    report = read(written(tmp_path, PLAIN), hints=Hints(types={"無此欄": "text"}))
    assert codes_of(report) == ["unknown_column"]


def test_a_big_clean_file_and_the_record_by_record_way_agree(tmp_path, monkeypatch):
    rows = [
        f'{at},臺北市,"1,{at % 900 + 100}",104/0{at % 9 + 1}/1{at % 9},"備註, {at}"' for at in range(3000)
    ]
    rows[2500] = "y,臺北市,－,104/13/01,"
    path = written(tmp_path, table("序,市,數量,日期,備註", rows))
    careful = read(path)
    monkeypatch.setattr(source, "SMALL", 1)
    assert read(path) == careful
    assert codes_of(careful) == ["conversion_failed", "conversion_failed"]
    assert {warned.row for warned in careful.warnings} == {2502}


@pytest.mark.parametrize("broken", ['9,"甲\n乙",3', "9", "9,甲,3,4", "", ",,"])
def test_a_big_file_that_is_not_as_clean_as_its_sample_is_read_again_carefully(tmp_path, monkeypatch, broken):
    rows = [f"{at},文{at},{at}" for at in range(5000)]
    rows[4500] = broken
    path = written(tmp_path, table("序,文,量", rows))
    careful = read(path)
    monkeypatch.setattr(source, "SMALL", 1)
    assert read(path) == careful


def test_a_big_cp950_file_is_transcoded_whole(tmp_path, monkeypatch):
    monkeypatch.setattr(source, "SMALL", 1)
    report = read_text(tmp_path, table("序,市", [f"{at},臺北市" for at in range(4000)]).encode("cp950"))
    assert (report.encoding, report.rows, report.status) == ("cp950", 4000, "ok")


@pytest.mark.parametrize(
    ("name", "bad"), [("utf-8", b"\xed\xa0\x80"), ("utf-8", b"\xff"), ("cp950", b"\xfa\x40")]
)
def test_a_byte_that_no_glance_at_a_big_file_shows_is_still_reported(tmp_path, monkeypatch, name, bad):
    rows = [f"{at},臺北市中正區第{at}號,{at * 7}" for at in range(40_000)]
    lines = table("序,地點,量", rows).encode(name).split(b"\n")
    whole = b"\n".join(lines)
    for at in range(20_001, 20_400):  # a line that none of the windows over the file covers
        changed = [*lines[:at], lines[at] + bad, *lines[at + 1 :]]
        path = written(tmp_path, b"\n".join(changed))
        if b"".join(encoding._windows(path)).count(bad) == 0:
            break
    careful = read(path)
    monkeypatch.setattr(source, "SMALL", 1)
    assert not encoding.detect(path, whole=False).sure
    assert read(path) == careful
    assert careful.rows == 40_000 and careful.warnings
    assert (careful.warnings[0].row, len(whole) > 1 << 20) == (at + 1, True)


def test_a_long_row_far_below_the_sample_still_gets_its_own_column(tmp_path):
    rows = [f"{at},文{at}" for at in range(5000)]
    rows[4500] = "4500,文,多,餘"
    report = read_text(tmp_path, table("序,文", rows))
    assert [(column.name, column.nulls) for column in report.columns][-1] == ("extra_cells", 4999)
    assert [(warned.code, warned.row) for warned in report.warnings] == [("long_row", 4502)]


def digests(folder: Path) -> dict[str, str]:
    return {
        one.name: hashlib.sha256(one.read_bytes()).hexdigest()
        for one in sorted(folder.iterdir())
        if one.suffix != ".duckdb"
    }


def test_same_bytes_in_same_bytes_out(tmp_path):
    path = written(
        tmp_path,
        table("名,量,日期", [f"項{at},{at * 31 % 97},2020-01-{at % 28 + 1:02d}" for at in range(500)]),
    )
    refine(path, out=tmp_path / "one", title="表")
    refine(path, out=tmp_path / "two", title="表")
    assert digests(tmp_path / "one") == digests(tmp_path / "two")
    assert set(digests(tmp_path / "one")) == {
        "profile.json",
        "rows.idx",
        "table.csv",
        "table.json",
        "table.parquet",
    }


def test_the_csv_download_opens_in_excel_and_holds_every_row(tmp_path):
    refine(written(tmp_path, PLAIN), out=tmp_path / "v")
    content = (tmp_path / "v/table.csv").read_bytes()
    assert content.startswith(codecs.BOM_UTF8)
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert rows[0] == ["名稱", "數量"] and len(rows) == 31
    assert json.loads((tmp_path / "v/table.json").read_text())[0] == {"名稱": "項目0", "數量": 0}


def test_a_refused_file_leaves_nothing_behind(tmp_path):
    report = refine(written(tmp_path, b""), out=tmp_path / "v")
    assert report.status == "refused"
    assert list((tmp_path / "v").iterdir()) == []


def check_contract(report) -> None:
    told = json.loads(json.dumps(report.to_json(), ensure_ascii=False, allow_nan=False).encode())
    assert list(told) == KEYS
    assert told["status"] in ("ok", "warnings", "refused")
    assert all(list(one) == COLUMN_KEYS for one in told["columns"])
    assert len({one["name"].casefold() for one in told["columns"]}) == len(told["columns"])
    assert all(one["type"] is None or one["type"] in TYPES for one in told["columns"])


@given(st.binary(max_size=400))
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_bytes_at_all_make_it_raise(tmp_path, content):
    check_contract(read(written(tmp_path, content)))


cells = st.text(
    alphabet=st.sampled_from("甲臺年月1０2,.-/%\"'\t\n\r =;|V是否\u3000\ue000a\x00\x1f\ufffd"), max_size=6
)


@given(
    st.lists(st.lists(cells, min_size=1, max_size=5), min_size=1, max_size=12),
    st.sampled_from(["utf-8", "utf-16-le", "cp950"]),
)
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_table_is_read_or_refused_and_every_line_is_accounted_for(tmp_path, rows, encoding):
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    report = read(written(tmp_path, text.getvalue().encode(encoding, "replace")))
    check_contract(report)
    if report.status != "refused" and "unclosed_quote" not in codes_of(report):
        opened = source.open_file(tmp_path / "in.csv")
        records = list(opened.records())
        accounted = {*report.skipped_rows, *report.header_rows}
        body = [record for record in records if not accounted & set(record.lines)]
        assert report.rows == len(body)


def test_a_refusal_carries_its_code_and_message():
    refused = TableRefused("code", "message", 3)
    assert (refused.code, refused.message, refused.row) == ("code", "message", 3)


@pytest.mark.parametrize("second", ["TPE,n/a", "TPE,-", "TPE,5"])
def test_a_first_row_in_english_under_a_chinese_header_is_a_row(tmp_path, second):
    report = read_text(
        tmp_path, table("代號,數量", [second, *[f"T{'NKH'[at % 3]}N{at},{at}" for at in range(20)]])
    )
    assert (report.header_rows, report.rows) == ([1], 21)


def test_rows_of_english_text_under_a_chinese_header_lose_no_row(tmp_path):
    report = read_text(
        tmp_path, table("縣市,英文", ["TPE,Taipei", "TNN,Tainan", "KHH,Kaohsiung", "TXG,Taichung"])
    )
    assert (report.header_rows, report.rows) == ([1], 4)


def test_one_row_under_a_header_of_equal_names_is_a_row(tmp_path):
    report = read_text(tmp_path, "a,a,A\n1,2,3\n")
    assert (report.header_rows, [one.name for one in report.columns]) == ([1], ["a", "a_2", "A_3"])


def test_a_letter_is_refused_as_running_text(tmp_path):
    report = read_text(
        tmp_path,
        "各位市民您好：\n\n本府將於三月一日起實施新制，敬請配合。如有疑問，請洽一九九九。\n\n臺北市政府敬上\n",
    )
    assert (report.status, codes_of(report)) == ("refused", ["not_a_table"])


def test_simplified_chinese_in_another_encoding_does_not_pass_as_big5_without_a_word(tmp_path):
    content = table("名称,数量", [f"测试简体国家发展经济{at},{at}" for at in range(20)])
    assert "unlikely_text" in codes_of(read_text(tmp_path, content, encoding="gb18030"))
    traditional = table("名稱,數量", [f"臺北市政府公園處{at},{at}" for at in range(20)])
    assert codes_of(read_text(tmp_path, traditional, encoding="cp950")) == []


def test_a_stray_nul_does_not_make_utf16_of_a_file(tmp_path):
    report = read_text(tmp_path, b"a,b\n1,\x002\n3,4\n")
    assert (report.encoding, report.rows, codes_of(report)[0]) == ("utf-8", 2, "control_character")
