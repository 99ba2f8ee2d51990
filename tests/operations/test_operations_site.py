"""The whole site as an operator runs it: starts, kills, stops, backup and restore, with real processes and a real database."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from journeys import free_port
from lightwell.operations import processes
from lightwell.operations.postgres import Cluster

pytestmark = pytest.mark.slow
LIGHTWELL = [sys.executable, "-m", "lightwell.cli"]
SECOND_START = 8.0  # seconds on a machine that has nothing else to do

# What a day leaves behind: mail that waits, files of both sorts, entries in the record, one of them sealed.
A_DAY = """
from io import BytesIO
from django.db import transaction
from lightwell.files import public as files
from lightwell.kernel.ref import Ref
from lightwell.post import actions
from lightwell.record import public as record
for n in range(3):
    with transaction.atomic():
        actions.send_written(to="chen@example.org", subject="s", body="b", language="en", key=f"k{n}")
        for public in (True, False):
            file = files.receive(BytesIO(f"a,b\\n{n},{public}\\n".encode()), purpose="test", by=None, public=public, name="t.csv")
        record.enter(act="response.published", subject=Ref("matter", f"OP-{n}"), office="x/officer", content={"text": "t"})
        record.enter_sealed(act="response.published", subject=Ref("matter", f"LE-{n}"), office="x/officer", content={}, facts={})
    files.check_now(file)
record.integrate()
"""


def environment(home: Path, **more: str) -> dict[str, str]:
    mine = {k: v for k, v in os.environ.items() if k != "DATABASE_URL" and not k.startswith("LIGHTWELL_")}
    return {**mine, "LIGHTWELL_HOME": str(home), "LIGHTWELL_DATABASE": "embedded", **more}


def run(home: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    given = environment(home, **more)
    return subprocess.run(
        [*LIGHTWELL, *arguments], env=given, capture_output=True, text=True, check=False, timeout=180
    )


@pytest.fixture(scope="module")
def homes() -> Iterator[Path]:
    """A folder for homes that the database's user may enter."""
    folder = Path(tempfile.mkdtemp(prefix="lightwell-site-"))
    folder.chmod(0o711)
    yield folder
    for home in folder.iterdir():
        if (home / "postgres").exists():
            Cluster(home).stop(grace=5)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def home(homes) -> Path:
    """A home with all tables and a day's work in it."""
    made = homes / "home"
    assert run(made, "manage", "migrate", "--verbosity=0").returncode == 0
    done = run(made, "manage", "shell", "--no-imports", "-c", A_DAY)
    assert done.returncode == 0, done.stderr
    return made


class Serving:
    """``lightwell serve --with-worker`` as a process; ``seconds`` is how long it took to answer."""

    def __init__(self, home: Path, **more: str) -> None:
        self.home, self.port = home, str(free_port())
        began = time.monotonic()
        command = [*LIGHTWELL, "serve", "--with-worker"]
        self.words = home.parent / f"{home.name}-{self.port}.txt"  # no pipe: a full one would stop the site
        with self.words.open("w") as words:
            given = environment(home, PORT=self.port, **more)
            self.process = subprocess.Popen(command, env=given, stdout=words, stderr=words)
        while "answers at" not in self.words.read_text() and self.process.poll() is None:
            time.sleep(0.02)
        self.seconds = time.monotonic() - began
        assert self.process.poll() is None, self.words.read_text()

    def status(self, path: str = "/healthz") -> int:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=20) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def pids(self) -> list[int]:
        """Every process of the site but the supervisor itself."""
        groups = [json.loads(p.read_text())["pid"] for p in (self.home / "run").glob("service-*.json")]
        return [pid for group in groups for pid in processes.members(group)] + [Cluster(self.home).pid()]

    def end(self, number: int = signal.SIGINT) -> int:
        self.process.send_signal(number)
        return self.process.wait(60)


@pytest.fixture
def serve(home) -> Iterator[object]:
    running: list[Serving] = []

    def start() -> Serving:
        running.append(Serving(home))
        return running[-1]

    yield start
    for one in running:
        if one.process.poll() is None:
            one.end(signal.SIGTERM)


def wait_for(condition, seconds: float = 60) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():  # asked once a turn: what holds now need not hold when asked again
            return True
        time.sleep(0.1)
    return False


def none_left(pids: list[int]) -> bool:
    return wait_for(lambda: not any(processes.began(pid) for pid in pids), 20)


def test_ctrl_c_stops_every_process_and_a_second_start_is_quick_and_keeps_the_data(serve, home):
    first = serve()
    assert first.status() == 200 and first.status("/") == 200
    pids = first.pids()
    assert len(pids) >= 4 and first.end() == 0 and none_left(pids)
    assert wait_for(lambda: not Cluster(home).pid(), 5)
    second = serve()
    busy = max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
    assert second.seconds < SECOND_START * busy
    assert second.end() == 0
    with_mail = run(home, "manage", "mail", "status").stdout
    assert "delivered  3" in with_mail, "the worker did what waited"


