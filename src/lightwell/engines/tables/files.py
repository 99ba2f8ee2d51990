"""The files of a published version, written once into one folder."""

import json
import os
from pathlib import Path
from typing import Any

import duckdb

from lightwell.engines.tables import profile, rowstore
from lightwell.engines.tables.folding import sql_name, sql_text
from lightwell.engines.tables.load import Loaded
from lightwell.engines.tables.report import Report, TableRefused

PARQUET = "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, PARQUET_VERSION v2"
ROW_GROUP = (
    12_288  # rows; small groups make a page of 100 rows cheap to find (docs/decisions/serving-copy.md)
)
BOM = "\ufeff"


def write_parquet(loaded: Loaded, out: Path) -> None:
    """The typed table as one Parquet file, replaced in one step."""
    _copy(loaded.db, loaded.selected, out, PARQUET)


def write_version(
    loaded: Loaded,
    report: Report,
    facts: list[profile.Facts],
    out: Path,
    *,
    title: str | None,
    downloads: bool,
) -> None:
    """Everything a version consists of; see `refine`."""
    write_parquet(loaded, out / "table.parquet")
    _write_serving(loaded, report, out / "serving.duckdb")
    profiled = [profile.profile(loaded, at, fact) for at, fact in enumerate(facts)]
    _write_json(out / "profile.json", {"title": title, "rows": report.rows, "columns": profiled})
    if downloads:
        names = ", ".join(sql_name(name) for name in published_names(loaded))
        first = published_names(loaded)[0]
        with_bom = f"SELECT {sql_name(first)} AS {sql_name(BOM + first)}, * EXCLUDE ({sql_name(first)})"
        _copy(loaded.db, f"{with_bom} FROM ({loaded.selected})", out / "table.csv", "FORMAT csv, HEADER true")
        _copy(
            loaded.db,
            f"SELECT {names} FROM ({loaded.selected})",
            out / "table.json",
            "FORMAT json, ARRAY true",
        )
        rowstore.write_index(out / "table.json", out / rowstore.INDEX)


def published_names(loaded: Loaded) -> list[str]:
    """Names of the published table's columns, companions of failed cells included."""
    return [row[0] for row in loaded.db.execute(f"DESCRIBE {loaded.selected}").fetchall()]


def _copy(db: duckdb.DuckDBPyConnection, select: str, out: Path, options: str) -> None:
    temporary = out.with_name(out.name + ".writing")
    try:
        db.execute(f"COPY ({select}) TO {sql_text(str(temporary))} ({options})")
    except duckdb.IOException as error:
        raise TableRefused("cannot_write", f"{out.name} could not be written: {str(error).splitlines()[0]}")
    _settle(temporary, out)


def _settle(temporary: Path, out: Path) -> None:
    with temporary.open("rb") as file:
        os.fsync(file.fileno())
    temporary.replace(out)


def _write_serving(loaded: Loaded, report: Report, out: Path) -> None:
    """The table `rows` and the table `meta` (one JSON text: columns and number of rows) as a native DuckDB file."""
    temporary = out.with_name(out.name + ".writing")
    temporary.unlink(missing_ok=True)
    kinds = {
        column.name: {"name": column.name, "title": column.title, "type": column.type}
        for column in report.columns
    }
    columns = [
        kinds.get(name, {"name": name, "title": name, "type": "text"}) for name in published_names(loaded)
    ]
    told = json.dumps({"rows": report.rows, "columns": columns}, ensure_ascii=False)
    db = loaded.db
    db.execute(f"ATTACH {sql_text(str(temporary))} AS serving (ROW_GROUP_SIZE {ROW_GROUP})")
    try:
        db.execute(f"CREATE TABLE serving.rows AS {loaded.selected}")
        db.execute("CREATE TABLE serving.meta AS SELECT ?::VARCHAR AS told", [told])
        db.execute("CHECKPOINT serving")
    finally:
        db.execute("DETACH serving")
    _settle(temporary, out)


def _write_json(out: Path, told: Any) -> None:
    temporary = out.with_name(out.name + ".writing")
    temporary.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
    _settle(temporary, out)
