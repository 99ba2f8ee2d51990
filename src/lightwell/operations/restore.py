"""``lightwell restore``: a backup into an empty home and an empty database, measured before and after."""

from __future__ import annotations

import os
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from lightwell.kernel.environment import home as home_folder
from lightwell.kernel.environment import keys_folder
from lightwell.operations.trouble import OperatorError

if TYPE_CHECKING:
    from lightwell.operations.manifest import Held


@dataclass(frozen=True)
class Restored:
    """What came back: rows, files, and a sentence about the record."""

    rows: int
    files: int
    record: str


def restore_keys(source: Path) -> int:
    """Put keys back before anything makes new ones; a key that is already there must be the same."""
    target = keys_folder()
    found = sorted(source.glob("*.key"))
    if not found:
        raise OperatorError(
            f"{source} holds no keys.", "Give --keys the folder that `lightwell backup --keys` wrote."
        )
    for path in found:
        there = target / path.name
        if there.exists() and there.read_bytes() != path.read_bytes():
            raise OperatorError(
                f"Another key lies at {there}.", "Restore into a LIGHTWELL_HOME that was never started."
            )
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    for path in found:
        if not (target / path.name).exists():
            with os.fdopen(
                os.open(target / path.name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb"
            ) as out:
                out.write(path.read_bytes())
    return len(found)


def restore(folder: Path) -> Restored:
    """Bring a backup back; nothing is touched before all of it was measured, and a failure leaves the target empty."""
    from lightwell.operations import dumping, manifest

    wanted = manifest.read(folder)
    home = home_folder()
    _require_empty(home)
    _require_whole(folder, wanted.files)
    draft = home / f".restore-{secrets.token_hex(4)}"
    try:
        if (folder / manifest.KEPT).exists():
            shutil.copytree(folder / manifest.KEPT, draft)
        dumping.restore(folder / manifest.DUMP)
        _require_equal(manifest.counts(), wanted.counts)
        for place in sorted(draft.iterdir()) if draft.exists() else []:
            place.replace(home / place.name)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    (home / "run" / "prepared.json").unlink(missing_ok=True)
    return Restored(wanted.rows, len(wanted.files) - 1, _verified_record(home, wanted.record_key))


def _require_empty(home: Path) -> None:
    from lightwell.operations import manifest

    there = next(manifest.kept_files(home), None)
    if there:
        raise OperatorError(f"{home} is not empty: it holds {there}.", "Set LIGHTWELL_HOME to a new folder.")
    if manifest.counts():
        raise OperatorError(
            "The database is not empty: it has tables already.",
            "Set DATABASE_URL to a new, empty database, or LIGHTWELL_HOME to a new folder. Nothing was changed.",
        )


def _require_whole(folder: Path, files: list[Held]) -> None:
    from lightwell.operations import manifest

    for held in files:
        path = folder / held.path
        if not path.is_file() or manifest.measured(path, held.path) != held:
            raise OperatorError(
                f"The backup is damaged: {path} is missing or differs from the manifest.",
                "Use another copy of this backup. Nothing was changed.",
            )


def _require_equal(found: dict[str, int], wanted: dict[str, int]) -> None:
    differing = sorted(name for name in found.keys() | wanted.keys() if found.get(name) != wanted.get(name))
    if differing:
        raise OperatorError(
            f"After the restore these tables differ from the backup: {', '.join(differing)}.",
            "Do not use this database. Drop it, and restore another backup.",
        )


def _verified_record(home: Path, key: str) -> str:
    """Verify the restored record like an outsider, and say what its operator must know before starting the site."""
    if not key:
        return "The record has no entries yet."
    from lightwell.engines.tlog.command import read_key
    from lightwell.engines.tlog.errors import TlogError
    from lightwell.engines.tlog.sources import open_source
    from lightwell.engines.tlog.verify import verify_log

    try:
        found = verify_log(open_source(str(home / "record"), 10), read_key(key))
    except TlogError as error:
        raise OperatorError(
            f"The restored record does not verify: {error}.", "Restore another copy of this backup."
        )
    return (
        f"The record verifies ({found.checkpoint.size} entries). If outsiders have seen more than that, give their newest "
        "checkpoint to `lightwell manage record_new_origin --published FILE` before you start the site."
    )
