"""The door of the record: enter acts, read them back, check texts, show proofs.

Openings of sealed acts hold private text: whoever calls `openings_of` has checked that the reader is the person concerned
or answers them.
"""

from lightwell.record.entering import EntryHandle, enter, enter_sealed, erase
from lightwell.record.keeping import published_note
from lightwell.record.pictures import proof_slot, qr_svg
from lightwell.record.reading import (
    Act,
    SealedAct,
    act_url,
    acts_of,
    acts_of_many,
    acts_of_unit,
    check,
    check_sealed,
    openings_of,
    read_texts_with,
    state_of,
)
from lightwell.record.sequencing import integrate
from lightwell.record.signing import verifier_key
from lightwell.record.words import act_name, name_acts, name_facts, name_offices_with

__all__ = [
    "Act",
    "EntryHandle",
    "SealedAct",
    "act_name",
    "act_url",
    "acts_of",
    "acts_of_many",
    "acts_of_unit",
    "check",
    "check_sealed",
    "enter",
    "enter_sealed",
    "erase",
    "integrate",
    "name_acts",
    "name_facts",
    "name_offices_with",
    "openings_of",
    "proof_slot",
    "published_note",
    "qr_svg",
    "read_texts_with",
    "state_of",
    "verifier_key",
]
