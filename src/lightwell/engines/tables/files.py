"""The files of a published version, written once into one folder.

Each file has a thread of its own, and DuckDB one thread for each: the files are written side by side, while the report is
still being counted. DuckDB writing one file with several threads gathers rows in batches to keep their order, which
costs half as much CPU again (2.2 s instead of 1.2 s for the Parquet of a million rows).
"""

import json
import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

import duckdb

from lightwell.engines.tables import profile, rowstore
from lightwell.engines.tables.folding import sql_name, sql_text
from lightwell.engines.tables.load import Loaded
from lightwell.engines.tables.report import Report, TableRefused

# a dictionary of more values than this saves hardly a byte, and building it costs a sixth of the writing
PARQUET = (
    "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, PARQUET_VERSION v2, DICTIONARY_SIZE_LIMIT 4096"
)
ROW_GROUP = (
    12_288  # rows; small groups make a page of 100 rows cheap to find (docs/decisions/serving-copy.md)
)
BOM = "\ufeff"
CSV, JSON = "FORMAT csv, HEADER true", "FORMAT json, ARRAY true"


def write_parquet(loaded: Loaded, out: Path) -> None:
    """The typed table as one Parquet file, replaced in one step."""
    loaded.db.execute("SET threads = 1")
    temporary = out.with_name(out.name + ".writing")
    _copy(loaded.db, loaded.selected, temporary, PARQUET)
    _settle(temporary, out)


def write_downloads(loaded: Loaded, out: Path) -> None:
    """`table.csv` and `table.json` alone, as a published version has them, one after the other."""
    loaded.db.execute("SET threads = 1")
    _copy(loaded.db, _with_bom(loaded, published_names(loaded)), out / "table.csv", CSV)
    _copy(loaded.db, loaded.selected, out / rowstore.TABLE, JSON)


def _with_bom(loaded: Loaded, names: list[str]) -> str:
    first = sql_name(names[0])
    named = f"SELECT {first} AS {sql_name(BOM + names[0])}, * EXCLUDE ({first})"
    return f"{named} FROM ({loaded.selected})"


@dataclass
class Version(AbstractContextManager["Version"]):
    """A version while it is written: `begin` starts the files that need only the rows, `finish` adds those that need the
    report and moves all of them from `work` into `out`. Left without `finish`, nothing is in `out`."""

    loaded: Loaded
    work: Path
    out: Path
    names: list[str] = field(default_factory=list)
    running: list[Future[None]] = field(default_factory=list)
    pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(max(1, os.cpu_count() or 1)))

    def begin(self, *, downloads: bool) -> None:
        """Start with the longest file, so that no core is left with it at the end."""
        self.loaded.db.execute("SET threads = 1")
        self.names = published_names(self.loaded)
        self._start(_write_rows, self.loaded.selected, self.work / "serving.duckdb")
        self._start(_copy, self.loaded.selected, self.work / "table.parquet", PARQUET)
        if downloads:
            self._start(_write_json_rows, self.loaded.selected, self.work, self.loaded.rows)
            self._start(_copy, _with_bom(self.loaded, self.names), self.work / "table.csv", CSV)

    def finish(self, report: Report, facts: list[profile.Facts], *, title: str | None) -> None:
        """Wait for all files. TableRefused when one cannot be written."""
        profiled = [profile.profile(self.loaded, at, fact) for at, fact in enumerate(facts)]
        told = {"title": title, "rows": report.rows, "columns": profiled}
        text = json.dumps(told, ensure_ascii=False, indent=1)
        (self.work / "profile.json").write_text(text, encoding="utf-8")
        for one in self.running:
            one.result()
        _describe_rows(self.loaded.db, report, self.names, self.work / "serving.duckdb")
        for file in [path for path in self.work.iterdir() if path.is_file() and path.name in FILES]:
            _settle(file, self.out / file.name)

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.pool.shutdown(wait=True, cancel_futures=True)

    def _start(self, write: Callable[..., None], *what: object) -> None:
        self.running.append(self.pool.submit(write, self.loaded.db.cursor(), *what))


FILES = frozenset(
    ["serving.duckdb", "table.parquet", "profile.json", "table.csv", rowstore.TABLE, rowstore.INDEX]
)


def published_names(loaded: Loaded) -> list[str]:
    """Names of the published table's columns, companions of failed cells included."""
    return [row[0] for row in loaded.db.execute(f"DESCRIBE {loaded.selected}").fetchall()]


def _copy(db: duckdb.DuckDBPyConnection, select: str, out: Path, options: str) -> None:
    try:
        db.execute(f"COPY ({select}) TO {sql_text(str(out))} ({options})")
    except duckdb.IOException as error:
        raise _unwritten(out, error)


def _unwritten(out: Path, error: duckdb.Error) -> TableRefused:
    name = out.name.removesuffix(".writing")
    return TableRefused("cannot_write", f"{name} could not be written: {str(error).splitlines()[0]}")


def _settle(temporary: Path, out: Path) -> None:
    with temporary.open("rb") as file:
        os.fsync(file.fileno())
    temporary.replace(out)


def _write_json_rows(db: duckdb.DuckDBPyConnection, select: str, folder: Path, rows: int) -> None:
    _copy(db, select, folder / rowstore.TABLE, JSON)
    rowstore.write_index(folder / rowstore.TABLE, folder / rowstore.INDEX, rows)


def _write_rows(db: duckdb.DuckDBPyConnection, select: str, out: Path) -> None:
    """The table `rows` as a native DuckDB file."""
    try:
        db.execute(f"ATTACH {sql_text(str(out))} AS serving (ROW_GROUP_SIZE {ROW_GROUP})")
        db.execute(f"CREATE TABLE serving.rows AS {select}")
    except duckdb.IOException as error:
        raise _unwritten(out, error)


def _describe_rows(db: duckdb.DuckDBPyConnection, report: Report, names: list[str], out: Path) -> None:
    """Add the table `meta` (one JSON text: columns and number of rows), and close the file."""
    kinds = {column.name: (column.title, column.type) for column in report.columns}
    told = [
        {"name": name, "title": title, "type": kind}
        for name in names
        for title, kind in [kinds.get(name, (name, "text"))]
    ]
    text = json.dumps({"rows": report.rows, "columns": told}, ensure_ascii=False)
    try:
        db.execute("CREATE TABLE serving.meta AS SELECT ?::VARCHAR AS told", [text])
        db.execute("CHECKPOINT serving")
        db.execute("DETACH serving")
    except duckdb.IOException as error:
        raise _unwritten(out, error)
