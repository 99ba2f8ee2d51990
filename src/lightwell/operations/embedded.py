"""Who uses the embedded database at the moment. Several commands may: the last one out stops the server."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from lightwell.kernel import environment
from lightwell.operations.postgres import Cluster
from lightwell.operations.trouble import OperatorError, require_writable


def wanted() -> bool:
    """Return whether the database is the embedded one, chosen or already in the home folder."""
    if environment.read("DATABASE_URL"):
        return False
    return environment.read("LIGHTWELL_DATABASE") == "embedded" or (environment.home() / "postgres").exists()


def require_choice() -> None:
    """Refuse to guess where a public site keeps its data."""
    choice = environment.read("LIGHTWELL_DATABASE")
    if choice not in {"", "embedded"}:
        raise OperatorError(
            f"LIGHTWELL_DATABASE is {choice!r}.", "It can be `embedded`, or unset with DATABASE_URL set."
        )
    if not choice and not environment.read("DATABASE_URL"):
        raise OperatorError(
            "No database is chosen.",
            "Set DATABASE_URL=postgresql://user:password@host:5432/name (PostgreSQL 15 or newer), or"
            " LIGHTWELL_DATABASE=embedded to run one in LIGHTWELL_HOME. To try Lightwell out: `lightwell demo`.",
        )


def cluster() -> Cluster:
    """Return the cluster of the home folder; a home that nobody chose may have it elsewhere (see Cluster)."""
    return Cluster(environment.home(), may_move=not environment.read("LIGHTWELL_HOME"))


@contextmanager
def in_use() -> Iterator[None]:
    """Have the embedded database answer inside the block, when it is the one in use."""
    if not wanted():
        yield
        return
    with shared(cluster()):
        yield


@contextmanager
def shared(found: Cluster, *, tied: bool = False) -> Iterator[None]:
    """Start or join the server; on the way out stop it when nobody else uses it."""
    require_writable(found.home)
    users = _lock(found.home, "users")
    try:
        with _starting(found.home):
            fcntl.flock(users, fcntl.LOCK_SH)
            found.start(tied=tied)
        yield
    finally:
        with _starting(found.home):
            if _last(users):
                found.stop()
        users.close()


def again(found: Cluster) -> None:
    """Start a server that ended, unless one of its other users has done so or does so now."""
    with _starting(found.home):
        found.start(tied=True)


def _last(users: IO[str]) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def _starting(home: Path) -> Iterator[None]:
    with _lock(home, "start") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _lock(home: Path, name: str) -> IO[str]:
    folder = home / "run"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return os.fdopen(os.open(folder / f"database-{name}.lock", os.O_RDWR | os.O_CREAT, 0o600), "r+")
