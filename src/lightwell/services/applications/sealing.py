"""What somebody answered is kept encrypted under a key outside the database; links hold secrets of which we keep a hash."""

from __future__ import annotations

import base64
import hmac
import json
import secrets
from functools import cache
from hashlib import sha256
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.utils.translation import gettext as _

from lightwell.kernel.keys import text_key
from lightwell.kernel.refusal import Refusal

Answers = dict[str, Any]  # JSON values by the id of their question


@cache
def _key() -> bytes:
    return bytes.fromhex(text_key("applications"))


@cache
def _fernet() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hmac.digest(_key(), b"answers", "sha256")))


def canonical(content: Answers) -> str:
    """Return JSON that is the same for the same content: what is sealed, and what the record holds a hash of."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def seal(content: Answers) -> bytes:
    """Return answers encrypted."""
    return _fernet().encrypt(canonical(content).encode())


def unseal(sealed: bytes | memoryview | None) -> Answers:
    """Return answers as they were sealed, {} for none; Refusal when the key is not the one they were sealed under."""
    if sealed is None:
        return {}
    try:
        found: Answers = json.loads(_fernet().decrypt(bytes(sealed)))
    except InvalidToken:
        raise Refusal(_("These answers cannot be read here: the key they were sealed under is missing."))
    return found


def secret_of(public_id: str) -> str:
    """Return the secret in the address of a draft: computed, so that it need not be kept."""
    digest = hmac.digest(_key(), b"draft/" + public_id.encode(), "sha256")
    return base64.urlsafe_b64encode(digest[:24]).decode()


def new_secret() -> str:
    """Return the secret of a link that is mailed once."""
    return secrets.token_urlsafe(24)


def digest_of(secret: str) -> bytes:
    """Return what the database keeps of a secret."""
    return sha256(secret.encode("utf-8", "surrogatepass")).digest()
