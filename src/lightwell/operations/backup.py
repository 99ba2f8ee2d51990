"""``lightwell backup``: a dump, the files and the record, all of one moment; the keys only when asked, and elsewhere.

The record is copied first and the database after it, so the database never lacks an entry that the copied checkpoint has;
files come last, since none is written after the row that names it. The copied record is verified like any outsider would.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib import metadata
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from lightwell.engines.tlog.command import read_key
from lightwell.engines.tlog.errors import TlogError
from lightwell.engines.tlog.sources import open_source
from lightwell.engines.tlog.verify import verify_log
from lightwell.kernel import clock
from lightwell.kernel.environment import keys_folder
from lightwell.operations import dumping, manifest
from lightwell.operations.manifest import DUMP, KEPT, Held, Manifest
from lightwell.operations.trouble import OperatorError, require_writable
from lightwell.record import public as record

TRIES = 5  # the record grows while it is copied: a narrower tile may give way to a wider one


def backup(folder: Path, keys: Path | None = None) -> Manifest:
    """Write a backup to a folder that does not exist yet; an interrupted one leaves only ``FOLDER.part``."""
    _require_new(folder, keys)
    draft = folder.with_name(f"{folder.name}.part")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True, mode=0o700)
    try:
        made = _fill(draft)
        made.write(draft)
        _flush(draft)
        draft.replace(folder)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    if keys:
        _copy_keys(keys)
    return made


def _require_new(folder: Path, keys: Path | None) -> None:
    require_writable(folder.parent)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise OperatorError(f"{folder} exists already.", "Give a folder that does not exist yet.")
    if keys and (keys == folder or folder in keys.parents):
        raise OperatorError(
            "The keys would lie inside the backup.", "Give --keys a folder elsewhere: keys and data apart."
        )
    if keys and keys.exists() and any(keys.iterdir()):
        raise OperatorError(
            f"{keys} holds something already.", "Give --keys a folder that does not exist yet."
        )


def _fill(draft: Path) -> Manifest:
    home = Path(settings.HOME)
    key, size, tiles = _copy_record(home, draft)
    with _snapshot() as snapshot:
        counts, server = manifest.counts(), str(connection.pg_version // 10000)  # type: ignore[attr-defined]
        dumping.dump(draft / DUMP, snapshot)
    held = [manifest.measured(draft / DUMP, DUMP), *tiles, *_copy_files(home, draft)]
    return Manifest(clock.now().isoformat(), metadata.version("lightwell"), server, counts, held, key, size)


@contextmanager
def _snapshot() -> Iterator[str]:
    """Hold one view of the database, which the dump and the counts share."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        yield cursor.fetchone()[0]


def _copy_record(home: Path, draft: Path) -> tuple[str, int, list[Held]]:
    """Copy the record's files until the copy verifies; returns its verifier key, size and files."""
    if record.published_note() is None:
        return "", 0, []
    key = str(record.verifier_key())
    for _attempt in range(TRIES):
        shutil.rmtree(draft / KEPT / "record", ignore_errors=True)
        held = _copied(_checkpoint_first(home / "record"), home, draft)
        try:
            verified = verify_log(open_source(str(draft / KEPT / "record"), 10), read_key(key))
            return key, verified.checkpoint.size, held
        except TlogError as error:
            problem = error
    raise OperatorError(
        f"The record in {home / 'record'} does not verify: {problem}.",
        "Run `lightwell manage record_rebuild`, then make the backup again. No backup was written.",
    )


def _checkpoint_first(folder: Path) -> list[Path]:
    """The checkpoint is read before the tiles: whatever it counts is in them, and perhaps more."""
    everything = [p for p in sorted(folder.rglob("*")) if p.is_file() and not p.name.startswith(".")]
    return sorted(everything, key=lambda path: path.name != "checkpoint")


def _copy_files(home: Path, draft: Path) -> list[Held]:
    return _copied([p for p in manifest.kept_files(home) if home / "record" not in p.parents], home, draft)


def _copied(paths: list[Path], home: Path, draft: Path) -> list[Held]:
    held = []
    for path in paths:
        name = f"{KEPT}/{path.relative_to(home)}"
        copied = manifest.copy(path, draft / name)
        if copied:
            held.append(replace(copied, path=name))
    return held


def _copy_keys(target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    for path in sorted(keys_folder().glob("*.key")):
        copy = target / path.name
        with os.fdopen(os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(path.read_bytes())
            out.flush()
            os.fsync(out.fileno())


def _flush(folder: Path) -> None:
    """Have the disk hold all of it before its name says that it is whole."""
    for place, _folders, names in os.walk(folder):
        for name in (*(Path(place) / n for n in names), Path(place)):
            handle = os.open(name, os.O_RDONLY)
            os.fsync(handle)
            os.close(handle)
