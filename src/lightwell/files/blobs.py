"""Content under its own hash: ``HOME/files/open/ab/cd/abcd…`` in the clear, ``HOME/files/sealed/…`` encrypted.

A blob is written under a temporary name, flushed to the disk and renamed, so a name that exists holds all of its
content; the folder is flushed too, so it is still there after a power cut.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from lightwell.files import sealing
from lightwell.kernel.keys import text_key

PIECE = 256 * 1024


class TooLarge(Exception):
    """More bytes came than allowed."""


@dataclass(frozen=True)
class Digest:
    """What was read: its SHA-256 (hex) and size in bytes."""

    sha256: str
    size: int


def folder() -> Path:
    return Path(settings.HOME) / "files"


def path_of_blob(sha256: str, *, public: bool) -> Path:
    """Return where a blob lies, whether or not it is there."""
    return folder() / ("open" if public else "sealed") / sha256[:2] / sha256[2:4] / sha256


def pieces(stream: BinaryIO, limit: int) -> Iterator[bytes]:
    """Yield a stream from its start; TooLarge beyond ``limit`` bytes."""
    stream.seek(0)
    seen = 0
    while piece := stream.read(PIECE):
        seen += len(piece)
        if seen > limit:
            raise TooLarge
        yield piece


def digest_of(stream: BinaryIO, limit: int) -> Digest:
    """Hash a stream; TooLarge beyond ``limit`` bytes."""
    whole, size = hashlib.sha256(), 0
    for piece in pieces(stream, limit):
        whole.update(piece)
        size += len(piece)
    return Digest(whole.hexdigest(), size)


def keep(stream: BinaryIO, digest: Digest, *, public: bool) -> Path:
    """Write a blob unless it is there already; a second copy costs nothing but a fresh time stamp."""
    path = path_of_blob(digest.sha256, public=public)
    if path.exists():
        os.utime(path)
        return path
    content = pieces(stream, digest.size)
    _write(path, content if public else sealing.sealed(content, key()))
    return path


def _write(path: Path, content: Iterable[bytes]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name[:16]}.{secrets.token_hex(6)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            for piece in content:
                out.write(piece)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(path)
        _flush_folder(path.parent)
    finally:
        draft.unlink(missing_ok=True)


def _flush_folder(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@cache
def key() -> bytes:
    """Return the room's key, 32 bytes."""
    return bytes.fromhex(text_key("files"))


def read(sha256: str, *, public: bool) -> BinaryIO:
    """Open a blob as it was given to us; FileNotFoundError when it is not there."""
    path = path_of_blob(sha256, public=public)
    return path.open("rb") if public else sealing.open_sealed(path, key())
