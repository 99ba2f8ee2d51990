"""One PostgreSQL cluster in LIGHTWELL_HOME, run from the programs of a Python wheel.

It listens on a Unix socket only, in a folder that nobody else may enter, and knows its clients by their system user (peer
authentication): there is no password to keep. A cluster that already runs is used as it is; a lock left by a kill is
PostgreSQL's own to judge.
"""

from __future__ import annotations

import getpass
import hashlib
import logging
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import psycopg
from psycopg import sql

from lightwell.operations import binaries, processes
from lightwell.operations.database_user import User, blocked_folder, database_user
from lightwell.operations.trouble import OperatorError, require_space, require_writable

ROLE = DATABASE = "lightwell"  # the site's own role, which is no superuser
BOOT_ROLE = "postgres"
READY_SECONDS = 60
NEEDED_MB = 250  # a fresh cluster takes 40 MB, its first write-ahead log 80
ELSEWHERE = Path("/var/lib/lightwell")
log = logging.getLogger(__name__)
FAST = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
)  # for tests: a crash of the machine may lose data


def socket_folder(home: Path) -> Path:
    """Return the folder of the cluster's Unix socket: short, since a socket's path may have 107 bytes at most."""
    digest = hashlib.sha256(str(home.resolve()).encode()).hexdigest()[:12]
    base = Path(tempfile.gettempdir())
    return (base if len(str(base)) < 60 else Path("/tmp")) / f"lightwell-{os.getuid()}-{digest}"


