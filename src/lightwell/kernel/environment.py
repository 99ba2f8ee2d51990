"""Every setting that the environment can give, in one table.

``docs/settings.md`` prints this table and a house test holds the two together, and both against the code: nothing
else in the project reads ``os.environ`` for a setting.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Variable:
    """One environment variable: its name, what it is when unset (as people read it) and what it means."""

    name: str
    default: str
    meaning: str


VARIABLES = (
    Variable(
        "DATABASE_URL",
        "",
        "Address of a served PostgreSQL 15 or newer: postgresql://user:password@host:5432/name",
    ),
    Variable(
        "LIGHTWELL_DATABASE",
        "",
        "`embedded` runs PostgreSQL from the Python wheel in LIGHTWELL_HOME; used when DATABASE_URL is unset",
    ),
    Variable(
        "LIGHTWELL_HOME",
        ".lightwell",
        "Folder of everything kept: database, files, tiles of the record, keys, mail of the demo",
    ),
    Variable(
        "LIGHTWELL_KEYS",
        "$LIGHTWELL_HOME/keys",
        "Folder of the keys; keep it on another disk and out of backups",
    ),
    Variable(
        "LIGHTWELL_SITE_URL",
        "http://127.0.0.1:$PORT",
        "Address that people type; links in mail and QR codes start with it",
    ),
    Variable(
        "LIGHTWELL_HOSTS",
        "host of LIGHTWELL_SITE_URL, localhost, 127.0.0.1",
        "Host names that are answered, separated by commas",
    ),
    Variable(
        "LIGHTWELL_SITE_NAME",
        "天井 Lightwell",
        "Name of the site: Chinese, and after a bar the English one (天井市|Tianjing City)",
    ),
    Variable("LIGHTWELL_DEMO", "", "`1` switches on the role switch and the movable clock, on loopback only"),
    Variable("LIGHTWELL_DEBUG", "", "`1` shows Django's own error pages; never in production"),
    Variable(
        "LIGHTWELL_RECORD_ORIGIN",
        "host of LIGHTWELL_SITE_URL + /record",
        "Name of the public record in checkpoints and in its verifier key",
    ),
    Variable(
        "LIGHTWELL_MAIL",
        "folder",
        "`folder` writes mail to LIGHTWELL_HOME/mail; or smtp://user:password@host:587 (smtps:// for TLS from the start)",
    ),
    Variable("LIGHTWELL_MAIL_FROM", "Lightwell <no-reply@ host of the site>", "Sender of mail"),
    Variable("LIGHTWELL_UPLOAD_LIMIT_MB", "64", "Largest file that can be uploaded, in megabytes"),
    Variable(
        "LIGHTWELL_OPINIONS_PER_HOUR",
        "30",
        "Opinions that one network address may send in an hour without signing in; twice as many signed in (the demo sets no limit)",
    ),
    Variable(
        "LIGHTWELL_OIDC_ISSUER",
        "",
        "Issuer of the OpenID Connect provider that verifies identity; the demo uses its own on loopback",
    ),
    Variable("LIGHTWELL_OIDC_CLIENT_ID", "lightwell", "Client id registered there"),
    Variable("LIGHTWELL_OIDC_CLIENT_SECRET", "key file oidc-client", "Client secret registered there"),
    Variable(
        "LIGHTWELL_TRUST_PROXY",
        "",
        "`1` believes X-Forwarded-Proto and X-Forwarded-For of the proxy in front",
    ),
    Variable("LIGHTWELL_THREADS", "8", "Threads that answer requests, in each process"),
    Variable("LIGHTWELL_PROCESSES", "1", "Processes that answer requests"),
    Variable("HOST", "127.0.0.1", "Address that the web server listens on"),
    Variable("PORT", "8000", "Port that the web server listens on"),
)
_KNOWN = {variable.name for variable in VARIABLES}


def read(name: str, default: str = "") -> str:
    """Return one variable of the table, stripped; KeyError for a name that the table does not hold."""
    if name not in _KNOWN:
        raise KeyError(f"{name} is not in kernel.environment.VARIABLES")
    return os.environ.get(name, "").strip() or default


def flag(name: str) -> bool:
    """Return whether a switch is on: 1, true, yes or on."""
    return read(name).lower() in {"1", "true", "yes", "on"}


def number(name: str, default: int) -> int:
    """Return a whole number; SystemExit with a sentence when it is none."""
    text = read(name, str(default))
    if not text.isdigit():
        raise SystemExit(f"{name} must be a whole number, not {text!r}.")
    return int(text)


def home() -> Path:
    """Return the folder of everything kept, absolute."""
    return Path(read("LIGHTWELL_HOME", ".lightwell")).expanduser().absolute()


def keys_folder() -> Path:
    """Return the folder of the keys, absolute."""
    return Path(read("LIGHTWELL_KEYS", str(home() / "keys"))).expanduser().absolute()
