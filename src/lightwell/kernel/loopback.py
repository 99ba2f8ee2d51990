"""Whether a request comes from this machine itself: what only the demo may do is answered to nobody else."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import ip_address

_PROXIED = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_FORWARDED_HOST")


def is_loopback(environ: Mapping[str, str]) -> bool:
    """Judge a WSGI environ: the peer, no proxy in between, and a host name that is this machine's own.

    The Host header is judged too: a page elsewhere that points its own name at 127.0.0.1 is not this machine's user.
    """
    if any(name in environ for name in _PROXIED):
        return False
    host = _without_port(environ.get("HTTP_HOST", ""))
    return _is_loopback(environ.get("REMOTE_ADDR", "")) and (host == "localhost" or _is_loopback(host))


def _without_port(host: str) -> str:
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0]


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
