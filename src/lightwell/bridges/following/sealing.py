"""Addresses encrypted at rest, and links that open one thing each: computed under our key, kept nowhere."""

from __future__ import annotations

import base64
import hmac
import re
from functools import cache

from cryptography.fernet import Fernet, InvalidToken

from lightwell.kernel.keys import text_key

TOKEN = re.compile(r"([0-9a-z]{12})([A-Za-z0-9_-]{24})\Z")
CONFIRM, STOP, STOP_ALL, LIST = "confirm", "stop", "stop-all", "list"  # what a link may be used for


@cache
def _key() -> bytes:
    return bytes.fromhex(text_key("following"))


@cache
def _fernet() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hmac.digest(_key(), b"address", "sha256")))


def seal(address: str) -> bytes:
    """Return an address encrypted under a key that lies outside the database."""
    return _fernet().encrypt(address.encode())


def unseal(sealed: bytes) -> str:
    """Return the address; "" when it was sealed under a key that is lost."""
    try:
        return _fernet().decrypt(bytes(sealed)).decode()
    except InvalidToken:
        return ""


def mark_of(text: str) -> str:
    """Return an HMAC by which the same address is found again, whatever its case; 64 hexadecimal digits."""
    return hmac.new(_key(), b"mark/" + text.strip().lower().encode(), "sha256").hexdigest()


def token(purpose: str, public_id: str) -> str:
    """Return what stands in a link that serves one purpose (144 bits of HMAC-SHA-256, RFC 2104)."""
    digest = hmac.digest(_key(), f"{purpose}/{public_id}".encode(), "sha256")
    return public_id + base64.urlsafe_b64encode(digest[:18]).decode()


def read_token(purpose: str, text: str) -> str | None:
    """Return the public id that a link names; None when we did not write it for this purpose."""
    found = TOKEN.match(text)
    if not found or not hmac.compare_digest(token(purpose, found[1]), text):
        return None
    return found[1]
