"""What has been prepared already, so that a second start does not do it again: found out without loading Django."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent
LIBRARIES = (
    "django",
    "django-allauth",
    "procrastinate",
)  # their tables and assets change with their versions


def of_migrations() -> str:
    """Return a mark of every migration that this code brings."""
    return _mark(sorted(PACKAGE.rglob("migrations/[0-9]*.py")))


def of_static() -> str:
    """Return a mark of every asset that this code brings."""
    return _mark(sorted(path for path in PACKAGE.rglob("static/**/*") if path.is_file()))


def _mark(paths: Iterable[Path]) -> str:
    whole = hashlib.sha256(repr([metadata.version(name) for name in LIBRARIES]).encode())
    for path in paths:
        content = path.read_bytes()
        whole.update(f"{path.relative_to(PACKAGE)} {len(content)} ".encode() + content)
    return whole.hexdigest()


def kept(home: Path) -> dict[str, str]:
    """Return the marks of what was prepared in a home folder; a broken note means nothing was."""
    try:
        found = json.loads((home / "run" / "prepared.json").read_text())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def keep(home: Path, **marks: str) -> None:
    path = home / "run" / "prepared.json"
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_suffix(".new")
    draft.write_text(json.dumps(kept(home) | marks))
    draft.replace(path)
