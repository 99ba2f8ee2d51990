"""The published criteria of moderation: for these reasons a petition is turned away, and for no other."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Criterion:
    """``hides``: the text itself does harm, so that a tombstone with the reason stands in its place. ``asks_note``: the
    reason says nothing without the moderator's note."""

    code: str
    label: object
    meaning: object
    hides: bool = False
    asks_note: bool = False


CRITERIA = (
    Criterion(
        "not_ours",
        _("Another authority decides this"),
        _("It asks for something that neither this government nor its units can do; the note says who can."),
        asks_note=True,
    ),
    Criterion(
        "in_court",
        _("It is before a court or under investigation"),
        _("It asks the government to step into a single case that a court or a prosecutor has in hand."),
    ),
    Criterion(
        "same_as",
        _("There is one like it already"),
        _(
            "A petition that asks for the same is open, or was answered within the last year; the note says which."
        ),
        asks_note=True,
    ),
    Criterion(
        "unclear",
        _("It does not say what is to be done"),
        _("It cannot be understood what the government is to do or to stop doing."),
    ),
    Criterion(
        "advertising",
        _("It is an advertisement"),
        _("It serves to sell something, or was sent by a machine."),
        hides=True,
    ),
    Criterion(
        "personal_data",
        _("It exposes somebody’s personal data"),
        _("It names private people, or says where they live or how they can be reached."),
        hides=True,
    ),
    Criterion(
        "abusive",
        _("It insults or threatens somebody"),
        _(
            "Sharp criticism is no insult: what counts is whether it attacks people instead of what they decide."
        ),
        hides=True,
    ),
)
_BY_CODE = {criterion.code: criterion for criterion in CRITERIA}


def criterion_of(code: str) -> Criterion | None:
    """Return a criterion by its code, None when there is none."""
    return _BY_CODE.get(code)
