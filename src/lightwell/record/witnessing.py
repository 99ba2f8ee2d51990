"""Cosignatures: a witness outside confirms that it saw this checkpoint, and the record shows its signature with ours."""

from __future__ import annotations

from django.db import transaction

from lightwell.engines.tlog.checkpoint import parse_checkpoint
from lightwell.engines.tlog.errors import NoteError
from lightwell.engines.tlog.note import Note, Signature, VerifierKey, parse_note, verify_note
from lightwell.kernel.refusal import Refusal
from lightwell.record import sequencing
from lightwell.record.models import SignedCheckpoint


def add_cosignature(cosigned: bytes, witness: VerifierKey) -> SignedCheckpoint:
    """Keep a witness's signature on a checkpoint of ours, and publish it when that checkpoint is still the newest.

    `cosigned` is our checkpoint with the witness's line. Refusal when the line does not hold, or the text is not ours.
    """
    row = _keep(cosigned, witness)
    sequencing.publish()
    return row


@transaction.atomic(durable=True)
def _keep(cosigned: bytes, witness: VerifierKey) -> SignedCheckpoint:
    sequencing.lock()
    given, lines = _lines_of(cosigned, witness)
    row = _row_of(given)
    ours = parse_note(row.note)
    new = [line for line in lines if line not in ours.signatures]
    row.note = str(Note(ours.text, (*ours.signatures, *new)))
    row.save(update_fields=["note"])
    return row


def _row_of(given: Note) -> SignedCheckpoint:
    try:
        head = parse_checkpoint(given.text)
    except NoteError as error:
        raise Refusal(f"That is not a checkpoint: {error}.") from None
    row = SignedCheckpoint.objects.filter(origin__name=head.origin, size=head.size).first()
    if row is None or parse_note(row.note).text != given.text:
        raise Refusal("This record never signed that checkpoint: nothing was added.")
    return row


def _lines_of(cosigned: bytes, witness: VerifierKey) -> tuple[Note, list[Signature]]:
    try:
        note = parse_note(cosigned)
        verify_note(note, witness)
    except NoteError as error:
        raise Refusal(f"The cosignature does not hold: {error}.") from None
    return note, [
        line for line in note.signatures if (line.name, line.key_id) == (witness.name, witness.key_id)
    ]
