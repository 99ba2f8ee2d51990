"""Answers of the eligibility check on their way from page to page: sealed into the address, kept nowhere.

So the way back works, a page can be left and found again, and neither a log nor somebody's shoulder reads an income from it.
"""

from __future__ import annotations

import base64
import json
from typing import Any

from cryptography.fernet import Fernet, InvalidToken

from lightwell.kernel.keys import text_key

DAYS = 2
LONGEST = 4000  # characters of an address's part


def _cipher() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(bytes.fromhex(text_key("eligibility"))))


def sealed(answers: dict[str, Any]) -> str:
    """Return answers as one piece of an address, "" for none."""
    text = json.dumps(answers, ensure_ascii=False)
    return _cipher().encrypt(text.encode()).decode() if answers else ""


def unsealed(token: str) -> dict[str, Any]:
    """Return the answers of a piece of an address; none when it is not ours, or older than two days."""
    if not token or len(token) > LONGEST:
        return {}
    try:
        return dict(json.loads(_cipher().decrypt(token.encode(), ttl=DAYS * 24 * 3600)))
    except (InvalidToken, ValueError, UnicodeEncodeError):
        return {}
