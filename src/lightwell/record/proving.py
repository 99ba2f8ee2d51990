"""Proofs of entries out of the published tiles, checked before they are handed out."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from lightwell.engines.tlog.checkpoint import Checkpoint, parse_checkpoint
from lightwell.engines.tlog.errors import TlogError
from lightwell.engines.tlog.merkle import hash_leaf, verify_inclusion
from lightwell.engines.tlog.note import parse_note
from lightwell.engines.tlog.proofs import make_proof_file
from lightwell.engines.tlog.prove import Prover
from lightwell.record import keeping
from lightwell.record.models import Entry, Origin

log = logging.getLogger(__name__)


def published_head(place: Path | None = None) -> Checkpoint | None:
    """The checkpoint that the outside can see; None before the first."""
    note = keeping.published_note(place)
    return parse_checkpoint(parse_note(note).text) if note else None


def proof_of(entry: Entry, salts: dict[str, str]) -> dict[str, Any] | None:
    """Everything that an outsider needs to check an entry alone; None while it has no place in the published tree."""
    if entry.leaf_index is None or entry.origin_id is None:
        return None
    newest = Origin.objects.order_by("-number").values_list("number", flat=True)[0]
    place = keeping.folder_of(entry.origin_id, newest)
    try:
        return _make(entry, place, salts)
    except TlogError as error:
        log.error("no proof for entry %s: %s", entry.public_id, error)
        return None


def _make(entry: Entry, place: Path, salts: dict[str, str]) -> dict[str, Any] | None:
    head, index, data = published_head(place), entry.leaf_index, entry.leaf.encode()
    if head is None or index is None or index >= head.size:
        return None
    path = Prover(keeping.source(place).read, head.size).inclusion(index)
    verify_inclusion(index, head.size, hash_leaf(data), path, head.root)
    note = (keeping.published_note(place) or b"").decode()
    if parse_checkpoint(parse_note(note).text).size != head.size:
        return _make(entry, place, salts)  # a newer checkpoint came between the two looks
    proof = make_proof_file(data, index, path, note)
    return proof | ({"salts": salts} if salts else {})
