"""The servers that are measured, each started here and stopped at the end: Lightwell with its register, and two rivals.

The home folder with the embedded PostgreSQL is kept in the temporary folder of the system, so that the next run need not
make 100,000 matters again; ``--fresh`` throws it away.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from lightwell.config.database import EMBEDDED_NAME, EMBEDDED_USER
from lightwell.operations import embedded, stamps, web
from lightwell.operations.postgres import Cluster
from lightwell.operations.runs import PREPARE

HERE = Path(__file__).resolve().parent
GRANIAN = [sys.executable, "-m", "granian", "--no-ws", "--http", "1", "--host", "127.0.0.1", "--workers", "1"]
THREADS = ["--blocking-threads", "8", "--log-level", "error"]


@dataclass(frozen=True)
class Server:
    """A running server: where it listens, and its processes."""

    port: int
    process: psutil.Process

    def cpu(self) -> float:
        """CPU seconds that it and its children have used."""
        return cpu_of(self.process)


def cpu_of(root: psutil.Process) -> float:
    """User and system seconds of a process and its children."""
    spent = 0.0
    for process in (root, *root.children(recursive=True)):
        with suppress(psutil.Error):
            times = process.cpu_times()
            spent += times.user + times.system
    return spent


@dataclass(frozen=True)
class House:
    """The home folder with its database running."""

    home: Path
    environment: Mapping[str, str]
    cluster: Cluster

    def run(self, *command: str, **more: str) -> str:
        """Run a step with the environment of the site; SystemExit with what it said when it fails."""
        done = subprocess.run(
            command, env={**self.environment, **more}, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise SystemExit(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
        return done.stdout

    def postgres(self) -> float:
        """CPU seconds of PostgreSQL with all its backends."""
        pid = self.cluster.pid()
        return cpu_of(psutil.Process(pid)) if pid else 0.0


@contextmanager
def house(matters: int, *, fresh: bool = False) -> Iterator[House]:
    """The demo city with a register of ``matters``, its database running."""
    home = Path(tempfile.gettempdir()) / f"lightwell-bench-{os.getuid()}"
    note, mark = home / "bench.ready", f"{matters} {stamps.of_migrations()}"
    if fresh or not note.exists() or note.read_text() != mark:
        shutil.rmtree(home, ignore_errors=True)
    home.mkdir(exist_ok=True)
    home.chmod(0o711)  # the database's user passes through
    environment = {
        **{
            name: value
            for name, value in os.environ.items()
            if name not in ("DATABASE_URL", "LIGHTWELL_DEMO")
        },
        "LIGHTWELL_HOME": str(home),
        "LIGHTWELL_DATABASE": "embedded",
        "PYTHONPATH": str(HERE),
    }
    cluster = Cluster(home)
    with embedded.shared(cluster, tied=True):
        found = House(home, environment, cluster)
        if not note.exists():
            print(f"Making a city with {matters:,} matters in {home}; once, it takes a minute.", flush=True)
            found.run(*PREPARE, "migrate", "demo", LIGHTWELL_DEMO="1")
            found.run(sys.executable, str(HERE / "crowd.py"), str(matters))
            note.write_text(mark)
        found.run(*PREPARE, "static")
        yield found


@contextmanager
def lightwell(found: House) -> Iterator[Server]:
    """Lightwell as ``lightwell serve`` runs it, without a worker."""
    port = free_port()
    os.environ["PORT"] = str(port)
    command = web.command(found.home / "static")
    with _served(command, port, {**found.environment, "PORT": str(port)}) as server:
        yield server


@contextmanager
def plain(found: House) -> Iterator[Server]:
    """A plain Django list page on the same database and under the same server."""
    port = free_port()
    given = {
        "BENCH_DATABASE": EMBEDDED_NAME,
        "BENCH_USER": EMBEDDED_USER,
        "BENCH_HOST": str(found.cluster.socket),
    }
    command = [*GRANIAN, "--interface", "wsgi", *THREADS, "--port", str(port), "rivals.plain:application"]
    with _served(command, port, {**found.environment, **given}) as server:
        yield server


@contextmanager
def bare(found: House) -> Iterator[Server]:
    """A bare ASGI page under the same server."""
    port = free_port()
    command = [
        *GRANIAN,
        "--interface",
        "asgi",
        "--log-level",
        "warning",
        "--port",
        str(port),
        "rivals.bare:application",
    ]
    with _served(command, port, dict(found.environment)) as server:
        yield server


@contextmanager
def _served(command: list[str], port: int, environment: dict[str, str]) -> Iterator[Server]:
    process = subprocess.Popen(command, env=environment, cwd=HERE)
    try:
        _wait(port, process)
        yield Server(port, psutil.Process(process.pid))
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if process.poll() is not None:
            raise SystemExit("A server ended while it was starting; what it said stands above.")
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    raise SystemExit(f"No server answered on port {port}.")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