@dataclass
class Cluster:
    """The cluster of one home folder.

    ``durable=False`` is for tests. ``may_move`` lets a new cluster lie under /var/lib/lightwell, with a link to it in the
    home folder, when we are root in a folder that the database's user may not enter.
    """

    home: Path
    durable: bool = True
    may_move: bool = False
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def root(self) -> Path:
        return (self.home / "postgres").resolve()

    @property
    def data(self) -> Path:
        return self.root / str(binaries.major())

    @property
    def log(self) -> Path:
        return self.root / "server.log"

    @property
    def socket(self) -> Path:
        return socket_folder(self.home)

    @cached_property
    def user(self) -> User:
        return database_user(self.data)

    @cached_property
    def bin(self) -> Path:
        return binaries.bin_for(self.user)

    # -- start ---------------------------------------------------------------------------------------------------

    def start(self, *, tied: bool = False) -> bool:
        """Make the cluster if there is none and have it answer; returns whether this call started the server."""
        require_writable(self.home)
        self._refuse_other_version()
        self._require_reach()
        if self._adopt():
            return False
        if not self.data.exists():
            self._create()
        ours = self._launch(tied)
        self._prepare_role()
        return ours

    def _refuse_other_version(self) -> None:
        ours = str(binaries.major())
        others = sorted(
            p.name for p in self.root.glob("[0-9]*") if p.name.isdigit() and (p / "PG_VERSION").exists()
        )
        made_by = [(self.root / name / "PG_VERSION").read_text().strip() for name in others]
        if made_by and ours not in made_by or (self.data.exists() and ours not in made_by):
            raise OperatorError(
                f"The database in {self.root} was made by PostgreSQL {', '.join(made_by) or '?'}; this is {ours}.",
                "Nothing was touched. Install the Lightwell release that made it, run `lightwell backup FOLDER`, then"
                " `lightwell restore FOLDER` into an empty LIGHTWELL_HOME with this release (or use pg_upgrade).",
            )

    def _require_reach(self) -> None:
        """Let the database's user come to its folder; our own home is opened for passing through, nothing above it."""
        if self.user.is_us:
            return
        if self.home.stat().st_uid == 0:
            self.home.chmod(self.home.stat().st_mode | 0o011)
        blocked = blocked_folder(self.root.parent, self.user)
        if blocked and self.may_move and not self.root.exists():
            self._move_out()
        elif blocked:
            raise OperatorError(
                f"PostgreSQL runs as the user {self.user.name} (it must not run as root), and that user may not"
                f" enter {blocked}.",
                "Set LIGHTWELL_HOME to a folder it can reach, such as LIGHTWELL_HOME=/var/lib/lightwell, run as"
                f" another user than root, or open the folder: chmod o+x {blocked}. Nothing was changed.",
            )

    def _move_out(self) -> None:
        """Put a new cluster where its user can reach it; a new name each time, so that no old one is taken for it."""
        target = ELSEWHERE / f"{self.home.parent.name}-{secrets.token_hex(4)}"
        require_writable(ELSEWHERE)
        (self.home / "postgres").symlink_to(target)
        log.warning(
            "The database lies in %s: its user %s may not enter %s.", target, self.user.name, self.home
        )

    # -- create --------------------------------------------------------------------------------------------------

    def _create(self) -> None:
        """Run initdb in a draft folder and rename it: a cluster that exists is a whole one."""
        require_space(self.home, NEEDED_MB)
        self._own(self.root, 0o700)
        for left in self.root.glob(".new-*"):
            shutil.rmtree(left, ignore_errors=True)
        draft = self.root / f".new-{secrets.token_hex(4)}"
        done = self._run("initdb", "-D", str(draft), *_INITDB)
        if done.returncode:
            shutil.rmtree(draft, ignore_errors=True)
            raise explained(done.stderr, self.log, "PostgreSQL could not make its database.")
        (draft / "pg_hba.conf").write_text("local all all peer map=lightwell\n")
        (draft / "pg_ident.conf").write_text(ident_map(self.user.name))
        draft.replace(self.data)

    def _own(self, folder: Path, mode: int) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=mode)
        if folder.is_symlink() or not folder.is_dir():
            raise OperatorError(f"{folder} is not a folder.", "Remove it and start again.")
        if os.geteuid() == 0:
            os.chown(folder, self.user.uid, self.user.gid)
        elif folder.stat().st_uid != os.geteuid():
            raise OperatorError(
                f"The folder {folder} belongs to somebody else.", f"Remove it: rm -r {folder}"
            )
        folder.chmod(mode)

    def _run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        other = not self.user.is_us
        return subprocess.run(
            [str(self.bin / program), *arguments],
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            env=_environment(),
            user=self.user.uid if other else None,
            group=self.user.gid if other else None,
            extra_groups=[] if other else None,
        )

    # -- launch --------------------------------------------------------------------------------------------------

    def _launch(self, tied: bool) -> bool:
        """Start the server and wait until it answers; False when another process was quicker, and its server is used."""
        require_space(self.home, 32)
        self._own(self.socket, 0o700)
        until = time.monotonic() + READY_SECONDS
        while True:
            offset = self._open_log()
            with self.log.open("ab") as out:
                self.process = processes.start(
                    self._command(), output=out.fileno(), user=self.user.uid, group=self.user.gid,
                    environment=_environment(), folder=Path("/"), tied=signal.SIGINT if tied else 0,
                )  # fmt: skip
            if self._wait_ready(self.process, until):
                return self.process.poll() is None
            said = self.log.read_bytes()[offset:].decode("utf-8", "replace")
            if _LOCKED in said and self._adopt():
                return False
            if not any(mark in said for mark in _PASSING) or time.monotonic() > until:
                raise explained(said, self.log, "PostgreSQL did not start.")
            time.sleep(0.3)

    def _command(self) -> list[str]:
        options = [
            "listen_addresses=",
            f"unix_socket_directories={self.socket}",
            "unix_socket_permissions=0700",
        ]
        options += ["max_connections=100", "log_timezone=UTC", *(() if self.durable else FAST)]
        flags = [part for option in options for part in ("-c", option)]
        return [str(self.bin / "postgres"), "-D", str(self.data), *flags]

    def _open_log(self) -> int:
        """Return the size of the log before this start; one of over 10 MB is put aside first."""
        if self.log.exists() and self.log.stat().st_size > 10 * 1024**2:
            self.log.replace(self.log.with_suffix(".log.1"))
        return self.log.stat().st_size if self.log.exists() else 0

    def _wait_ready(self, process: subprocess.Popen[bytes], until: float) -> bool:
        while time.monotonic() < until:
            if process.poll() is not None:
                return False
            if self.answers():
                return True
            time.sleep(0.05)
        processes.stop_group(process.pid, grace=10, soft=signal.SIGINT)
        return False

    def answers(self) -> bool:
        """Return whether a server of this very cluster takes connections on our socket."""
        try:
            with self.connect("postgres", BOOT_ROLE) as connection:
                row = connection.execute("SHOW data_directory").fetchone()
        except psycopg.Error:
            return False
        return row is not None and Path(row[0]).resolve() == self.data.resolve()

    def connect(self, database: str, role: str) -> psycopg.Connection:
        return psycopg.connect(
            host=str(self.socket), dbname=database, user=role, autocommit=True, connect_timeout=5
        )

    # -- adopt ---------------------------------------------------------------------------------------------------

    def _adopt(self) -> bool:
        """Use a server of this cluster that runs already, waiting while it starts or ends."""
        until = time.monotonic() + READY_SECONDS
        while pid := self.pid():
            if self.answers():
                self._prepare_role()
                return True
            if time.monotonic() > until or self._listens_elsewhere():
                self.stop()
                return False
            time.sleep(0.1)
        self._drop_foreign_lock()
        return bool(pid)

    def pid(self) -> int:
        """Return the running server's number by its lock file, 0 when none of this cluster runs."""
        number = self._locked_by()
        return number if number and _is_postgres(number) else 0

    def _locked_by(self) -> int:
        try:
            return int((self.data / "postmaster.pid").read_text().splitlines()[0])
        except (FileNotFoundError, NotADirectoryError, IndexError, ValueError):
            return 0

    def _listens_elsewhere(self) -> bool:
        """A server that was started under another temporary folder cannot be reached; it is started anew."""
        lines = (self.data / "postmaster.pid").read_text().splitlines()
        return len(lines) >= 8 and lines[7].strip() == "ready" and lines[4] != str(self.socket)

    def _drop_foreign_lock(self) -> None:
        """Remove a lock whose number now belongs to another program, as after a restart of a container, or to nobody.

        PostgreSQL itself sees that a number is free, but takes another program of its own user for a server, and a killed
        server too whose parent has not asked after it. Whether processes of that server still live it finds out without
        the lock: they hold the shared memory that goes with the folder.
        """
        number = self._locked_by()
        if not number or not Path("/proc/self/exe").exists():
            return
        gone = processes.bury(number, seconds=3)
        if not gone or (processes.began(number) and not _is_postgres(number)):
            (self.data / "postmaster.pid").unlink(missing_ok=True)
            for lock in self.socket.glob(".s.PGSQL.*.lock"):  # it names the same number
                lock.unlink(missing_ok=True)

    # -- use and stop --------------------------------------------------------------------------------------------

    def _prepare_role(self) -> None:
        with self.connect("postgres", BOOT_ROLE) as connection:
            _make_if_missing(connection)

    def stop(self, grace: float = 30) -> None:
        """Stop the server without losing anything, whoever started it; its clients are cut off."""
        pid = self.pid()
        if not pid:
            return
        began = processes.began(pid)
        for number, wait in ((signal.SIGINT, grace), (signal.SIGQUIT, 10.0)):
            os.kill(pid, number)
            if self._ended(pid, began, wait):
                return

    def _ended(self, pid: int, began: str, seconds: float) -> bool:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if self.process is not None:
                self.process.poll()
            if processes.began(pid) != began:
                return True
            time.sleep(0.03)
        return False


