"""Checkpoints (c2sp.org/tlog-checkpoint): the signed statement of a log's name, size and root."""

import base64
import binascii
import re
from dataclasses import dataclass

from lightwell.engines.tlog.errors import NoteError
from lightwell.engines.tlog.merkle import EMPTY_ROOT, HASH_SIZE, LIMIT
from lightwell.engines.tlog.note import Note, VerifierKey, parse_note, verify_note

_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A tree head: `size` leaves under `root`, in the log named `origin`; `extensions` are kept, never interpreted."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The note text: what is signed."""
        lines = (self.origin, str(self.size), base64.b64encode(self.root).decode(), *self.extensions)
        return "\n".join(lines) + "\n"


def parse_checkpoint(text: str) -> Checkpoint:
    """Read the note text of a checkpoint; NoteError says which line is wrong."""
    lines = text.removesuffix("\n").split("\n")
    if len(lines) < 3 or not all(lines):
        raise NoteError("a checkpoint has at least three lines: origin, size and root")
    if not _SIZE.fullmatch(lines[1]) or int(lines[1]) >= LIMIT:
        raise NoteError(f"the checkpoint's size is not a number below 2**63: {lines[1][:40]!r}")
    checkpoint = Checkpoint(lines[0], int(lines[1]), _parse_root(lines[2]), tuple(lines[3:]))
    if checkpoint.size == 0 and checkpoint.root != EMPTY_ROOT:
        raise NoteError("the checkpoint is of an empty log, but its root is not that of an empty tree")
    return checkpoint


def open_checkpoint(data: bytes | str, key: VerifierKey) -> tuple[Checkpoint, Note]:
    """Read a signed checkpoint and check that `key` signed it for the log of the key's own name."""
    note = parse_note(data)
    verify_note(note, key)
    checkpoint = parse_checkpoint(note.text)
    if checkpoint.origin != key.name:
        raise NoteError(f"the checkpoint is of the log {checkpoint.origin!r}, the key of {key.name!r}")
    return checkpoint, note


def _parse_root(line: str) -> bytes:
    try:
        root = base64.b64decode(line, validate=True)
    except (binascii.Error, ValueError):
        root = b""
    if len(root) != HASH_SIZE or base64.b64encode(root).decode() != line:
        raise NoteError(f"the checkpoint's root is not the base64 of 32 bytes: {line[:60]!r}")
    return root
