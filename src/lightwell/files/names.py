"""Names of files as people see them, and ids that nobody can guess."""

from __future__ import annotations

import base64
import re
import secrets
import unicodedata

LONGEST = 150
# Control characters, and the marks that turn the direction of text: "cod\u202excel.exe" would read as "codexe.lecx".
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


def new_public_id() -> str:
    """Return 26 random characters (130 bits of a-z2-7)."""
    return base64.b32encode(secrets.token_bytes(17)).decode().rstrip("=").lower()[:26]


def clean_name(name: str) -> str:
    """Return the last part of a client's file name, readable and at most 150 characters, its ending kept."""
    last = re.split(r"[\\/]", name)[-1]
    text = _UNSEEN.sub("", unicodedata.normalize("NFC", last)).strip(" .")
    if len(text) > LONGEST:
        stem, dot, ending = text.rpartition(".")
        keep = f".{ending}" if dot and len(ending) <= 10 else ""
        text = (stem if keep else text)[: LONGEST - len(keep)] + keep
    return text or "file"


def ending_of(name: str) -> str:
    """Return the ending in lower case without its dot, "" when there is none."""
    return name.rpartition(".")[2].lower() if "." in name else ""
