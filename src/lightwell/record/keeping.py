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


def write_files(place: Path, files: Iterable[tuple[Tile, bytes]], alone: bool = False) -> None:
    """Store tiles and bundles durably; narrower versions of a tile go once the full one is safe.

    With `alone` they go beside partial ones too: after damage, nothing may stay that was not just written.
    """
    written = [(tile, replace(place / tile.path, data)) for tile, data in files]
    for folder_written in {path.parent for _tile, path in written}:
        sync_folder(folder_written)
    for tile, path in written:
        if tile.width == WIDTH:
            shutil.rmtree(f"{path}.p", ignore_errors=True)
        elif alone:
            _remove_others(path)


def _remove_others(path: Path) -> None:
    for other in path.parent.iterdir():
        if other != path:
            other.unlink(missing_ok=True)


def read_tile(place: Path, tile: Tile) -> bytes | None:
    """A tile's bytes, cut out of a wider version when its own file is gone; None when the tree never was that wide.

    Clients that hold an older checkpoint can so go on reading the tree of that size.
    """
    try:
        return (place / tile.path).read_bytes()
    except OSError:
        wider = _wider(place, tile)
    data = tile.cut(wider.read_bytes()) if wider else b""
    return data or None


def _wider(place: Path, tile: Tile) -> Path | None:
    full = place / tile.full.path
    if tile.width == WIDTH or full.is_file():
        return full if full.is_file() else None
    partial = Path(f"{full}.p")
    widths = [int(item.name) for item in partial.iterdir() if item.name.isdigit()] if partial.is_dir() else []
    wide = [width for width in widths if width > tile.width]
    return partial / str(min(wide)) if wide else None


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
