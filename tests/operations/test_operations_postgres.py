"""The embedded cluster: made once, found again, stopped cleanly, and clear about what it cannot do."""

from __future__ import annotations

import os
import pwd
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import psycopg
import pytest

from lightwell.operations import binaries, database_user, embedded, postgres, processes
from lightwell.operations.postgres import Cluster, explained, socket_folder
from lightwell.operations.trouble import OperatorError, require_space, require_writable

pytestmark = pytest.mark.slow
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the database as somebody else")


@pytest.fixture
def folder(monkeypatch):
    """A home folder that the database's user can reach, and nothing left of it afterwards."""
    with tempfile.TemporaryDirectory(prefix="lightwell-cluster-", ignore_cleanup_errors=True) as name:
        home = Path(name)
        home.chmod(0o711)
        yield home / "home"
        Cluster(home / "home").stop(grace=5)


@pytest.fixture
def cluster(folder):
    found = Cluster(folder, durable=False)
    found.start(tied=True)
    return found


def rows(cluster: Cluster) -> list[tuple]:
    with cluster.connect("lightwell", "lightwell") as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (n int)")
        return connection.execute("SELECT n FROM kept ORDER BY n").fetchall()


def add(cluster: Cluster, n: int) -> None:
    rows(cluster)
    with cluster.connect("lightwell", "lightwell") as connection:
        connection.execute("INSERT INTO kept VALUES (%s)", [n])


def wait_gone(pid: int, seconds: float = 15) -> bool:
    until = time.monotonic() + seconds
    while processes.began(pid) and time.monotonic() < until:
        time.sleep(0.05)
    return not processes.began(pid)


def test_a_second_start_adopts_the_server_and_a_stop_ends_it_whoever_started_it(cluster):
    other = Cluster(cluster.home, durable=False)
    assert other.start() is False and other.pid() == cluster.pid()
    pid = cluster.pid()
    other.stop()
    assert wait_gone(pid) and cluster.pid() == 0


def test_data_outlives_stop_kill_and_start(folder):
    cluster = Cluster(folder)
    cluster.start(tied=True)
    add(cluster, 1)
    cluster.stop()
    assert Cluster(folder).start(tied=True)
    add(cluster, 2)
    os.kill(cluster.pid(), signal.SIGKILL)  # its lock and its backends stay behind for a moment
    again = Cluster(folder)
    assert again.start(tied=True)
    assert rows(again) == [(1,), (2,)]


def test_a_killed_server_that_nobody_has_asked_after_is_no_hindrance(folder):
    """Its number stays taken until its parent asks after it; here the parent is another process, which never does."""
    script = (
        "import sys, time; from pathlib import Path; from lightwell.operations.postgres import Cluster;"
        "c = Cluster(Path(sys.argv[1])); c.start(); print(c.pid(), flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", script, str(folder)], stdout=subprocess.PIPE, text=True)
    try:
        pid = int(parent.stdout.readline())
        add(Cluster(folder), 5)
        os.kill(pid, signal.SIGKILL)
        assert wait_gone(pid)
        os.kill(pid, 0)  # the number is still taken
        again = Cluster(folder, durable=False)
        assert again.start(tied=True) and rows(again) == [(5,)]
        os.kill(pid, 0)
    finally:
        parent.kill()
        parent.wait()
        parent.stdout.close()


def test_the_sites_role_is_no_superuser_and_may_make_what_it_needs(cluster):
    with cluster.connect("lightwell", "lightwell") as connection:
        assert connection.execute(
            "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"
        ).fetchone() == (False,)
        for extension in ("pg_trgm", "btree_gist"):
            connection.execute(f"CREATE EXTENSION {extension}")
        assert len(connection.execute("SELECT show_trgm('陳情人')").fetchone()[0]) == 4, (
            "Chinese has trigrams too"
        )
        assert connection.execute("SHOW data_checksums").fetchone() == ("on",)


def test_it_listens_on_no_port_and_its_folders_are_closed_to_others(cluster):
    with cluster.connect("postgres", "postgres") as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
    assert cluster.socket.stat().st_mode & 0o077 == 0 and cluster.data.stat().st_mode & 0o077 == 0
    assert os.stat(f"/proc/{cluster.pid()}").st_uid != 0, "never as root"


