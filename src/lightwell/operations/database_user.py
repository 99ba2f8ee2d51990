"""Who runs PostgreSQL. It refuses to run as root, so root hands it to a system user; anybody else runs it as themselves."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from lightwell.operations.trouble import OperatorError

PREFERRED = ("lightwell", "postgres")


@dataclass(frozen=True)
class User:
    """A system user: its name and numbers."""

    name: str
    uid: int
    gid: int

    @property
    def is_us(self) -> bool:
        return self.uid == os.geteuid()


def database_user(cluster: Path) -> User:
    """Return who runs the cluster: its folder's owner, else a system user when we are root, else ourselves."""
    if os.geteuid() != 0:
        return _ourselves()
    if cluster.exists() and cluster.stat().st_uid != 0:
        return _of(pwd.getpwuid(cluster.stat().st_uid))
    for name in PREFERRED:
        if found := _named(name):
            return found
    return _created() or _named("nobody") or _nobody()


def _ourselves() -> User:
    try:
        return _of(pwd.getpwuid(os.geteuid()))
    except KeyError:
        raise OperatorError(
            f"The user number {os.geteuid()} has no name on this machine, and PostgreSQL asks for one.",
            "Run as a user that /etc/passwd knows, or set DATABASE_URL to a PostgreSQL that is already running.",
        )


def _named(name: str) -> User | None:
    try:
        found = _of(pwd.getpwnam(name))
    except KeyError:
        return None
    return found if found.uid != 0 else None


def _of(entry: pwd.struct_passwd) -> User:
    return User(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _created() -> User | None:
    """Add the system user ``lightwell``: no password, no shell, no home."""
    useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if not useradd:
        return None
    command = [
        useradd,
        "--system",
        "--user-group",
        "--no-create-home",
        "--shell",
        "/usr/sbin/nologin",
        "lightwell",
    ]
    subprocess.run(command, capture_output=True, check=False)
    return _named("lightwell")


def _nobody() -> User:
    raise OperatorError(
        "You are root, and PostgreSQL must not run as root; no other system user was found.",
        "Add one (useradd --system lightwell), run as another user, or set DATABASE_URL.",
    )


def blocked_folder(path: Path, user: User) -> Path | None:
    """Return the first folder on the way to ``path`` that ``user`` may not enter, or None."""
    if user.is_us:
        return None
    for folder in reversed([path, *path.parents]):
        if folder.exists() and not _may_enter(folder, user):
            return folder
    return None


def _may_enter(folder: Path, user: User) -> bool:
    """Ask the kernel itself, as that user: permission bits alone miss access lists and security modules."""
    child = os.fork()
    if child == 0:
        try:
            os.setgroups([])
            os.setgid(user.gid)
            os.setuid(user.uid)
            os._exit(0 if os.access(folder, os.X_OK) else 1)
        finally:
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
