"""The issuer's RSA key, in a key file of its own, made at first need."""

from __future__ import annotations

import os
import secrets
from functools import cache

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from lightwell.kernel.keys import key_file

BITS = 2048


@cache
def signing_key() -> str:
    """Return the private key as PEM. Two processes may come here at once: the file of the first one counts."""
    path = key_file("oidc-issuer")
    if not path.exists():
        _create(_new_key())
    return path.read_text()


def _new_key() -> bytes:
    return rsa.generate_private_key(public_exponent=65537, key_size=BITS).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _create(pem: bytes) -> None:
    path = key_file("oidc-issuer")
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_suffix(f".{os.getpid()}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(pem)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
