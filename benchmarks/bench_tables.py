"""Publishing a million rows beside raw DuckDB, and the first page of rows out of each store.

    .venv/bin/python benchmarks/bench_tables.py [ROWS]

CPU seconds of this process (user and system) are the figure to trust on a shared machine; each is the best of REPEATS. Raw is
`COPY (SELECT * FROM read_csv(file)) TO parquet (zstd)`; for the CP950 file raw DuckDB has no way in, so it reads the
same table in UTF-8.
"""

import random
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb

from lightwell.engines.tables import Query, open_serving, refine

REPEATS = 2
WORDS = [
    "公園",
    "道路",
    "停車",
    "收費",
    "維護",
    "工程",
    "預算",
    "補助",
    "社區",
    "里民",
    "活動",
    "中心",
    "圖書",
    "閱覽",
    "環境",
    "清潔",
    "巡查",
    "申請",
    "案件",
    "處理",
    "完成",
    "尚未",
    "說明",
    "備查",
]
CITIES = ["臺北市", "新北市", "桃園市", "臺中市", "臺南市", "高雄市", "基隆市", "新竹市"]
HEADER = "編號,機關,機關代碼,縣市,郵遞區號,地址,類別,日期,民國日期,金額,實付,經度,緯度,狀態,備註"


def cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def best(work: Callable[[], object], repeats: int = REPEATS) -> tuple[float, float]:
    """(wall, CPU) seconds of the fastest of some runs."""
    found = []
    for _ in range(repeats):
        wall, before = time.perf_counter(), cpu()
        work()
        found.append((cpu() - before, time.perf_counter() - wall))
    used, waited = min(found)
    return waited, used


def make(path: Path, rows: int, encoding: str) -> None:
    """Fifteen columns as offices have them; the same seed gives the same bytes."""
    pick = random.Random(20261124)
    notes = [
        "".join(pick.choices(WORDS, k=12)) + "，" + "".join(pick.choices(WORDS, k=12)) for _ in range(5000)
    ]
    with path.open("w", encoding=encoding, newline="") as file:
        file.write(HEADER + "\n")
        for at in range(1, rows + 1):
            year, month, day = pick.randint(2010, 2025), pick.randint(1, 12), pick.randint(1, 28)
            city, amount = pick.choice(CITIES), pick.randint(1, 10**7)
            file.write(
                f"{at},{city}政府{at % 40:02d}處,{at % 9999:06d},{city},{pick.randint(100, 983):05d},"
                f"{city}中正路{pick.randint(1, 900)}號,{'甲乙丙丁戊己'[at % 6]}類,{year}-{month:02d}-{day:02d},"
                f"{year - 1911}/{month:02d}/{day:02d},{amount},{amount * 0.37:.2f},{120 + pick.random() * 2:.6f},"
                f"{22 + pick.random() * 3:.6f},{'結案' if at % 3 else '辦理中'},{pick.choice(notes)}{at % 97}\n"
            )


def raw(source: Path, out: Path) -> None:
    db = duckdb.connect()
    db.execute(f"COPY (SELECT * FROM read_csv('{source}')) TO '{out}' (FORMAT parquet, COMPRESSION zstd)")
    db.close()


def first_pages(folder: Path) -> list[tuple[str, float]]:
    """CPU milliseconds for 100 rows out of each store, one connection kept open."""
    copy = open_serving(folder)
    city = [("縣市", "eq", "臺北市")]
    asked = {
        "serving copy: first page": Query(),
        "serving copy: rows 900,000 to 900,100 by offset": Query(offset=900_000),
        "serving copy: filter, count kept": Query(filters=city),
        "serving copy: filter and sort, count kept": Query(filters=city, sort=[("日期", True)]),
    }
    found = [(name, milliseconds(lambda query=query: copy.page(query))) for name, query in asked.items()]
    bare = duckdb.connect(config={"threads": "1"})
    found.append(
        (
            "Parquet: SELECT * LIMIT 100",
            milliseconds(lambda: _all(bare, f"FROM '{folder}/table.parquet' LIMIT 100")),
        )
    )
    found.append(
        ("native DuckDB: SELECT * LIMIT 100", milliseconds(lambda: _all(copy.db, "FROM rows LIMIT 100")))
    )
    return [*found, ("SQLite by row key", sqlite_page(folder, copy.db))]


def _all(db: duckdb.DuckDBPyConnection, query: str) -> list[tuple[object, ...]]:
    return db.cursor().execute(query).fetchall()


def sqlite_page(folder: Path, db: duckdb.DuckDBPyConnection) -> float:
    width = len(db.execute("DESCRIBE rows").fetchall())
    lite = sqlite3.connect(folder / "page.sqlite")
    lite.execute(
        f"CREATE TABLE rows (row_id INTEGER PRIMARY KEY, {', '.join(f'c{at}' for at in range(width))})"
    )
    rows = db.execute("SELECT rowid + 1, columns(*)::VARCHAR FROM rows LIMIT 20000").fetchall()
    lite.executemany(f"INSERT INTO rows VALUES ({', '.join('?' * (width + 1))})", rows)
    return milliseconds(lambda: lite.execute("SELECT * FROM rows WHERE row_id > 500 LIMIT 100").fetchall())


def milliseconds(work: Callable[[], object], times: int = 20) -> float:
    work()
    before = cpu()
    for _ in range(times):
        work()
    return (cpu() - before) / times * 1000


def publish(folder: Path, rows: int, encoding: str, floor: tuple[float, float] | None) -> tuple[float, float]:
    source, out = folder / f"{encoding}.csv", folder / "version"
    make(source, rows, encoding)
    size = source.stat().st_size / 1e6
    floor = floor or best(lambda: raw(source, folder / "raw.parquet"))
    core = best(lambda: refine(source, out=out, downloads=False))
    whole = best(lambda: refine(source, out=out), 1)
    print(f"\n{encoding}: {rows:,} rows, {size:.0f} MB")
    lines = [
        ("raw DuckDB to Parquet", floor),
        ("refine: Parquet, serving copy, profile", core),
        ("refine with CSV and JSON downloads", whole),
    ]
    for name, (wall, used) in lines:
        print(
            f"  {name:42} wall {wall:6.2f} s   CPU {used:6.2f} s   {used / floor[1]:.2f} x raw (CPU), {wall / floor[0]:.2f} (wall)"
        )
    source.unlink()
    return floor


def record_by_record(folder: Path, rows: int) -> None:
    """Line breaks inside cells: DuckDB cannot be given the file as it is, each record passes through Python."""
    source = folder / "breaks.csv"
    make(source, rows, "utf-8")
    text = source.read_text("utf-8").replace(",結案,", ',"結\n案",')
    source.write_text(text, "utf-8")
    wall, used = best(lambda: refine(source, out=folder / "broken", downloads=False), 1)
    print(f"\nrecord by record (line breaks in cells): {rows:,} rows  wall {wall:.2f} s   CPU {used:.2f} s")


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory(prefix="bench-tables-") as name:
        folder = Path(name)
        floor = publish(folder, rows, "utf-8", None)
        print("\n100 rows, CPU ms a query")
        for what, used in first_pages(folder / "version"):
            print(f"  {what:52} {used:7.2f}")
        publish(folder, rows, "cp950", floor)
        record_by_record(folder, rows // 5)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"\npeak memory of the whole run {peak:.0f} MB")


if __name__ == "__main__":
    main()
