"""Keeps public answers for the seconds they allow, in front of Django: a hit costs microseconds, not milliseconds.

Only a GET or HEAD without a session cookie is answered from here, only what a view marked public is kept, and only for
its ``max-age``; a page is therefore at most that many seconds behind the database. Each process keeps its own.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

Start = Callable[..., Any]
Environ = dict[str, Any]
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
    """A WSGI application around another one."""

    def __init__(self, application: Callable[[Environ, Start], Iterable[bytes]]) -> None:
        self.application = application
        self.kept: OrderedDict[tuple[str, str, str], Kept] = OrderedDict()
        self.size = 0
        self.lock = threading.Lock()

    def __call__(self, environ: Environ, start_response: Start) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or SESSION in environ.get("HTTP_COOKIE", ""):
            return self.application(environ, start_response)
        key = (environ.get("HTTP_HOST", ""), environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", ""))
        found = self.kept.get(key)
        if found is not None and found.until > time.monotonic():
            return _answer(found, environ, start_response)
        return self._ask(key, environ, start_response)

    def _ask(self, key: tuple[str, str, str], environ: Environ, start_response: Start) -> Iterable[bytes]:
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
        kept = Kept(
            head["status"],
            head["headers"],
            content,
            _header(head["headers"], "etag"),
            time.monotonic() + seconds,
        )
        self._keep(key, kept)
        return _answer(kept, environ, start_response)

    def _keep(self, key: tuple[str, str, str], kept: Kept) -> None:
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
