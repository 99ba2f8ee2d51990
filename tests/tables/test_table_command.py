"""`lightwell table`: JSON on standard output, a readable report, exit codes."""

import json

import duckdb
from tables_samples import table, written

from lightwell.cli import main

CONTENT = table("名稱,數量", [f"項目{at},{at}" for at in range(20)] + ["末,多"])


def test_json_is_one_object_and_the_exit_code_is_zero(tmp_path, capsys):
    assert main(["table", str(written(tmp_path, CONTENT)), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["rows"] == 21
    assert told["warnings"] == [
        {
            "code": "conversion_failed",
            "message": "'多' is not read as integer; the original text is kept.",
            "row": 22,
            "column": "數量",
        }
    ]


def test_parquet_is_written_beside_the_report(tmp_path, capsys):
    out = tmp_path / "out.parquet"
    assert main(["table", str(written(tmp_path, CONTENT)), "--parquet", str(out)]) == 0
    assert "21 rows, 2 columns" in capsys.readouterr().out
    assert duckdb.sql(f"SELECT sum(數量) FROM '{out}'").fetchall() == [(190,)]


def test_a_refused_file_exits_with_two_and_still_prints_json(tmp_path, capsys):
    assert main(["table", str(written(tmp_path, b"")), "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["status"] == "refused"
    assert main(["table", str(written(tmp_path, b""))]) == 2
    assert "refused" in capsys.readouterr().err


def test_a_place_that_cannot_be_written_is_said_plainly(tmp_path, capsys):
    out = tmp_path / "no" / "folder" / "out.parquet"
    assert main(["table", str(written(tmp_path, CONTENT)), "--parquet", str(out), "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["warnings"][0]["code"] == "cannot_write"
