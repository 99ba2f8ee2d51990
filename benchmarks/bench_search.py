"""The search over the real catalogue of 35,955 datasets, beside a page of words alone and PostgreSQL's own trigram index.

Import and index are timed from nothing. Questions go over HTTP to the site as it is served, each with an address that was never
asked before (the page ignores ``n``), with all four facets counted, through one connection and then sixteen. The floor
under the same server is the page /about/, made anew each time, which reads nothing; the rival is ``ILIKE`` on a pg_trgm index in the same PostgreSQL with
the same counts, asked from a connection that is open already, without HTTP and without any page.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from urllib.parse import quote

from lightwell.config.database import EMBEDDED_NAME, EMBEDDED_USER
from lightwell.kernel.folding import fold
from load import Connection
from sites import HERE, House, Server, lightwell

CATALOGUE = HERE.parents[1] / "shared/data/catalogue/data-gov-tw-2018.csv"
WORDS = (
    "人口", "停車", "臺北", "停車場", "空氣品質", "公車", "預算", "學校", "統計", "醫院", "土地", "垃圾車", "臺北 停車", "新北市 人口",
    "觀光", "水質", "選舉", "農產品 價格", "youbike", "pm2.5", "決算書", "無障礙", "里長", "市",
)  # fmt: skip
GOAL, ROUNDS, QUICK = 50.0, 8, 60.0
BUILD = """
import django; django.setup()
import time
from lightwell.bridges.search import place, rebuilding
from lightwell.opendata.publishing.public import Dataset
start = time.perf_counter()
things = rebuilding.rebuild()
spent = time.perf_counter() - start
size = sum(file.stat().st_size for file in place.shelf().current().iterdir())
print(things, spent, size, Dataset.objects.filter(state="published").count())
"""


def main(found: House) -> None:
    """Measure and print."""
    if not CATALOGUE.exists():
        print(f"Search: skipped, for there is no {CATALOGUE}.")
        return
    start = time.monotonic()
    manage = (sys.executable, "-m", "lightwell.cli", "manage", "import_catalogue", str(CATALOGUE))
    told = found.run(*manage, "--name", "measured", "--dry-run").strip()
    took = time.monotonic() - start
    print(f"import of the catalogue: {took:.1f} s ({told}): {_judged(took, QUICK)}")
    found.run(*manage)
    settings = {"DJANGO_SETTINGS_MODULE": "lightwell.config.settings"}
    things, spent, size, datasets = found.run(sys.executable, "-c", BUILD, **settings).split()[-4:]
    print(
        f"index of {int(things):,} things, {int(datasets):,} datasets among them: {float(spent):.1f} s, {int(size) / 1e6:.1f} MB"
    )
    with lightwell(found) as server:
        _line("page without a query (/about/)", server, ["/about/?n={n}"])
        _line("list of datasets", server, ["/datasets/?n={n}"])
        _line("list of datasets, words", server, [f"/datasets/?q={quote(word)}&n={{n}}" for word in WORDS])
        paths = [f"/search/?q={quote(word)}&n={{n}}" for word in WORDS]
        _line("search with facets", server, paths, goal=GOAL)
        _line("search with facets, narrowed", server, [path + "&kind=dataset" for path in paths], goal=GOAL)
        _line(
            "search with facets, API",
            server,
            [path.replace("/search/", "/api/v1/search") for path in paths],
            goal=GOAL,
        )
    _rival(found)


def _line(name: str, server: Server, paths: Sequence[str], goal: float | None = None) -> None:
    paths = [*paths] * (len(WORDS) // len(paths))
    _ask(server, paths, 16, 1)
    before = server.cpu()
    one = _ask(server, paths, 1, ROUNDS)
    cpu = 1000 * (server.cpu() - before) / one["requests"]
    many = _ask(server, paths, 16, 2)
    told = f"{name:32} CPU {cpu:6.2f} ms   p50 {one['p50']:6.1f}  p95 {one['p95']:6.1f} ms   of 16: p95 {many['p95']:6.1f} ms"
    print(told + (f"   {_judged(one['p95'], goal)}" if goal else ""), flush=True)


def _judged(value: float, goal: float) -> str:
    return "ok" if value <= goal else f"missed (at most {goal:.0f})"


def _ask(server: Server, paths: Sequence[str], connections: int, rounds: int) -> dict[str, float]:
    command = [sys.executable, __file__, str(server.port), str(connections), str(rounds)]
    done = subprocess.run(command, input="\n".join(paths), capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{paths[0]}: {done.stderr}")
    answer: dict[str, float] = json.loads(done.stdout)
    return answer


def ask(port: int, connections: int, rounds: int, paths: Sequence[str]) -> dict[str, float]:
    """Ask each path ``rounds`` times over each connection; a process of its own does this."""
    times: list[float] = []

    def work(place: int) -> None:
        connection = Connection(port)
        for turn in range(rounds):
            for path in paths:
                address = path.replace("{n}", f"{time.time_ns()}{place}{turn}")
                start = time.perf_counter()
                status, _size = connection.ask(address)
                times.append(time.perf_counter() - start)
                if status != 200:
                    raise SystemExit(f"{status} for {address}")

    threads = [threading.Thread(target=work, args=(place,)) for place in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {"requests": len(times), **_spread(times)}


def _spread(times: Sequence[float]) -> dict[str, float]:
    ordered = sorted(times)
    return {"p50": 1000 * ordered[len(ordered) // 2], "p95": 1000 * ordered[int(len(ordered) * 0.95)]}


def _rival(found: House) -> None:
    """The same questions to PostgreSQL: twenty hits, how many, and how many by unit, on an index of trigrams."""
    import psycopg

    where = {"dbname": EMBEDDED_NAME, "user": EMBEDDED_USER, "host": str(found.cluster.socket)}
    with psycopg.connect(**where, autocommit=True) as connection:
        connection.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        connection.execute(
            "CREATE TEMPORARY TABLE rival AS SELECT id, unit_id, changed_at, search_text FROM publishing_dataset WHERE state = 'published'"
        )
        connection.execute("CREATE INDEX ON rival USING gin (search_text gin_trgm_ops)")
        connection.execute("ANALYZE rival")
        times = [_asked(connection, word) for _round in range(ROUNDS) for word in WORDS]
    spread = _spread(times)
    print(
        f"{'PostgreSQL, ILIKE on pg_trgm':32} {'':14} p50 {spread['p50']:8.1f}  p95 {spread['p95']:6.1f} ms   (no HTTP, no page)"
    )


def _asked(connection: object, words: str) -> float:
    wanted = [f"%{word}%" for word in fold(words).split()]
    fits = " AND ".join(["search_text ILIKE %s"] * len(wanted))
    start = time.perf_counter()
    for query in (
        f"SELECT id FROM rival WHERE {fits} ORDER BY changed_at DESC, id DESC LIMIT 20",
        f"SELECT unit_id, count(*) FROM rival WHERE {fits} GROUP BY GROUPING SETS ((), (unit_id)) ORDER BY 2 DESC LIMIT 13",
    ):
        connection.execute(query, wanted).fetchall()  # type: ignore[attr-defined]
    return time.perf_counter() - start


if __name__ == "__main__":
    port, connections, rounds = map(int, sys.argv[1:4])
    print(json.dumps(ask(port, connections, rounds, sys.stdin.read().split("\n"))))
