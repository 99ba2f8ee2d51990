"""Immutable folders: what a version consists of, written once under a temporary name, synced, renamed and made read-only.

A folder comes into being before anything in PostgreSQL points at it, and nothing ever writes into it again. Killed at
any moment, the worker leaves either a folder under a temporary name (swept later) or a whole one, which the next run
finds, checks and uses.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
import stat
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from django.conf import settings

MANIFEST = "manifest.json"
Contents = dict[str, dict[str, int | str]]


class DamagedFolder(Exception):
    """A folder does not hold what its manifest says; the message names the file."""


def root() -> Path:
    """Return the folder of all folders."""
    return Path(settings.HOME) / "opendata"


def path(name: str) -> Path:
    """Return the path of a folder by the name that a version or draft keeps."""
    return root() / name


def make(name: str, write: Callable[[Path], None]) -> Contents:
    """Return the contents of folder ``name``, letting ``write`` fill it first when it is not whole yet."""
    whole = path(name)
    if whole.exists():
        return verify(name)
    draft = root() / f"{name}.{secrets.token_hex(4)}.part"
    draft.mkdir(parents=True, mode=0o700)
    try:
        write(draft)
        contents = _seal(draft)
        draft.rename(whole)
        whole.chmod(0o500)
    except BaseException:
        remove(draft)
        raise
    _sync(root())
    return contents


def verify(name: str) -> Contents:
    """Return the contents of a whole folder, every file measured against the manifest; DamagedFolder when one differs."""
    folder = path(name)
    contents: Contents = json.loads((folder / MANIFEST).read_text("utf-8"))
    for file, said in contents.items():
        if measure(folder / file) != said:
            raise DamagedFolder(f"{folder / file} is not what its manifest says")
    return contents


def measure(file: Path) -> dict[str, int | str]:
    """Return the size in bytes and the SHA-256 of a file."""
    with file.open("rb") as opened:
        digest = hashlib.file_digest(opened, "sha256").hexdigest()
    return {"size": file.stat().st_size, "sha256": digest}


def remove(folder: Path) -> None:
    """Delete a folder, read-only or not."""
    if not folder.exists():
        return
    folder.chmod(0o700)
    shutil.rmtree(folder)


def sweep(kept: Iterable[str], *, older_than: float) -> list[str]:
    """Delete folders that nothing points at and that have not changed for ``older_than`` seconds; return their names."""
    known, swept = set(kept), []
    for folder in root().iterdir() if root().exists() else ():
        if folder.name not in known and folder.stat().st_ctime < time.time() - older_than:
            remove(folder)
            swept.append(folder.name)
    return swept


def _seal(folder: Path) -> Contents:
    files = sorted(folder.iterdir())
    with (
        ThreadPoolExecutor() as pool
    ):  # hashing leaves the interpreter free, so that the files share the cores
        contents = dict(zip([file.name for file in files], pool.map(measure, files), strict=True))
    (folder / MANIFEST).write_text(json.dumps(contents, indent=1, sort_keys=True), "utf-8")
    for file in folder.iterdir():
        _sync(file)
        file.chmod(stat.S_IRUSR)
    _sync(folder)
    return contents


def _sync(target: Path) -> None:
    handle = os.open(target, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
