"""``make bench``: pages, the record, the search, the log engine and tables, each beside its floor or rival in the same run.

make bench                          everything
make bench ARGS="--only pages"      one part of: pages record search tlog tables logic signing
make bench ARGS="--fresh"           make the city with its 100,000 matters anew
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import time
from pathlib import Path

from lightwell.kernel import clock

HERE = Path(__file__).resolve().parent
PARTS = ("pages", "record", "search", "tlog", "tables", "logic", "signing")


def main() -> None:
    """Measure what is asked for and print it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--only", choices=PARTS, action="append", help="measure this part; may be given twice"
    )
    parser.add_argument("--matters", type=int, default=100_000, help="how many matters the register has")
    parser.add_argument("--fresh", action="store_true", help="make the city anew")
    asked = parser.parse_args()
    parts = asked.only or PARTS
    start = time.monotonic()
    print(f"Lightwell benchmarks, {clock.now():%Y-%m-%d}, {_machine()}")
    print("CPU times are those of the measured processes; ratios are within this run.\n", flush=True)
    if {"pages", "record", "search"} & set(parts):
        _with_a_city(asked, parts)
    if "tlog" in parts:
        _script("bench_tlog.py", "--entries", "100000")
    if "tables" in parts:
        _script("bench_tables.py")
    if "logic" in parts:
        _script("bench_logic.py")
    if "signing" in parts:
        _script("signing.py")
    print(f"Took {time.monotonic() - start:.0f} s.")


def _with_a_city(asked: argparse.Namespace, parts: tuple[str, ...]) -> None:
    import bench_pages
    import bench_search
    from sites import house

    with house(asked.matters, fresh=asked.fresh) as found:
        if "pages" in parts:
            bench_pages.show(bench_pages.measure(found))
            print(flush=True)
        if "record" in parts:
            print(found.run(sys.executable, str(HERE / "bench_record.py"), "--entries", "10000"), flush=True)
        if "search" in parts:
            bench_search.main(found)
            print(flush=True)


def _script(name: str, *arguments: str) -> None:
    subprocess.run([sys.executable, str(HERE / name), *arguments], check=True)
    print(flush=True)


def _machine() -> str:
    load = os.getloadavg()[0]
    return f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, load {load:.1f} at the start"


if __name__ == "__main__":
    main()
