"""Behind a proxy that the operator trusts, the visitor's address is what that proxy says."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class TrustedProxy:
    """A WSGI application around another one: REMOTE_ADDR becomes the address that the nearest proxy saw.

    Only the last entry of X-Forwarded-For is taken: it is the one that our proxy wrote; those before it came from outside.
    The header itself stays, so that the demo's doors, open to this machine only, stay closed to whoever comes by a proxy.
    """

    def __init__(self, application: Application) -> None:
        self.application = application

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        seen = environ.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
        if seen:
            environ["REMOTE_ADDR"] = seen
        return self.application(environ, start_response)