_INITDB = (
    # The builtin provider sorts alike on every system; the C library's type is what pg_trgm asks for letters.
    "--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--lc-ctype=C.UTF-8",
    f"--username={BOOT_ROLE}", "--auth=peer", "--data-checksums", "--no-instructions",
)  # fmt: skip


def _environment() -> dict[str, str]:
    """Nothing of ours reaches the server: it could name another cluster, or a secret."""
    return {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def ident_map(server_user: str) -> str:
    """Return pg_ident.conf: the system users that may be the site's role, or the one that made the cluster."""
    names = sorted({server_user, _our_name(), *_root()})
    return "".join(f'lightwell "{name}" {role}\n' for name in names for role in (ROLE, BOOT_ROLE))


def _our_name() -> str:
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        return getpass.getuser()


def _root() -> set[str]:
    return {"root"} if os.geteuid() == 0 else set()


def _make_if_missing(connection: psycopg.Connection) -> None:
    role, name = sql.Identifier(ROLE), sql.Identifier(DATABASE)
    if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE]).fetchone():
        connection.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB").format(role))
    if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
        connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(name, role))


def _is_postgres(pid: int) -> bool:
    if not processes.began(pid):
        return False
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip() == "postgres"
    except OSError:
        found = subprocess.run(
            ["ps", "-o", "comm=", "-p", str(pid)], capture_output=True, text=True, check=False
        )
        return found.stdout.strip().endswith("postgres")


def explained(said: str, log: Path, what: str) -> OperatorError:
    """Turn what PostgreSQL wrote into one thing to do; the last lines of it are shown when we know no better."""
    for mark, reason, do in _KNOWN_TROUBLE:
        if mark in said:
            return OperatorError(f"{what} {reason}", f"{do} Nothing was lost.")
    tail = "\n".join(f"  {line}" for line in said.strip().splitlines()[-8:])
    return OperatorError(f"{what} It said:\n{tail}", f"The whole log is {log}. Nothing was lost.")


_LOCKED = 'lock file "postmaster.pid" already exists'
_PASSING = (
    "still in use",
    _LOCKED,
)  # backends of a killed server end within seconds; a lock goes with its server

_KNOWN_TROUBLE = (
    ("No space left on device", "The disk is full.", "Make room on the disk of LIGHTWELL_HOME and start again."),
    ("Disk quota exceeded", "This user's share of the disk is used up.", "Make room and start again."),
    ("Read-only file system", "The disk is read-only.", "Mount it for writing, or set LIGHTWELL_HOME elsewhere."),
    ("could not create shared memory segment", "The system gives no shared memory.", "Give /dev/shm at least 64 MB."),
    ("Permission denied", "It may not read or write its folder.", "Give LIGHTWELL_HOME back to the user that made it."),
    ("invalid permissions", "Others may read its folder.", "Run chmod -R go-rwx on LIGHTWELL_HOME/postgres."),
    (_LOCKED, "Another server uses this database.", "Stop it, then start again."),
    ("database files are incompatible", "Another version made the database.", "See `lightwell backup`."),
)  # fmt: skip
