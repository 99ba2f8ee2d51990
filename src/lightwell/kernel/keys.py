"""Keys live in files of their own (0600), outside the database and outside backups; each is made at first need."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from lightwell.kernel.environment import keys_folder


def key_file(name: str) -> Path:
    """Return the path of a key's file, whether or not it exists."""
    return keys_folder() / f"{name}.key"


def text_key(name: str) -> str:
    """Return a key of 64 hexadecimal digits (32 random bytes), made at the first call.

    Two processes may come here at once: the file is created exclusively, and the one that loses reads the winner's.
    """
    path = key_file(name)
    for _attempt in range(2):
        try:
            found = path.read_text().strip()
        except FileNotFoundError:
            _create(path)
            continue
        if found:
            return found
        raise SystemExit(
            f"The key file {path} is empty. Restore it from your copy of the keys, or remove it to begin anew."
        )
    return path.read_text().strip()


def _create(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_suffix(f".{os.getpid()}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.write(secrets.token_hex(32))
        out.flush()
        os.fsync(out.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
