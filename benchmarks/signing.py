"""Signing a petition over HTTP beside pgbench inserting the same row: same table, same durability, same run.

    python benchmarks/signing.py [--seconds 6] [--blocks 3] [--connections 64]

The site runs as in production (granian, CSRF on, one process a core). Each request is another person's signature with a ticket as
the page hands it out, session and CSRF cookie, and Origin; pgbench runs the insertion alone, prepared, from as many connections as
the site has threads. Both take turns; then the worker counts while people sign. Ratios are those of the best blocks.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lightwell.config.database import EMBEDDED_NAME, EMBEDDED_USER
from lightwell.operations import embedded, runs
from lightwell.operations.postgres import Cluster
from sites import HERE, House, Server, lightwell

GOAL, COST = 0.2, 0.25
ROW = """\\set account random(:first, :last)
INSERT INTO petitions_signature (petition_id, account_id, mark, public_id, salt, display, shown_name, signed_at)
VALUES (:petition, :account, sha256(random()::text::bytea || random()::text::bytea), left(md5(random()::text), 16), decode(md5(random()::text), 'hex'), 'count', '', now())
ON CONFLICT DO NOTHING;
"""


def main() -> None:
    """Measure and print; exit code 0 whatever the figures are."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=int, default=6)
    parser.add_argument("--blocks", type=int, default=3)
    parser.add_argument("--connections", type=int, default=64)
    asked = parser.parse_args()
    with _house() as found:
        show(measure(found, asked.seconds, asked.blocks, asked.connections))


def measure(found: House, seconds: int, blocks: int, connections: int) -> dict[str, float]:
    """Return signatures a second: of pgbench, over HTTP, over HTTP while the worker counts."""
    people = 4000 * seconds * (2 * blocks + 1) // 2
    told = json.loads(_crowd(found, people))
    requests = Path(told["requests"])
    with lightwell(found) as server:
        send = _Sender(server, requests, connections, seconds)
        send()  # every thread has its connection and its first request behind it
        rival, alone, counting = [], [], []
        for _block in range(blocks):
            rival.append(_pgbench(found, told, seconds))
            alone.append(send())
        with _worker(found):
            counting = [send() for _block in range(blocks)]
            time.sleep(4)
    return {
        "pgbench": max(rival),
        "http": max(alone),
        "counting": max(counting),
        "signed": send.signed,
        "counted": float(found.run(sys.executable, str(HERE / "signers.py"), "counted").split()[-1]),
        "rows": float(told["before"]) + send.signed,
    }


def show(figures: dict[str, float]) -> None:
    """Print the figures with their ratios and what the goals say."""
    ratio, cost = figures["http"] / figures["pgbench"], 1 - figures["counting"] / figures["http"]
    print("signing, a second           rate   ratio  goal")
    print(f"pgbench, the row alone  {figures['pgbench']:8.0f}")
    print(
        f"over HTTP, CSRF on      {figures['http']:8.0f}  {ratio:6.2f}  {_said(ratio >= GOAL, f'at least {GOAL}')}"
    )
    print(
        f"  while it is counted   {figures['counting']:8.0f}  {cost:6.0%}  {_said(cost <= COST, f'costs at most {COST:.0%}')}"
    )
    print(
        f"{figures['signed']:.0f} acknowledged over HTTP, {figures['counted']:.0f} counted with those of pgbench\n"
    )


def _said(met: bool, goal: str) -> str:
    return f"{'ok' if met else 'missed'} ({goal})"


class _Sender:
    """Sends a block of signatures, each person's once, from a process of its own; returns how many a second."""

    def __init__(self, server: Server, requests: Path, connections: int, seconds: int) -> None:
        self.command = [
            sys.executable,
            str(HERE / "signers.py"),
            "send",
            str(server.port),
            str(requests),
            str(connections),
        ]
        self.seconds, self.signed = seconds, 0

    def __call__(self) -> float:
        done = subprocess.run(
            [*self.command, str(self.seconds), str(self.signed)], capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise SystemExit(done.stderr)
        told = json.loads(done.stdout)
        self.signed += told["signed"]
        return float(told["signed"] / told["seconds"])


def _pgbench(found: House, told: dict[str, str], seconds: int) -> float:
    program = found.cluster.bin / "pgbench"
    command = [
        str(program) if program.exists() else "pgbench", "-n", "-M", "prepared", "-T", str(seconds), "-c", str(8 * (os.cpu_count() or 1)),
        "-j", "2", "-f", str(found.home / "row.sql"), "-h", str(found.cluster.socket), "-U", EMBEDDED_USER,
        *(f"-D{name}={told[name]}" for name in ("petition", "first", "last")), EMBEDDED_NAME,
    ]  # fmt: skip
    (found.home / "row.sql").write_text(ROW)
    said = found.run(*command)
    return float(re.search(r"tps = ([\d.]+)", said)[1])  # type: ignore[index]


def _crowd(found: House, people: int) -> str:
    return found.run(
        sys.executable, str(HERE / "signers.py"), "make", str(people), str(found.home / "requests")
    ).splitlines()[-1]


@contextmanager
def _worker(found: House) -> Iterator[None]:
    process = subprocess.Popen(runs.WORKER, env=dict(found.environment), stderr=subprocess.DEVNULL)
    try:
        time.sleep(5)  # it is up, and has counted what came before
        yield
    finally:
        process.terminate()
        process.wait(30)


@contextmanager
def _house() -> Iterator[House]:
    """An empty site of its own, gone afterwards."""
    home = Path(tempfile.mkdtemp(prefix="lightwell-signing-"))
    home.chmod(0o711)  # the database's user passes through
    given = {
        name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "LIGHTWELL_DEMO")
    }
    environment = {
        **given,
        "LIGHTWELL_HOME": str(home),
        "LIGHTWELL_DATABASE": "embedded",
        "LIGHTWELL_PROCESSES": str(os.cpu_count() or 1),
        "PYTHONPATH": os.pathsep.join(filter(None, (str(HERE), os.environ.get("PYTHONPATH", "")))),
    }
    os.environ["LIGHTWELL_PROCESSES"] = environment["LIGHTWELL_PROCESSES"]
    cluster = Cluster(home)
    try:
        with embedded.shared(cluster, tied=True):
            found = House(home, environment, cluster)
            found.run(*runs.PREPARE, "migrate", "static")
            yield found
    finally:
        shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    main()
