"""Who takes mail away: a folder (demo, tests, air-gapped trials) or an SMTP server."""

from __future__ import annotations

import os
import smtplib
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

from lightwell.post.rules import Fault, fault_of

TIMEOUT = 20  # seconds for each step of a talk with a mail server


class Undelivered(Exception):
    """A carrier could not take a mail; ``fault`` says what helps."""

    def __init__(self, fault: Fault, why: str) -> None:
        super().__init__(why)
        self.fault = fault


class Carrier(Protocol):
    """Takes one mail at a time; ``close`` ends the talk."""

    def carry(self, name: str, mail: EmailMessage) -> None: ...

    def close(self) -> None: ...


def carrier() -> Carrier:
    """Return the carrier that LIGHTWELL_MAIL names; SystemExit when it names none."""
    if settings.MAIL == "folder":
        return FolderCarrier(Path(settings.MAIL_FOLDER))
    return SmtpCarrier(smtp_backend(settings.MAIL))


@dataclass
class FolderCarrier:
    """Writes ``NAME.eml`` under a temporary name first, so that a reader never sees half a mail."""

    folder: Path

    def carry(self, name: str, mail: EmailMessage) -> None:
        draft = self.folder / f".{name}.{os.getpid()}"
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            draft.write_bytes(mail.message().as_bytes())
            draft.replace(self.folder / f"{name}.eml")
        except OSError as error:
            with suppress(OSError):
                draft.unlink(missing_ok=True)
            raise Undelivered(
                Fault.PASSING, f"The mail folder {self.folder} cannot be written: {error.strerror}"
            )

    def close(self) -> None:
        """A folder needs no farewell."""


@dataclass
class SmtpCarrier:
    """Talks to an SMTP server through Django's backend; one connection serves a whole batch."""

    backend: EmailBackend
    opened: bool = field(default=False, init=False)

    def carry(self, name: str, mail: EmailMessage) -> None:
        try:
            self.opened = bool(self.backend.open()) or self.opened
            self.backend.send_messages([mail])
        except smtplib.SMTPRecipientsRefused as refused:
            code, why = next(iter(refused.recipients.values()))
            raise Undelivered(fault_of(code), f"{code} {_text(why)}")
        except smtplib.SMTPAuthenticationError as error:  # the operator's password, not this message
            raise Undelivered(Fault.PASSING, f"{error.smtp_code} {_text(error.smtp_error)}")
        except smtplib.SMTPResponseException as error:
            fault = Fault.PASSING if fault_of(error.smtp_code) is Fault.PASSING else Fault.LASTING
            raise Undelivered(fault, f"{error.smtp_code} {_text(error.smtp_error)}")
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise Undelivered(Fault.PASSING, f"The mail server does not answer: {error}")

    def close(self) -> None:
        self.backend.close()
        self.opened = False


def smtp_backend(url: str) -> EmailBackend:
    """Read ``smtp://user:password@host:587`` (STARTTLS unless on loopback) or ``smtps://`` (TLS from the start)."""
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise SystemExit("LIGHTWELL_MAIL must be `folder` or smtp://user:password@host:587 or smtps://…:465.")
    implicit = parts.scheme == "smtps"
    loopback = parts.hostname in {"localhost", "127.0.0.1", "::1"}
    return EmailBackend(
        host=parts.hostname,
        port=parts.port or (465 if implicit else 587),
        username=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        use_ssl=implicit,
        use_tls=not implicit and not loopback,
        timeout=TIMEOUT,
    )


def _text(why: bytes | str) -> str:
    return why.decode("utf-8", "replace") if isinstance(why, bytes) else str(why)
