"""The record's key: 32 random bytes in a file, in neither database nor backup, made at the record's first use."""

from __future__ import annotations

from django.conf import settings

from lightwell.engines.tlog.checkpoint import parse_checkpoint
from lightwell.engines.tlog.note import Signer, VerifierKey, parse_note
from lightwell.kernel.keys import key_file, text_key
from lightwell.kernel.refusal import Refusal
from lightwell.record import keeping
from lightwell.record.models import Origin

KEY = "record"


def signer_for(name: str) -> Signer:
    """The operator's key under an origin's name; made when there is none yet."""
    return Signer.from_seed(name, bytes.fromhex(text_key(KEY)))


def signer_of(origin: Origin) -> Signer:
    """The key that an origin was opened with. Refusal when it is missing or another one: never a silent new key."""
    if not key_file(KEY).exists():
        raise Refusal(
            f"The record's key is missing. Put your copy of it back at {key_file(KEY)}; nothing was signed."
        )
    signer = signer_for(origin.name)
    if str(signer.verifier_key) != origin.key:
        raise Refusal(
            f"The key at {key_file(KEY)} is not the one that signs the record {origin.name}. Put your copy of the right "
            "key back; nothing was signed."
        )
    return signer


def verifier_key() -> VerifierKey:
    """The current origin's verifier key from the key file alone; the published checkpoint names the origin."""
    note = keeping.published_note()
    if note is not None and not key_file(KEY).exists():
        raise Refusal(f"The record's key is missing. Put your copy of it back at {key_file(KEY)}.")
    name = settings.RECORD_ORIGIN if note is None else parse_checkpoint(parse_note(note).text).origin
    return signer_for(name).verifier_key