def test_what_is_killed_comes_back_while_the_site_goes_on(serve, home):
    site = serve()
    for pid in site.pids():  # web server and its workers, the worker, PostgreSQL
        if processes.began(pid):
            os.kill(pid, signal.SIGKILL)
    assert wait_for(lambda: site.status("/") == 200 and (home / "run" / "worker.ready").exists())
    done = run(
        home,
        "manage",
        "shell",
        "--no-imports",
        "-c",
        "from lightwell.post.models import Message; print(Message.objects.count())",
    )
    assert done.stdout.strip() == "3"
    assert site.end() == 0


def test_after_the_supervisor_is_killed_the_next_start_finds_what_runs(serve, home):
    site = serve()
    pids = site.pids()
    site.process.kill()
    site.process.wait()
    again = serve()
    assert again.status() == 200 and none_left([pid for pid in pids if pid not in again.pids()])
    assert again.end() == 0


def test_serve_asks_where_the_data_is(home):
    done = run(home, "serve", LIGHTWELL_DATABASE="")
    assert done.returncode == 2 and "DATABASE_URL" in done.stderr and "lightwell demo" in done.stderr


def test_serve_refuses_tables_of_another_release(homes):
    done = run(homes / "fresh", "serve", PORT=str(free_port()))
    assert done.returncode == 2 and "lightwell manage migrate" in done.stderr


def test_a_database_that_does_not_answer_is_named(homes):
    done = run(homes / "far", "serve", PORT=str(free_port()), DATABASE_URL="postgresql://x@127.0.0.1:9/x")
    assert done.returncode == 2 and "cannot be reached" in done.stderr and "Traceback" not in done.stderr


def test_a_taken_port_is_named_before_anything_starts(home):
    holder = subprocess.Popen(
        [sys.executable, "-m", "http.server", "0", "--bind", "127.0.0.1"], stdout=subprocess.PIPE, text=True
    )
    try:
        port = holder.stdout.readline().split("port ")[1].split()[0]
        done = run(home, "serve", PORT=port)
        assert (
            done.returncode == 2 and f"Port {port} is taken" in done.stderr and str(holder.pid) in done.stderr
        )
    finally:
        holder.kill()
        holder.wait()


# -- backup and restore ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def saved(home, homes) -> tuple[Path, Path]:
    """A backup and the keys, apart."""
    folder, keys = homes / "backup", homes / "kept-keys"
    done = run(home, "backup", str(folder), "--keys", str(keys))
    assert done.returncode == 0, done.stderr
    return folder, keys


def test_a_backup_restores_to_equal_counts_and_a_record_that_verifies(home, homes, saved):
    folder, keys = saved
    assert not list(folder.rglob("*.key")) and {p.name for p in keys.iterdir()} >= {
        "record.key",
        "files.key",
        "post.key",
    }
    target = homes / "restored"
    done = run(target, "restore", str(folder), "--keys", str(keys))
    assert done.returncode == 0, done.stderr
    assert "counts are equal" in done.stdout and "record verifies (6 entries)" in done.stdout
    again = homes / "backup-of-restored"
    assert run(target, "backup", str(again)).returncode == 0
    first, second = (json.loads((f / "manifest.json").read_text()) for f in (folder, again))
    assert first["counts"] == second["counts"] and first["record_size"] == second["record_size"] == 6
    files = lambda m: {f["path"]: f["sha256"] for f in m["files"] if f["path"] != "database.dump"}  # noqa: E731
    assert files(first) == files(second)
    read_back = "from lightwell.files import public as f; print(sum(len(f.open_file(x).read()) for x in f.StoredFile.objects.filter(state='clean')))"
    assert int(run(target, "manage", "shell", "--no-imports", "-c", read_back).stdout) > 0, (
        "private files open with the kept keys"
    )


def test_the_backups_own_record_can_be_verified_by_anybody(saved):
    folder, _keys = saved
    key = json.loads((folder / "manifest.json").read_text())["record_key"]
    done = subprocess.run(
        [*LIGHTWELL, "log", "verify", str(folder / "home" / "record"), "--key", key],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr


def test_restore_refuses_a_home_that_holds_something(home, saved):
    done = run(home, "restore", str(saved[0]))
    assert done.returncode == 2 and "not empty" in done.stderr


def test_a_damaged_backup_is_refused_and_changes_nothing(homes, saved):
    broken = homes / "broken-backup"
    shutil.copytree(saved[0], broken)
    blob = next(p for p in (broken / "home" / "files").rglob("*") if p.is_file())
    blob.write_bytes(b"?" + blob.read_bytes()[1:])
    target = homes / "untouched"
    done = run(target, "restore", str(broken))
    assert done.returncode == 2 and blob.name in done.stderr
    tables = "from django.db import connection; print(len(connection.introspection.table_names()))"
    assert run(target, "manage", "shell", "--no-imports", "-c", tables).stdout.strip() == "0"
    assert not (target / "files").exists()


def test_what_is_no_backup_and_what_exists_already_is_said(home, homes, saved):
    empty = homes / "no-backup"
    empty.mkdir()
    assert "no whole backup" in run(homes / "elsewhere", "restore", str(empty)).stderr
    assert "exists already" in run(home, "backup", str(saved[0])).stderr
    assert (
        "inside the backup"
        in run(home, "backup", str(homes / "b"), "--keys", str(homes / "b" / "keys")).stderr
    )
