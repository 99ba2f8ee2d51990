"""How we reach the person of a matter: a sealed address, and a link whose secret we can make again but do not keep."""

from __future__ import annotations

import base64
import hmac
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING

from cryptography.fernet import Fernet, InvalidToken

from lightwell.kernel.keys import text_key

if TYPE_CHECKING:
    from lightwell.casework.models import Matter


@cache
def _key() -> bytes:
    return bytes.fromhex(text_key("casework"))


@cache
def _fernet() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hmac.digest(_key(), b"contact", "sha256")))


def seal(address: str) -> bytes:
    """Return an address encrypted under a key that lies outside the database."""
    return _fernet().encrypt(address.encode())


def address_of(matter: Matter) -> str:
    """Return where mail about a matter goes: the address given with it, else that of the account; "" for nowhere."""
    if not matter.mail_wanted:
        return ""
    if matter.sealed_contact:
        return _unsealed(bytes(matter.sealed_contact))
    return matter.person.email if matter.person is not None else ""


def _unsealed(sealed: bytes) -> str:
    try:
        return _fernet().decrypt(sealed).decode()
    except InvalidToken:
        return ""  # sealed under a key that was lost: the matter goes on, the mail cannot


def secret_of(number: str) -> str:
    """Return the secret of a matter's tracking link, computed from its number under our key."""
    digest = hmac.digest(_key(), b"track/" + number.encode(), "sha256")
    return base64.urlsafe_b64encode(digest[:24]).decode()


def digest_of(secret: str) -> bytes:
    """Return what the database keeps of a secret."""
    return sha256(secret.encode()).digest()
