"""Keeps public answers for the seconds they allow, in front of Django: a hit costs microseconds, not milliseconds.

Only a GET or HEAD without a session cookie is answered from here, only what a view marked public is kept, and only for
its ``max-age``; a page is therefore at most that many seconds behind the database. Each process keeps its own. When the
demo's clock moves, what was kept before is never looked at again, here or, since it must ask each time, in a browser.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from lightwell.kernel import clock

Start = Callable[..., Any]
Environ = dict[str, Any]
Key = tuple[str, str, str, timedelta]  # host, path, query, shift of the clock
ENTRIES = 4096
BYTES = 64 * 1024 * 1024
SESSION = "lightwell_session="


@dataclass(frozen=True, slots=True)
class Kept:
    """One answer: its status line, headers, body, entity tag and the moment it goes stale."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes
    etag: str
    until: float


class PageCache:
    """A WSGI application around another one. With ``moving_clock`` browsers are told to ask again each time."""

    def __init__(
        self, application: Callable[[Environ, Start], Iterable[bytes]], *, moving_clock: bool = False
    ) -> None:
        self.application = application
        self.moving_clock = moving_clock
        self.kept: OrderedDict[Key, Kept] = OrderedDict()
        self.size = 0
        self.lock = threading.Lock()

    def __call__(self, environ: Environ, start_response: Start) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or SESSION in environ.get("HTTP_COOKIE", ""):
            return self.application(environ, start_response)
        host, path = environ.get("HTTP_HOST", ""), environ.get("PATH_INFO", "")
        key = (host, path, environ.get("QUERY_STRING", ""), clock.shift())
        found = self.kept.get(key)
        if found is not None and found.until > time.monotonic():
            return _answer(found, environ, start_response)
        return self._ask(key, environ, start_response)

    def _ask(self, key: Key, environ: Environ, start_response: Start) -> Iterable[bytes]:
        head: dict[str, Any] = {}

        def remember(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            head.update(status=status, headers=headers)
            return start_response(status, headers, exc_info) if exc_info else None

        body = self.application(environ, remember)
        may_keep = environ["REQUEST_METHOD"] == "GET" and head["status"].startswith("200")
        seconds = _public_seconds(head["headers"]) if may_keep else 0
        if not seconds:
            start_response(head["status"], head["headers"])
            return body
        content = b"".join(body)
        close = getattr(body, "close", None)
        if close:
            close()
        headers = _asked_again(head["headers"]) if self.moving_clock else head["headers"]
        kept = Kept(head["status"], headers, content, _header(headers, "etag"), time.monotonic() + seconds)
        self._keep(key, kept)
        return _answer(kept, environ, start_response)

    def _keep(self, key: Key, kept: Kept) -> None:
        if len(kept.body) > BYTES // 16:
            return
        with self.lock:
            old = self.kept.pop(key, None)
            self.size += len(kept.body) - (len(old.body) if old else 0)
            self.kept[key] = kept
            while self.size > BYTES or len(self.kept) > ENTRIES:
                _key, dropped = self.kept.popitem(last=False)
                self.size -= len(dropped.body)


def _answer(kept: Kept, environ: Environ, start_response: Start) -> Iterable[bytes]:
    if kept.etag and kept.etag in environ.get("HTTP_IF_NONE_MATCH", ""):
        headers = [
            (name, value)
            for name, value in kept.headers
            if name.lower() not in ("content-length", "content-type")
        ]
        start_response("304 Not Modified", headers)
        return [b""]
    start_response(kept.status, kept.headers)
    return [b"" if environ["REQUEST_METHOD"] == "HEAD" else kept.body]


def _asked_again(headers: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the headers with the word that a browser may keep the page but must ask whether it still holds."""
    rest = [(name, value) for name, value in headers if name.lower() != "cache-control"]
    return [*rest, ("Cache-Control", "public, no-cache")]


def _header(headers: list[tuple[str, str]], name: str) -> str:
    return next((value for key, value in headers if key.lower() == name), "")


def _public_seconds(headers: list[tuple[str, str]]) -> int:
    """Return max-age of a public answer that sets no cookie, else 0."""
    if _header(headers, "set-cookie"):
        return 0
    words = [word.strip() for word in _header(headers, "cache-control").split(",")]
    if "public" not in words:
        return 0
    return next((int(w[8:]) for w in words if w.startswith("max-age=") and w[8:].isdigit()), 0)
