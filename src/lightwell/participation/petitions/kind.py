"""What is answered: a petition that has reached its threshold is a matter of this kind, with casework's clock and desk."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lightwell.casework import public as casework
from lightwell.casework.public import Kind, Move, Outcome, Phase, State

REACHED, ASSIGNED, ANSWERED, CLOSED = "reached", "assigned", "answered", "closed"

STATES = (
    State(
        REACHED,
        Phase.OPEN,
        pgettext_lazy("state of a petition", "To be answered"),
        _("Enough people have signed: the office owes an answer."),
        _("An officer is named who will answer it."),
    ),
    State(
        ASSIGNED,
        Phase.OPEN,
        pgettext_lazy("state of a petition", "Being answered"),
        _("An officer is working on the answer."),
        _("The office publishes its answer."),
    ),
    State(
        ANSWERED,
        Phase.ANSWERED,
        pgettext_lazy("state of a petition", "Answered"),
        _("The office has published its answer."),
        _("The office says what came of the petition."),
    ),
    State(
        CLOSED,
        Phase.CLOSED,
        pgettext_lazy("state of a petition", "What came of it"),
        _("The petition has been answered, and what came of it is public."),
        _("The office reports here on what it has promised."),
    ),
)
MOVES = (
    Move("assign", (REACHED, ASSIGNED), ASSIGNED, _("Assign"), permission="casework.assign"),
    Move("answer", (REACHED, ASSIGNED, ANSWERED), ANSWERED, _("Publish the answer")),
    Move("close", (ANSWERED, CLOSED), CLOSED, _("Say what came of it")),
    Move("transfer", (REACHED, ASSIGNED), REACHED, _("Pass to another unit"), permission="casework.assign"),
)
OUTCOMES = (
    Outcome("adopted", pgettext_lazy("outcome", "Adopted"), _("It changed what is decided or done."), 1.0),
    Outcome(
        "partly",
        pgettext_lazy("outcome", "Partly adopted"),
        _("A part of it is taken up; the answer says which."),
        0.5,
    ),
    Outcome("done", pgettext_lazy("outcome", "Already done"), _("What it asks for exists already."), None),
    Outcome(
        "study",
        pgettext_lazy("outcome", "Under study"),
        _("It is being studied; the answer says by whom."),
        0.0,
    ),
    Outcome(
        "declined",
        pgettext_lazy("outcome", "Not adopted"),
        _("It is not taken up; the answer says why."),
        0.0,
    ),
)
PETITION = Kind(
    name="petition",
    label=_("Petition"),
    plural=_("Petitions"),
    prefix="PE",
    states=STATES,
    moves=MOVES,
    outcomes=OUTCOMES,
    terms=casework.clock.PETITION,
)
