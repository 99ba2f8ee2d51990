"""The door of the room: petitions from draft to what came of them, and signatures."""

from lightwell.participation.petitions.actions import (
    Text,
    edit_draft,
    submit,
    take_back,
    withdraw,
    write_draft,
)
from lightwell.participation.petitions.deadlines import sweep
from lightwell.participation.petitions.kind import PETITION
from lightwell.participation.petitions.models import Note, Petition, Policy, Signature, Tally
from lightwell.participation.petitions.moderation import accept, reject
from lightwell.participation.petitions.notes import add_note
from lightwell.participation.petitions.policies import add_policy, policy_on
from lightwell.participation.petitions.queries import collecting, listed, public_petition, similar
from lightwell.participation.petitions.rules import State, Terms
from lightwell.participation.petitions.signing import sign_as
from lightwell.participation.petitions.signing import take_back as take_signature_back
from lightwell.participation.petitions.standing import standing_of
from lightwell.participation.petitions.tallies import count, count_all

__all__ = [
    "PETITION",
    "Note",
    "Petition",
    "Policy",
    "Signature",
    "State",
    "Tally",
    "Terms",
    "Text",
    "accept",
    "add_note",
    "add_policy",
    "collecting",
    "count",
    "count_all",
    "edit_draft",
    "listed",
    "policy_on",
    "public_petition",
    "reject",
    "sign_as",
    "similar",
    "standing_of",
    "submit",
    "sweep",
    "take_back",
    "take_signature_back",
    "withdraw",
    "write_draft",
]
