"""The web server: granian runs the WSGI application and hands out the assets itself."""

from __future__ import annotations

import sys
import urllib.error
import urllib.request
from pathlib import Path

from lightwell.kernel import environment

YEAR = 365 * 24 * 3600
KEEP_OPEN = 10  # seconds that running requests get when the server is asked to stop


def command(static: Path) -> list[str]:
    """Return the command line of the web server; ``static`` holds the collected assets, named by their hash."""
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--http", "1",
        "--host", host(), "--port", str(port()),
        "--workers", str(environment.number("LIGHTWELL_PROCESSES", 1)),
        "--blocking-threads", str(environment.number("LIGHTWELL_THREADS", 8)),
        "--backlog", "1024", "--respawn-failed-workers", "--respawn-interval", "0.5",
        "--workers-kill-timeout", str(KEEP_OPEN), "--log-level", "error",
        "--static-path-route", "/static", "--static-path-mount", str(static), "--static-path-expires", str(YEAR),
        "lightwell.config.wsgi:application",
    ]  # fmt: skip


def host() -> str:
    return environment.read("HOST", "127.0.0.1")


def port() -> int:
    return environment.number("PORT", 8000)


def local_address() -> str:
    """Return the address at which this machine itself reaches the server."""
    name = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host(), host())
    return f"http://{name if ':' not in name or name.startswith('[') else f'[{name}]'}:{port()}"


def answers() -> bool:
    """Return whether the application is loaded and answers, be it with the word that something else is not well."""
    request = urllib.request.Request(f"{local_address()}/healthz", headers={"Host": f"localhost:{port()}"})
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # never by way of a proxy
    try:
        with opener.open(request, timeout=2):
            return True
    except urllib.error.HTTPError as answer:
        return answer.code != 500
    except OSError:
        return False