@as_root
def test_another_system_user_is_not_let_in(cluster):
    cluster.socket.chmod(0o711)
    (cluster.socket / ".s.PGSQL.5432").chmod(0o777)  # even if somebody opened the doors
    nobody = pwd.getpwnam("nobody")
    command = [str(cluster.bin / "psql"), "-h", str(cluster.socket), "-U", "lightwell", "-c", "SELECT 1"]
    as_nobody = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    done = subprocess.run(command, capture_output=True, text=True, cwd="/", check=False, **as_nobody)
    assert done.returncode and "Peer authentication failed" in done.stderr


def test_a_lock_whose_number_now_belongs_to_another_program_is_no_hindrance(cluster):
    add(cluster, 7)
    cluster.stop()
    bystander = subprocess.Popen(["sleep", "60"])
    try:
        lock = cluster.data / "postmaster.pid"
        lock.write_text(
            f"{bystander.pid}\n{cluster.data}\n1700000000\n5432\n{cluster.socket}\n\n  1234567  65\nready\n"
        )
        assert Cluster(cluster.home, durable=False).start(tied=True)
        assert rows(cluster) == [(7,)] and bystander.poll() is None
    finally:
        bystander.kill()
        bystander.wait()


def test_a_database_of_an_older_version_is_left_alone_with_advice(folder):
    old = folder / "postgres" / "15"
    old.mkdir(parents=True)
    (old / "PG_VERSION").write_text("15\n")
    before = sorted(folder.rglob("*"))
    with pytest.raises(OperatorError) as said:
        Cluster(folder).start()
    assert "PostgreSQL 15" in said.value.what and "backup" in said.value.do
    assert sorted(folder.rglob("*")) == before


def test_a_folder_of_our_version_that_another_version_made_is_left_alone_too(cluster):
    cluster.stop()
    (cluster.data / "PG_VERSION").write_text("17\n")
    with pytest.raises(OperatorError, match="made by PostgreSQL 17"):
        Cluster(cluster.home).start()


def test_an_initdb_that_was_cut_short_is_begun_anew(folder):
    (folder / "postgres" / ".new-dead").mkdir(parents=True)
    cluster = Cluster(folder, durable=False)
    assert cluster.start(tied=True)
    assert not list(cluster.root.glob(".new-*"))


@as_root
def test_a_home_that_the_databases_user_may_not_enter_is_named_and_nothing_is_made(folder):
    closed = folder.parent / "closed"
    closed.mkdir(mode=0o700)
    with pytest.raises(OperatorError) as said:
        Cluster(closed / "home").start()
    assert str(closed) in said.value.what and "LIGHTWELL_HOME=" in said.value.do
    assert not (closed / "home" / "postgres").exists()


@as_root
def test_a_home_that_nobody_chose_gets_its_database_elsewhere(folder, monkeypatch):
    monkeypatch.setattr(postgres, "ELSEWHERE", folder.parent / "elsewhere")
    closed = folder.parent / "closed"
    closed.mkdir(mode=0o700)
    cluster = Cluster(closed / "home", durable=False, may_move=True)
    assert cluster.start(tied=True)
    add(cluster, 3)
    assert (closed / "home" / "postgres").is_symlink()
    cluster.stop()
    again = Cluster(closed / "home", durable=False, may_move=True)
    assert again.start(tied=True) and rows(again) == [(3,)]
    again.stop()


@as_root
def test_programs_out_of_reach_are_copied_once(folder, monkeypatch):
    monkeypatch.setattr(binaries, "COPIES", folder.parent / "cache")
    monkeypatch.setattr(binaries, "blocked_folder", lambda path, user: path)
    cluster = Cluster(folder, durable=False)
    assert cluster.start(tied=True)
    assert folder.parent / "cache" in cluster.bin.parents and binaries.bin_for(cluster.user) == cluster.bin


def test_a_folder_that_cannot_be_written_is_named(folder):
    folder.parent.joinpath("file").write_text("in the way")
    with pytest.raises(OperatorError) as said:
        require_writable(folder.parent / "file" / "home")
    assert str(folder.parent / "file") in said.value.what and "LIGHTWELL_HOME" in said.value.do


def test_a_full_disk_is_said_before_anything_is_changed(folder, monkeypatch):
    monkeypatch.setattr(postgres, "NEEDED_MB", 10**9)
    with pytest.raises(OperatorError, match="MB left"):
        Cluster(folder).start()
    assert not (folder / "postgres").exists()
    folder.mkdir(exist_ok=True)
    require_space(folder, 1)


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ('FATAL:  could not write lock file "postmaster.pid": No space left on device', "disk is full"),
        ('FATAL:  data directory "/x" has invalid permissions', "Others may read"),
        ("FATAL:  could not create shared memory segment: Function not implemented", "shared memory"),
        ("FATAL:  something never seen before", "something never seen before"),
    ],
)
def test_what_postgres_says_becomes_one_thing_to_do(said, reason, tmp_path):
    trouble = explained(said, tmp_path / "log", "PostgreSQL did not start.")
    assert reason in trouble.what and "Nothing was lost" in trouble.do


@pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0, reason="needs a small file system of its own"
)
def test_a_disk_that_fills_up_loses_nothing_and_is_named(folder):
    small = folder.parent / "small"
    small.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=300m", "tmpfs", str(small)], capture_output=True
    ).returncode:
        pytest.skip("this machine does not let us mount a file system")
    try:
        small.chmod(0o711)
        cluster = Cluster(small / "home", durable=False)
        cluster.start(tied=True)
        add(cluster, 1)
        cluster.stop()
        with pytest.raises(OSError), (small / "filler").open("wb") as filler:
            while True:
                filler.write(b"\x00" * 1024 * 1024)
        with pytest.raises(OperatorError, match="MB left"):
            Cluster(small / "home", durable=False).start()
        (small / "filler").unlink()
        again = Cluster(small / "home", durable=False)
        assert again.start(tied=True) and rows(again) == [(1,)]
        again.stop()
    finally:
        subprocess.run(["umount", str(small)], check=False)


def test_the_sockets_path_is_short_however_deep_the_home_lies():
    deep = Path("/") / "/".join(["a-rather-long-folder-name"] * 12)
    assert len(str(socket_folder(deep) / ".s.PGSQL.5432")) < 107
    assert socket_folder(deep) != socket_folder(deep / "other")


def test_a_user_without_a_name_gets_advice(monkeypatch):
    monkeypatch.setattr(database_user.os, "geteuid", lambda: 4_000_000)
    with pytest.raises(OperatorError, match="no name"):
        database_user.database_user(Path("/nowhere"))


def test_two_users_of_the_cluster_and_the_last_one_out_stops_it(folder):
    first_in, first_out = threading.Event(), threading.Event()

    def first() -> None:
        with embedded.shared(Cluster(folder, durable=False)):
            first_in.set()
            first_out.wait(30)

    thread = threading.Thread(target=first)
    thread.start()
    assert first_in.wait(30)
    second = Cluster(folder, durable=False)
    with embedded.shared(second):
        first_out.set()
        thread.join()
        assert second.answers(), "the one who started it has gone, the other still needs it"
    assert second.pid() == 0


def test_starts_at_the_same_moment_make_one_cluster(folder):
    found: list[bool] = []
    barrier = threading.Barrier(3)

    def start() -> None:
        barrier.wait()
        with embedded.shared(Cluster(folder, durable=False)):
            found.append(True)
            barrier.wait()

    threads = [threading.Thread(target=start) for _ in range(2)]
    for thread in threads:
        thread.start()
    barrier.wait()
    barrier.wait()
    for thread in threads:
        thread.join()
    assert found == [True, True] and Cluster(folder).pid() == 0


def test_who_starts_a_killed_server_a_moment_too_late_uses_the_one_that_another_started(cluster, folder):
    """As when the site's worker and its supervisor both see that the database is gone."""
    for _turn in range(3):
        os.kill(cluster.pid(), signal.SIGKILL)
        assert processes.bury(cluster.process.pid, 10)
        starters = [Cluster(folder, durable=False) for _ in range(4)]
        failed: list[BaseException] = []
        threads = [threading.Thread(target=_start, args=(starter, failed)) for starter in starters]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert not failed, failed
        assert {starter.answers() for starter in starters} == {True}
        cluster = next(starter for starter in starters if starter.process and starter.process.poll() is None)


def _start(starter: Cluster, failed: list[BaseException]) -> None:
    try:
        starter.start()  # not tied: the kernel would end it with this thread
    except BaseException as error:  # noqa: B036 - a thread's own troubles are what the test asks for
        failed.append(error)


def test_a_tied_server_ends_with_the_process_that_started_it(folder):
    script = (
        "import sys, time; from pathlib import Path; from lightwell.operations.postgres import Cluster;"
        "c = Cluster(Path(sys.argv[1]), durable=False); c.start(tied=True); print(c.pid(), flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", script, str(folder)], stdout=subprocess.PIPE, text=True)
    pid = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    assert wait_gone(pid)


def test_a_connection_of_a_database_that_is_not_there_is_refused(folder):
    with pytest.raises(psycopg.OperationalError):
        Cluster(folder).connect("lightwell", "lightwell")
