"""Texts of waiting mail are sealed at rest: a tracking link in a database dump would open somebody's private matter."""

from __future__ import annotations

import base64
from functools import cache

from cryptography.fernet import Fernet, InvalidToken

from lightwell.kernel.keys import text_key


class SealBroken(Exception):
    """The text cannot be read: the key that sealed it is not the one we have."""


@cache
def _fernet() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(bytes.fromhex(text_key("post"))))


def seal(text: str) -> bytes:
    return _fernet().encrypt(text.encode())


def unseal(sealed: bytes) -> str:
    """Return the text; SealBroken when another key sealed it."""
    try:
        return _fernet().decrypt(bytes(sealed)).decode()
    except InvalidToken:
        raise SealBroken("The text was sealed with another key (keys folder, post.key).")
