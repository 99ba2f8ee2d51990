"""The record's files: tiles and checkpoint below LIGHTWELL_HOME/record, each whole or not there at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from lightwell.engines.tlog.sources import FolderSource
from lightwell.engines.tlog.tiles import WIDTH, Tile


def folder() -> Path:
    """Where the current origin lies."""
    return Path(settings.RECORD_FOLDER)


def folder_of(number: int, current: int) -> Path:
    """Where an origin lies: earlier ones under origins/<n>."""
    return folder() if number == current else folder() / "origins" / str(number)


def source(place: Path | None = None) -> FolderSource:
    """Reads a folder's log."""
    return FolderSource(place or folder())


def published_note(place: Path | None = None) -> bytes | None:
    """The signed checkpoint that the outside can see; None before the first."""
    try:
        return ((place or folder()) / "checkpoint").read_bytes()
    except FileNotFoundError:
        return None


def write_files(place: Path, files: Iterable[tuple[Tile, bytes]]) -> None:
    """Store tiles and bundles durably; narrower versions of a tile go once the full one is safe."""
    folders = set()
    full = []
    for tile, data in files:
        folders.add(replace(place / tile.path, data).parent)
        if tile.width == WIDTH:
            full.append(place / f"{tile.path}.p")
    for item in folders:
        sync_folder(item)
    for narrower in full:
        shutil.rmtree(narrower, ignore_errors=True)


def publish_note(place: Path, note: str) -> None:
    """Let the outside see a checkpoint: the last step, after all that it stands on is on disk."""
    sync_folder(replace(place / "checkpoint", note.encode()).parent)


def replace(path: Path, data: bytes) -> Path:
    """Write under a temporary name, flush to disk, rename: a reader sees the old bytes or the new ones."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with draft.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(draft, path)
    return path


def sync_folder(path: Path) -> None:
    """Make renames in a folder last through a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def set_aside(number: int) -> None:
    """Move the current origin's files to origins/<number>; may be interrupted and called again.

    The checkpoint moves last: as long as it lies in its old place, the move is known to be unfinished.
    """
    target = folder() / "origins" / str(number)
    target.mkdir(parents=True, exist_ok=True)
    for name in ("tile", "checkpoint"):
        if (folder() / name).exists():
            os.replace(folder() / name, target / name)
    sync_folder(target)
    sync_folder(folder())
