"""What a backup holds, so that a restore can show that it holds the same."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from django.db import connection

from lightwell.operations.trouble import OperatorError

FORMAT = 1
NAME = "manifest.json"
DUMP = "database.dump"
KEPT = "home"  # folder in a backup for what lies beside the database in LIGHTWELL_HOME
NOT_KEPT = {
    "postgres",
    "keys",
    "run",
    "static",
    "log",
    "mail",
}  # the dump holds the database; mail has gone out


@dataclass(frozen=True)
class Held:
    """One file: its path in the backup, bytes and SHA-256 (hex)."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """All of a backup: rows by table, files, and the record's verifier key and size ("" and 0 before its first entry)."""

    made_at: str
    release: str
    server: str
    counts: dict[str, int]
    files: list[Held]
    record_key: str = ""
    record_size: int = 0
    format: int = field(default=FORMAT)

    @property
    def rows(self) -> int:
        return sum(self.counts.values())

    def write(self, folder: Path) -> None:
        (folder / NAME).write_text(
            json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
        )


def read(folder: Path) -> Manifest:
    """Read a backup's manifest; an OperatorError when there is none that this release can read."""
    try:
        found = json.loads((folder / NAME).read_text(encoding="utf-8"))
        if found["format"] != FORMAT:
            raise OperatorError(
                f"The backup in {folder} has format {found['format']}; this release reads {FORMAT}.",
                f"Restore it with Lightwell {found.get('release', '?')}.",
            )
        return Manifest(**(found | {"files": [Held(**held) for held in found["files"]]}))
    except (OSError, ValueError, KeyError, TypeError):
        raise OperatorError(
            f"{folder} holds no whole backup (its {NAME} is missing or damaged).",
            "Give the folder that `lightwell backup` wrote.",
        )


def counts() -> dict[str, int]:
    """Return the rows of every table, counted in the transaction that is open."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        names = [row[0] for row in cursor.fetchall()]
        found = {}
        for name in names:
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(name)}")
            found[name] = cursor.fetchone()[0]
    return found


def kept_files(home: Path) -> Iterator[Path]:
    """Yield every file of a home folder that a backup holds; drafts of running writers are left out."""
    for place in sorted(home.iterdir()) if home.exists() else []:
        if place.name in NOT_KEPT or place.name.startswith("."):
            continue
        for folder, _folders, names in os.walk(place):
            yield from (Path(folder) / name for name in sorted(names) if not name.startswith("."))


def copy(source: Path, target: Path) -> Held | None:
    """Copy one file and measure what was written; None when it went away meanwhile (erased, or a narrower tile)."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        shutil.copyfile(source, target)
    except FileNotFoundError:
        return None
    return measured(target, target.name)


def measured(path: Path, name: str) -> Held:
    with path.open("rb") as file:
        return Held(name, path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest())
