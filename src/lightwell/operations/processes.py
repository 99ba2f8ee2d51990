"""Processes that we start: they die with us, and are found again when they did not.

Each is noted in ``HOME/run/NAME.json`` with the moment it began and a random mark in its environment, so that a number
that the system has meanwhile given to another program is never taken for ours, and children that outlive their parent
are recognised.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

PR_SET_PDEATHSIG = 1
MARK = "LIGHTWELL_STARTED_AS"  # in the environment of what a supervisor starts


@dataclass(frozen=True)
class Noted:
    """A process group as it was when noted: ``began`` is the system's own mark of its leader's start."""

    name: str
    pid: int
    began: str
    mark: str = ""

    def alive(self) -> bool:
        """Return whether that very process, or one that it started, still runs."""
        return bool(self.began) and (began(self.pid) == self.began or self._has_children())

    def _has_children(self) -> bool:
        wanted = f"{MARK}={self.mark}".encode()
        return bool(self.mark) and any(wanted in _environment_of(pid) for pid in members(self.pid))


def began(pid: int) -> str:
    """Return a mark of a running process's start, "" when there is none (zombies count as ended)."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return "" if sys.platform == "linux" else _began_by_ps(pid)
    fields = text.rpartition(")")[2].split()
    return "" if fields[0] in "ZX" else f"{_boot()}/{fields[19]}"


def members(group: int) -> list[int]:
    """Return the running processes of a group, its leader included or gone; [] where the system does not tell."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            if int(fields[2]) == group and fields[0] not in "ZX":
                found.append(int(folder.name))
    return found


def _environment_of(pid: int) -> list[bytes]:
    try:
        return Path(f"/proc/{pid}/environ").read_bytes().split(b"\x00")
    except OSError:
        return []


def _boot() -> str:
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text().strip()[:8]
    except OSError:
        return ""


def _began_by_ps(pid: int) -> str:
    found = subprocess.run(
        ["ps", "-o", "stat=,lstart=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    state, _, start = found.stdout.strip().partition(" ")
    return "" if state.startswith("Z") else start.strip()


def note(folder: Path, name: str, pid: int, mark: str = "") -> Noted:
    """Write down a process; a half-written note is never seen."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    noted = Noted(name, pid, began(pid), mark)
    draft = folder / f".{name}.{os.getpid()}"
    draft.write_text(json.dumps(asdict(noted)))
    draft.replace(folder / f"{name}.json")
    return noted


def noted(folder: Path, name: str) -> Noted | None:
    """Return the note of a name when its process still runs; a stale or broken note is removed."""
    path = folder / f"{name}.json"
    try:
        found = Noted(**json.loads(path.read_text()))
    except FileNotFoundError:
        return None
    except (ValueError, TypeError):
        path.unlink(missing_ok=True)
        return None
    if found.alive():
        return found
    path.unlink(missing_ok=True)
    return None


def forget(folder: Path, name: str) -> None:
    (folder / f"{name}.json").unlink(missing_ok=True)


def start(
    command: Sequence[str],
    *,
    output: int | None = None,
    user: int | None = None,
    group: int | None = None,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
    tied: int = signal.SIGTERM,
) -> subprocess.Popen[bytes]:
    """Start a process in a group of its own; ``tied`` is the signal it gets when we end, however that happens (0: none)."""
    other = user is not None and user != os.geteuid()
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        cwd=folder,
        env=environment,
        start_new_session=True,
        user=user if other else None,
        group=group if other else None,
        extra_groups=[] if other else None,
        preexec_fn=_tie(os.getpid(), tied) if tied else None,
    )


def _tie(parent: int, number: int) -> Callable[[], None] | None:
    """Return what a child runs before it becomes its program: the kernel then signals it when its parent is gone."""
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None)

    def tie() -> None:
        libc.prctl(PR_SET_PDEATHSIG, number)
        if os.getppid() != parent:  # it died before we asked
            os.kill(os.getpid(), number)

    return tie


def stop_group(pid: int, *, grace: float, soft: int = signal.SIGTERM) -> None:
    """Ask a process group to end, wait ``grace`` seconds, then end it; a group that is gone is no error."""
    for number, wait in ((soft, grace), (signal.SIGKILL, 5.0)):
        try:
            os.killpg(pid, number)
        except (ProcessLookupError, PermissionError):
            return
        if _gone_within(pid, wait):
            return


def _gone_within(pid: int, seconds: float) -> bool:
    """Wait for every process of a group to end; children of ours are reaped as they do."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        _reap(pid)
        try:
            os.killpg(pid, 0)
        except (ProcessLookupError, PermissionError):
            return True
        time.sleep(0.03)
    return False


def bury(pid: int, seconds: float) -> bool:
    """Wait for an ended process to give back its number, taking note of its end when it is our child; False if it has not.

    Until then ``kill(pid, 0)`` succeeds, and other programs take it for alive.
    """
    until = time.monotonic() + seconds
    while Path(f"/proc/{pid}").exists() and not began(pid):
        _reap(pid)
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


def _reap(pid: int) -> None:
    try:
        os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        return
