"""What is shown for a quarter of an hour and then gone: sealed with a key that only the result's address holds.

A result is a folder named by a hash of the secret in its address; its files are encrypted with another hash of it. Whoever
reads the disk, operators included, sees neither what was sent nor for whom.
"""

from __future__ import annotations

import json
import logging
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any, BinaryIO

from lightwell.files import public as files
from lightwell.kernel import clock
from lightwell.opendata.trial import rules
from lightwell.opendata.trial.examining import Busy, folder

log = logging.getLogger(__name__)
PAGE = "page.json"
PIECE = 1024 * 1024


@dataclass(frozen=True)
class Result:
    """What a result's page shows: the words of the reading, and until when."""

    secret: str
    told: dict[str, Any]
    until: datetime


def keep(made: Path, told: dict[str, Any], *, full: str) -> str:
    """Seal the downloads in ``made`` and what is told; returns the secret of the address. Busy, with the words ``full``, when
    all results together take too much room."""
    forget_old()
    if sum(path.stat().st_size for path in folder().glob("*/*.sealed")) > rules.ROOM:
        raise Busy(full)
    secret = secrets.token_urlsafe(24)
    place = _folder_of(secret)
    draft = place.with_name("work-" + place.name)
    draft.mkdir(mode=0o700)
    _seal([json.dumps(told, ensure_ascii=False).encode()], draft / PAGE, secret)
    for name in rules.DOWNLOADS:
        if (made / name).is_file():
            _seal(_pieces(made / name), draft / name, secret)
    until = (clock.now() + rules.KEPT).timestamp()
    os.utime(draft, (until, until))
    draft.rename(place)
    return secret


def find(secret: str) -> Result | None:
    """Return a result while it lasts."""
    place = _folder_of(secret)
    try:
        until = datetime.fromtimestamp(place.stat().st_mtime, UTC)
        if until <= clock.now():
            return None
        with _opened(place / PAGE, secret) as file:
            return Result(secret, json.load(file), until)
    except FileNotFoundError:
        return None
    except files.sealing.SealBroken as broken:
        log.error("a result cannot be shown: %s", broken)
        return None


def download(secret: str, name: str) -> BinaryIO | None:
    """Return one of its files, decrypted as it is read."""
    if name not in rules.DOWNLOADS or find(secret) is None:
        return None
    try:
        return _opened(_folder_of(secret) / name, secret)
    except FileNotFoundError:
        return None


def forget(secret: str) -> None:
    """Delete a result now; what is gone already stays gone."""
    shutil.rmtree(_folder_of(secret), ignore_errors=True)


def forget_old() -> int:
    """Delete results whose time is over and what killed readings left; returns how many folders."""
    now, gone = clock.now().timestamp(), 0
    for path in folder().iterdir():
        over = path.stat().st_mtime + (
            rules.LEFT_BEHIND.total_seconds() if path.name.startswith("work-") else 0
        )
        if path.is_dir() and path.name != "counts" and over <= now:
            shutil.rmtree(path, ignore_errors=True)
            gone += 1
    return gone


def _folder_of(secret: str) -> Path:
    return folder() / blake2b(secret.encode(), digest_size=20, person=b"trial folder").hexdigest()


def _key(secret: str) -> bytes:
    return blake2b(secret.encode(), digest_size=32, person=b"trial key").digest()


def _seal(pieces: Iterable[bytes], to: Path, secret: str) -> None:
    with to.with_name(to.name + ".sealed").open("wb") as file:
        file.writelines(files.sealing.sealed(pieces, _key(secret)))


def _opened(path: Path, secret: str) -> BinaryIO:
    return files.sealing.open_sealed(path.with_name(path.name + ".sealed"), _key(secret))


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece
