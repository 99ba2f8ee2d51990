"""The floor: an ASGI application that answers with a fixed page and does nothing else."""

from __future__ import annotations

from typing import Any

PAGE = b"<!doctype html><title>Bare</title><p>" + b"x" * 900
HEADERS = [(b"content-type", b"text/html; charset=utf-8"), (b"content-length", str(len(PAGE)).encode())]


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Answer every request with the same kilobyte."""
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        await send({"type": "http.response.body", "body": PAGE})
