"""Pure rules of the record: what a leaf says, what it hides, and when a tree may be signed."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

import rfc8785

from lightwell.engines.tlog.checkpoint import Checkpoint
from lightwell.engines.tlog.tiles import MAX_ENTRY
from lightwell.kernel.ref import Ref

SALT_BYTES = 32
CONTINUES = "origin-continues"
_ACT = re.compile(r"[a-z][a-z_]{0,39}\.[a-z][a-z_]{0,39}")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")


def content_bytes(value: str | bytes) -> bytes:
    """What is hashed of a content item: bytes as they are, text as UTF-8 with line ends as one newline.

    Browsers send CR LF, databases and mail change line ends; a text is not "changed" by that.
    """
    if isinstance(value, bytes):
        return value
    return value.replace("\r\n", "\n").replace("\r", "\n").encode()


def salted_hash(salt: bytes, content: bytes) -> str:
    """SHA-256 of salt and content, hexadecimal; without the salt nobody can tell even a guessed content from others."""
    return sha256(salt + content).hexdigest()


def public_leaf(
    *,
    act: str,
    public_id: str,
    at: datetime,
    office: str,
    subject: Ref,
    hashes: Mapping[str, str],
    facts: Mapping[str, str | int],
) -> str:
    """Canonical JSON of a public leaf; ValueError when an act, a name or a fact is not fit to stand in it for ever."""
    if not _ACT.fullmatch(act):
        raise ValueError(f"an act is named like 'matter.received', not {act!r}")
    for name in (*hashes, *facts):
        if not _NAME.fullmatch(name):
            raise ValueError(f"contents and facts have short lower-case names, not {name!r}")
    leaf = {"kind": act, "id": public_id, "at": stamp(at), "office": office, "subject": str(subject)}
    return canonical(
        leaf | ({"content": dict(hashes)} if hashes else {}) | ({"facts": dict(facts)} if facts else {})
    )


def sealed_text(
    *,
    act: str,
    at: datetime,
    office: str,
    subject: Ref,
    hashes: Mapping[str, str],
    facts: Mapping[str, str | int],
) -> str:
    """Canonical JSON that a sealed leaf hides and its opening shows."""
    if not _ACT.fullmatch(act):
        raise ValueError(f"an act is named like 'matter.received', not {act!r}")
    return canonical(
        {
            "kind": act,
            "at": stamp(at),
            "office": office,
            "subject": str(subject),
            "content": dict(hashes),
            "facts": dict(facts),
        }
    )


def sealed_leaf(digest: str, at: datetime) -> str:
    """All that the public sees of a private act: a hash and the hour."""
    return canonical({"sealed": digest, "hour": at.strftime("%Y-%m-%dT%H") + _zone(at)})


def continuing_leaf(*, checkpoint: str, folder: str, at: datetime) -> str:
    """First leaf of an origin that takes over from another one whose later entries were lost."""
    return canonical({"kind": CONTINUES, "at": stamp(at), "checkpoint": checkpoint, "folder": folder})


def canonical(value: Any) -> str:
    """RFC 8785 JSON; ValueError when it cannot be canonical, or is too long for an entry of the log."""
    try:
        text = rfc8785.dumps(value)
    except rfc8785.CanonicalizationError as error:
        raise ValueError(f"the record cannot hold this: {error}") from None
    if len(text) > MAX_ENTRY:
        raise ValueError(
            f"an entry of the record has at most {MAX_ENTRY} bytes, this one {len(text)}: hash long contents"
        )
    return text.decode()


def stamp(at: datetime) -> str:
    """Time as leaves write it: to the second, with its zone."""
    return at.isoformat(timespec="seconds")


def _zone(at: datetime) -> str:
    text = at.strftime("%z")
    return f"{text[:3]}:{text[3:]}"


def origin_name(base: str, number: int) -> str:
    """Name of the n-th origin: a restored record never signs under a name that signed another history."""
    return base if number == 1 else f"{base}/{number}"


def why_not_sign(published: Checkpoint, latest: Checkpoint, known_root: bytes | None) -> str | None:
    """The restore rule: why the database's tree must not be signed after this published checkpoint; None when it may.

    `known_root` is the root that the database itself once committed at the published size, None when it never did.
    """
    if published.origin != latest.origin:
        return (
            f"the published checkpoint is of {published.origin!r}, the database's record is {latest.origin!r}: "
            "the database seems to come from another time or place"
        )
    if published.size > latest.size:
        return (
            f"the published checkpoint has {published.size} entries, the database only {latest.size}: the database was "
            "restored from an older backup, and signing now would give the record two histories"
        )
    if known_root != published.root:
        return (
            f"the published checkpoint at {published.size} entries is not one that this database made: "
            "signing now would give the record two histories"
        )
    return None


def read_leaf(text: str) -> dict[str, Any]:
    """A leaf's fields."""
    return json.loads(text)
