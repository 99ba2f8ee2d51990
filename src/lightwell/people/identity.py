"""One verified person counts once, and no identity number is ever kept."""

from __future__ import annotations

import hashlib
import hmac
import unicodedata

from lightwell.kernel.keys import text_key
from lightwell.people.models import Account, Assurance


def fingerprint(identity_number: str) -> str:
    """Return the HMAC-SHA-256 (64 hexadecimal digits) of an identity number under the key file ``identity``.

    A plain hash of a number with so few forms could be undone by trying them all; without the key, which is neither in
    the database nor in backups, this one cannot. Width and case of the typing do not matter. RFC 2104.
    """
    number = "".join(unicodedata.normalize("NFKC", identity_number).upper().split())
    if not number:
        raise ValueError("an empty identity number has no fingerprint")
    return hmac.new(bytes.fromhex(text_key("identity")), number.encode(), hashlib.sha256).hexdigest()


def assurance_of(account: object) -> Assurance:
    """Return how sure we are of who somebody is; signed out is anonymous."""
    return Assurance(account.assurance) if isinstance(account, Account) else Assurance.ANONYMOUS
