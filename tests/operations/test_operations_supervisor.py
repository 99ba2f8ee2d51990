"""Whatever ends, and however: nothing runs on unseen, and what should run is started again."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lightwell.operations import ports, processes
from lightwell.operations.supervisor import Service, Stopped, Supervisor
from lightwell.operations.trouble import OperatorError

pytestmark = pytest.mark.slow

# A program with a child of its own that ignores polite requests: the hardest to leave nothing of.
STUBBORN = """
import os, signal, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import signal, time; signal.signal(15, signal.SIG_IGN); time.sleep(99)"])
open(sys.argv[1], "w").write(f"{os.getpid()} {child.pid}")
time.sleep(99)
"""
# A supervisor as a process of its own: argv[1] is the home folder.
SUPERVISED = """
import sys
from pathlib import Path
from lightwell.operations.supervisor import Service, Supervisor
home = Path(sys.argv[1])
note = home / "pids"
service = Service("web", [sys.executable, "-c", sys.argv[2], str(note)], lambda pid: note.exists(), grace=0.5)
supervisor = Supervisor(home, [service])
with supervisor.listening_to_signals(), supervisor.alone():
    supervisor.launch(service)
    supervisor.wait_ready()
    print("ready", flush=True)
    supervisor.watch()
    supervisor.end()
"""


def alive(pid: int) -> bool:
    return bool(processes.began(pid))


def all_gone(pids: list[int], seconds: float = 10) -> bool:
    until = time.monotonic() + seconds
    while any(alive(pid) for pid in pids) and time.monotonic() < until:
        time.sleep(0.05)
    return not any(alive(pid) for pid in pids)


def pids_in(home: Path) -> list[int]:
    return [int(word) for word in (home / "pids").read_text().split()]


@pytest.fixture
def supervised(tmp_path):
    """Start a supervisor with one stubborn service; whatever a test leaves is ended by its number."""
    started: list[subprocess.Popen[str]] = []

    def start() -> subprocess.Popen[str]:
        (tmp_path / "pids").unlink(missing_ok=True)
        process = subprocess.Popen(
            [sys.executable, "-c", SUPERVISED, str(tmp_path), STUBBORN], stdout=subprocess.PIPE, text=True
        )
        started.append(process)
        assert process.stdout.readline() == "ready\n"
        return process

    yield start
    left = [p.pid for p in started] + (pids_in(tmp_path) if (tmp_path / "pids").exists() else [])
    for pid in left:
        if alive(pid):
            os.kill(pid, signal.SIGKILL)
    for process in started:
        process.wait()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_each_way_of_asking_stops_every_process(supervised, tmp_path, number):
    process = supervised()
    process.send_signal(number)
    assert process.wait(20) == 0
    assert all_gone(pids_in(tmp_path)) and not list((tmp_path / "run").glob("*.json"))


def test_a_killed_supervisor_takes_its_services_along(supervised, tmp_path):
    process = supervised()
    service, grandchild = pids_in(tmp_path)
    process.kill()
    process.wait()
    assert all_gone([service])
    again = supervised()  # what the kernel could not reach is found by its note
    assert all_gone([grandchild])
    again.send_signal(signal.SIGTERM)
    assert again.wait(20) == 0


def test_a_killed_service_is_started_again_and_its_children_do_not_stay(supervised, tmp_path):
    process = supervised()
    old = pids_in(tmp_path)
    (tmp_path / "pids").unlink()
    os.kill(old[0], signal.SIGKILL)
    until = time.monotonic() + 20
    while not (tmp_path / "pids").exists() and time.monotonic() < until:
        time.sleep(0.05)
    new = pids_in(tmp_path)
    assert all_gone(old) and all(alive(pid) for pid in new) and not set(old) & set(new)
    process.send_signal(signal.SIGTERM)
    assert process.wait(20) == 0 and all_gone(new)


def test_a_second_supervisor_of_the_same_home_is_refused(supervised, tmp_path):
    process = supervised()
    with pytest.raises(OperatorError) as said, Supervisor(tmp_path, []).alone():
        pass
    assert str(process.pid) in said.value.what and "LIGHTWELL_HOME" in said.value.do


def test_a_service_that_keeps_dying_is_given_up_with_its_last_words(tmp_path, monkeypatch):
    broken = Service(
        "web", [sys.executable, "-c", "raise SystemExit('no such table: lamps')"], lambda pid: True, grace=0.2
    )
    supervisor = Supervisor(tmp_path, [broken], quiet=True)
    monkeypatch.setattr(supervisor.stop, "wait", lambda seconds=0: time.sleep(0.02))
    supervisor.launch(broken)
    with pytest.raises(OperatorError, match="no such table: lamps"):
        supervisor.watch()


def test_a_service_that_ends_while_starting_says_why(tmp_path):
    broken = Service(
        "worker", [sys.executable, "-c", "raise SystemExit('cannot read the key')"], lambda pid: False
    )
    supervisor = Supervisor(tmp_path, [broken], quiet=True)
    supervisor.launch(broken)
    with pytest.raises(OperatorError, match="cannot read the key"):
        supervisor.wait_ready(20)


def test_being_asked_to_end_while_preparing_ends_the_step_too(tmp_path):
    supervisor = Supervisor(tmp_path, [])
    supervisor.stop.set()
    with pytest.raises(Stopped):
        supervisor.do([sys.executable, "-c", "import time; time.sleep(60)"])


def test_a_number_that_another_program_got_meanwhile_is_not_ours(tmp_path):
    bystander = subprocess.Popen(["sleep", "60"])
    try:
        note = {"name": "service-web", "pid": bystander.pid, "began": "long ago"}
        (tmp_path / "run").mkdir()
        (tmp_path / "run" / "service-web.json").write_text(json.dumps(note))
        with Supervisor(tmp_path, []).alone():
            assert alive(bystander.pid), "an innocent program was stopped"
        assert not (tmp_path / "run" / "service-web.json").exists()
    finally:
        bystander.kill()
        bystander.wait()


@pytest.mark.parametrize("content", ["", "{", "[]", '{"pid": 1}'])
def test_a_broken_note_is_no_hindrance(tmp_path, content):
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "service-web.json").write_text(content)
    with Supervisor(tmp_path, []).alone():
        pass


def test_a_taken_port_names_its_holder_and_another_choice():
    holder = subprocess.Popen(
        [sys.executable, "-c", "import socket; s = socket.create_server(('127.0.0.1', 0)); print(s.getsockname()[1], flush=True); input()"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        port = int(holder.stdout.readline())
        with pytest.raises(OperatorError) as said:
            ports.require_free("127.0.0.1", port)
        assert str(port) in said.value.what and f"PORT={port + 1}" in said.value.do
        if sys.platform == "linux":
            assert f"process {holder.pid}" in said.value.what
    finally:
        holder.kill()
        holder.wait()
    ports.require_free("127.0.0.1", port)


def test_an_address_of_another_machine_is_refused_with_words():
    with pytest.raises(OperatorError, match=r"192\.0\.2\.1"):
        ports.require_free("192.0.2.1", 8000)
