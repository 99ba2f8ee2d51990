"""Pages beside a bare ASGI page and a plain Django list: CPU per request, and p95 at 1 and 16 connections.

CPU is user and system time of the server's processes before and after, divided by the requests; the least of BLOCKS, for
rivals as for us, since whatever else runs on the machine only adds to it.
Uncached, every request has a query string that nobody asked before: the page ignores it and the page cache cannot know
it. Cached, one address is asked again and again, and made anew whenever its two seconds have passed.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from sites import HERE, House, Server, bare, lightwell, plain

BLOCKS, WHOLE, CACHED = 4, 64, 2000
GOAL, CHEAPER = 4.0, 10.0
FIND = """
import django; django.setup()
from lightwell.casework.models import Matter
found = Matter.objects.filter(responses__isnull=False, number__lt="OP-115-1").exclude(visibility="private").exclude(outcome="")
print(found.order_by("pk")[0].number)
"""


@dataclass(frozen=True)
class Line:
    """One line of the table: milliseconds."""

    name: str
    cpu: float
    postgres: float | None
    one: float
    sixteen: float
    size: int


def measure(found: House) -> list[Line]:
    """Run everything and return the lines in the order of the table."""
    lines = []
    with bare(found) as server:
        lines.append(_line("bare ASGI page", server, "/", CACHED, None))
    with plain(found) as server:
        lines.append(_line("plain Django list", server, "/?n={n}", WHOLE, found.postgres))
    number = found.run(
        sys.executable, "-c", FIND, DJANGO_SETTINGS_MODULE="lightwell.config.settings"
    ).split()[-1]
    with lightwell(found) as server:
        for name, path in _pages(number).items():
            fresh = path + ("&" if "?" in path else "?") + "n={n}"
            lines.append(_line(name, server, fresh, WHOLE, found.postgres))
            lines.append(_line(f"{name}, from cache", server, path, CACHED, None))
    return lines


def _pages(number: str) -> dict[str, str]:
    register = "/register/"
    return {
        "home": "/",
        "register": register,
        "register, search": f"{register}?q={quote('公車')}",
        "register, rare words": f"{register}?q={quote('光明路77號')}",
        "register, one unit": f"{register}?unit=transport",
        "matter": f"{register}{number}/",
        "dataset": "/datasets/air-quality/",
    }


def _line(name: str, server: Server, path: str, requests: int, postgres: Callable[[], float] | None) -> Line:
    _load(server, 16, 64, path)  # every thread has its connection and its first page behind it
    spent, asked, times = [], [], []
    for _block in range(BLOCKS):
        before = server.cpu(), postgres() if postgres else 0.0
        answer = _load(server, 1, requests, path)
        spent.append((server.cpu() - before[0]) / requests)
        asked.append(((postgres() if postgres else 0.0) - before[1]) / requests)
        times.append(answer["p95"])
    many = _load(server, 16, requests - requests % 16, path)
    return Line(
        name,
        1000 * min(spent),
        1000 * min(asked) if postgres else None,
        statistics.median(times),
        many["p95"],
        int(many["bytes"]),
    )


def _load(server: Server, connections: int, requests: int, path: str) -> dict[str, float]:
    command = [sys.executable, str(HERE / "load.py"), str(server.port), str(connections), str(requests), path]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{path}: {done.stderr}")
    answer: dict[str, float] = json.loads(done.stdout)
    if answer["failures"]:
        raise SystemExit(f"{path}: {answer['failures']:.0f} answers were not 200.")
    return answer


def show(lines: list[Line]) -> None:
    """Print the table, with ratios to the rivals of this run and what the goals say."""
    floor, rival = lines[0].cpu, lines[1].cpu
    head = ("page", "CPU ms", "PostgreSQL ms", "x plain", "x bare", "p95 of 1", "p95 of 16", "bytes", "goal")
    print("{:32} {:>8} {:>13} {:>8} {:>8} {:>9} {:>9} {:>8}  {}".format(*head))
    whole = None
    for line in lines:
        cached = line.name.endswith("from cache")
        said = _judged(line, whole) if line not in lines[:2] else ""
        postgres = f"{line.postgres:.2f}" if line.postgres is not None else "–"
        print(
            f"{line.name:32} {line.cpu:8.2f} {postgres:>13} {line.cpu / rival:8.2f} {line.cpu / floor:8.1f}"
            f" {line.one:9.1f} {line.sixteen:9.1f} {line.size:8,}  {said}"
        )
        whole = whole if cached else line


def _judged(line: Line, whole: Line | None) -> str:
    if line.name.endswith("from cache") and whole is not None:
        times = whole.cpu / line.cpu
        return f"{times:.0f} x cheaper: {'ok' if times >= CHEAPER else f'missed (at least {CHEAPER:.0f})'}"
    return "ok" if line.cpu <= GOAL else f"missed (at most {GOAL:.0f})"
