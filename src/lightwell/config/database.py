"""Where PostgreSQL is: an address in DATABASE_URL, or the embedded cluster in LIGHTWELL_HOME."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from lightwell.kernel import environment

EMBEDDED_USER = "lightwell"
EMBEDDED_NAME = "lightwell"


def settings() -> dict[str, Any]:
    """Return Django's settings of the one database.

    When neither variable is set the embedded socket is assumed for commands that need no database; ``lightwell
    serve`` asks for an explicit choice first.
    """
    url = environment.read("DATABASE_URL")
    where = _served(url) if url else _embedded()
    return {
        "ENGINE": "lightwell.config.postgresql",
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
        "TEST": {"NAME": f"test_{where['NAME']}"},
        **where,
    }


def _embedded() -> dict[str, Any]:
    from lightwell.operations.postgres import socket_folder

    return {"NAME": EMBEDDED_NAME, "USER": EMBEDDED_USER, "HOST": str(socket_folder(environment.home()))}


def _served(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise SystemExit("DATABASE_URL must start with postgresql:// ; no other database is supported.")
    query = dict(parse_qsl(parts.query))
    return {
        "NAME": unquote(parts.path.lstrip("/")) or EMBEDDED_NAME,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", "") or parts.hostname or "",
        "PORT": str(parts.port or ""),
        "OPTIONS": query,
    }
