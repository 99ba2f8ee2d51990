"""Keeps the database, the web server and the worker running, and leaves nothing behind.

Each service has a process group of its own and is started again when it dies. Ctrl-C, SIGTERM and a closed terminal stop
all of them. When the supervisor itself is killed, the kernel stops them; whatever survives even that is found by its note
in ``HOME/run`` at the next start: servers are stopped, a database is adopted.
"""

from __future__ import annotations

import fcntl
import logging
import os
import secrets
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from lightwell.operations import embedded, processes
from lightwell.operations.postgres import Cluster
from lightwell.operations.trouble import OperatorError

log = logging.getLogger("lightwell.supervisor")
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
DEATHS, WITHIN = 5, 60.0  # more deaths than that within so many seconds: we give up


class Stopped(Exception):
    """Somebody asked us to end while we were still starting."""


@dataclass
class Service:
    """A program that has to run: ``ready`` says whether it does its work, ``grace`` is what it gets to end."""

    name: str
    command: Sequence[str]
    ready: Callable[[int], bool]
    grace: float = 10.0
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    deaths: list[float] = field(default_factory=list, init=False)

    def dead(self) -> bool:
        return self.process is None or self.process.poll() is not None


@dataclass
class Supervisor:
    """Runs services for one home folder; ``cluster`` is None when the database is served from elsewhere."""

    home: Path
    services: list[Service]
    cluster: Cluster | None = None
    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    quiet: bool = False  # write what services say to HOME/log instead of the terminal
    stop: threading.Event = field(default_factory=threading.Event, init=False)

    @property
    def notes(self) -> Path:
        return self.home / "run"

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the home folder for ourselves, and clear away what a killed predecessor left running."""
        self.notes.mkdir(parents=True, exist_ok=True, mode=0o700)
        with (self.notes / "supervisor.lock").open("a+") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                other = processes.noted(self.notes, "supervisor")
                raise OperatorError(
                    f"Lightwell runs already in {self.home}{f' (process {other.pid})' if other else ''}.",
                    "Use that one, stop it with Ctrl-C, or give this one another LIGHTWELL_HOME and PORT.",
                )
            self._clear_left_overs()
            processes.note(self.notes, "supervisor", os.getpid())
            try:
                yield
            finally:
                processes.forget(self.notes, "supervisor")

    def _clear_left_overs(self) -> None:
        for path in self.notes.glob("service-*.json"):
            left = processes.noted(self.notes, path.stem)
            if left:
                log.warning("Stopping %s (process %d), left by a start that was killed.", left.name, left.pid)
                processes.stop_group(left.pid, grace=5)
                processes.forget(self.notes, path.stem)

    @contextmanager
    def listening_to_signals(self) -> Iterator[None]:
        """Turn the signals that ask us to end into one flag; a second Ctrl-C does not cut the ending short."""
        before = {number: signal.signal(number, lambda *_: self.stop.set()) for number in STOPPING}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    # -- steps ---------------------------------------------------------------------------------------------------

    def do(self, command: Sequence[str]) -> int:
        """Run one step to its end and return its exit code; Stopped when asked to end meanwhile."""
        process = processes.start(command, output=None, environment=self.environment)
        while process.poll() is None:
            if self.stop.wait(0.05):
                processes.stop_group(process.pid, grace=5)
                raise Stopped
        return process.returncode

    def launch(self, service: Service) -> None:
        """Start a service in a group of its own and note it."""
        mark = secrets.token_hex(8)
        given = {**self.environment, processes.MARK: mark}
        with self._output(service) as output:
            service.process = processes.start(service.command, output=output, environment=given)
        processes.note(self.notes, f"service-{service.name}", service.process.pid, mark)

    @contextmanager
    def _output(self, service: Service) -> Iterator[int | None]:
        if not self.quiet:
            yield None
            return
        path = self.log_of(service)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if path.exists() and path.stat().st_size > 10 * 1024**2:
            path.replace(path.with_suffix(".log.1"))
        with path.open("ab") as out:
            yield out.fileno()

    def log_of(self, service: Service) -> Path:
        return self.home / "log" / f"{service.name}.log"

    def wait_ready(self, seconds: float = 60) -> None:
        """Wait until every service does its work; an OperatorError shows the last words of one that does not."""
        until = time.monotonic() + seconds
        waiting = list(self.services)
        while waiting:
            waiting = [s for s in waiting if not (s.process and s.ready(s.process.pid))]
            dead = next((s for s in waiting if s.dead()), None)
            if dead or (waiting and time.monotonic() > until):
                raise self._not_ready(dead or waiting[0])
            if waiting and self.stop.wait(0.05):
                raise Stopped

    def _not_ready(self, service: Service) -> OperatorError:
        said = ""
        with suppress(OSError):
            lines = self.log_of(service).read_text("utf-8", "replace").splitlines() if self.quiet else []
            said = "".join(f"\n  {line}" for line in lines[-12:])
        how = "ended" if service.dead() else "did not get ready"
        return OperatorError(
            f"The {service.name} {how} while starting.{said}", "Nothing was lost. Mend it, start again."
        )

    def watch(self) -> None:
        """Start again what dies, until asked to end; an OperatorError when one keeps dying."""
        while not self.stop.wait(0.25):
            if self.cluster and not self.cluster.pid():
                log.warning("PostgreSQL ended; starting it again.")
                embedded.again(self.cluster)
            for service in self.services:
                if service.dead() and not self.stop.is_set():
                    self._again(service)

    def _again(self, service: Service) -> None:
        now = time.monotonic()
        service.deaths = [*(d for d in service.deaths if now - d < WITHIN), now]
        if service.process:  # its children may live on and hold the port
            processes.stop_group(service.process.pid, grace=1)
        if len(service.deaths) > DEATHS:
            raise self._not_ready(service)
        log.warning("The %s ended; starting it again.", service.name)
        if self.stop.wait(min(5.0, 0.3 * len(service.deaths))):
            return
        self.launch(service)

    def end(self) -> None:
        """Stop the services side by side, then the database; each gets its grace, none outlives it."""
        threads = [
            threading.Thread(target=processes.stop_group, args=(s.process.pid,), kwargs={"grace": s.grace})
            for s in self.services
            if s.process
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for service in self.services:
            processes.forget(self.notes, f"service-{service.name}")
        if self.cluster:
            self.cluster.stop()


def say(text: str = "") -> None:
    """Print for the person at the terminal, at once."""
    with suppress(BrokenPipeError):
        print(text, file=sys.stdout, flush=True)
