"""The folder that mail lands in when there is no mail server, read back for the demo's page."""

from __future__ import annotations

import email
import email.policy
import re
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings

NAME = re.compile(r"[0-9]{8}T[0-9]{6}-[a-z2-7]{26}\Z")
HEAD = 8 * 1024  # bytes that hold all headers of our mails


@dataclass(frozen=True)
class Mail:
    """One mail; ``paragraphs`` are lists of lines, empty in a list of mails."""

    name: str
    subject: str
    to: str
    at: datetime
    english: bool
    paragraphs: tuple[tuple[str, ...], ...] = ()


def newest(limit: int, before: str = "") -> list[Mail]:
    """Return mails, newest first; ``before`` is the name of the last one already shown."""
    folder = Path(settings.MAIL_FOLDER)
    found = (path.stem for path in folder.glob("*.eml") if NAME.match(path.stem))
    names = sorted((name for name in found if not before or name < before), reverse=True)[:limit]
    return [mail for name in names if (mail := _read(name, whole=False))]


def one(name: str) -> Mail | None:
    """Return a mail with its text; None when there is none of that name."""
    return _read(name, whole=True) if NAME.match(name) else None


def _read(name: str, *, whole: bool) -> Mail | None:
    try:
        with (Path(settings.MAIL_FOLDER) / f"{name}.eml").open("rb") as file:
            content = file.read() if whole else file.read(HEAD)
    except FileNotFoundError:
        return None
    parsed = email.message_from_bytes(content, policy=email.policy.default)
    text = parsed.get_content() if whole else ""
    return Mail(
        name=name,
        subject=str(parsed["Subject"] or ""),
        to=str(parsed["To"] or ""),
        at=parsedate_to_datetime(str(parsed["Date"])),
        english=parsed["Content-Language"] == "en",
        paragraphs=tuple(tuple(part.splitlines()) for part in re.split(r"\n\s*\n", text.strip()) if part),
    )
