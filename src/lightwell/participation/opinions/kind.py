"""The kind of matter called opinion 意見: received → accepted | merged | rejected → assigned → answered → what came of it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lightwell.casework import public as casework
from lightwell.casework.public import Kind, Move, Outcome, Phase, Reason, State

RECEIVED, ACCEPTED, ASSIGNED, ANSWERED = "received", "accepted", "assigned", "answered"
CLOSED, MERGED, REJECTED, WITHDRAWN = "closed", "merged", "rejected", "withdrawn"

STATES = (
    State(
        RECEIVED,
        Phase.OPEN,
        pgettext_lazy("state of an opinion", "Received"),
        _("The opinion has been received and has its number."),
        _("The office checks that it belongs to the topic, and accepts it or says why not."),
    ),
    State(
        ACCEPTED,
        Phase.OPEN,
        pgettext_lazy("state of an opinion", "Accepted"),
        _("The opinion has been accepted."),
        _("An officer is named who will answer it."),
    ),
    State(
        ASSIGNED,
        Phase.OPEN,
        pgettext_lazy("state of an opinion", "Assigned"),
        _("An officer is working on the answer."),
        _("The office publishes its answer."),
    ),
    State(
        ANSWERED,
        Phase.ANSWERED,
        pgettext_lazy("state of an opinion", "Answered"),
        _("The office has published its answer."),
        _("The office says what came of the opinion."),
    ),
    State(
        CLOSED,
        Phase.CLOSED,
        pgettext_lazy("state of an opinion", "Closed"),
        _("The opinion has been answered, and what came of it is public."),
    ),
    State(
        MERGED,
        Phase.CLOSED,
        pgettext_lazy("state of an opinion", "Merged"),
        _("The opinion says the same as another one and is answered there; it still counts."),
    ),
    State(
        REJECTED,
        Phase.CLOSED,
        pgettext_lazy("state of an opinion", "Not accepted"),
        _("The opinion was not accepted, for the reason given."),
    ),
    State(
        WITHDRAWN,
        Phase.WITHDRAWN,
        pgettext_lazy("state of an opinion", "Withdrawn"),
        _("The person took the opinion back."),
    ),
)

REASONS = (
    Reason("off_topic", _("It is not about this topic")),
    Reason("other_office", _("Another authority decides this, and the person has been told which")),
    Reason("unclear", _("It cannot be understood, and nobody can be asked")),
    Reason("personal_data", _("It exposes somebody’s personal data")),
    Reason("abusive", _("It insults or threatens somebody")),
    Reason("advertising", _("It is an advertisement or was sent by a machine")),
    Reason("mistake", _("The earlier decision was a mistake")),
    Reason("new_facts", _("There are new facts")),
)
REJECTIONS = ("off_topic", "other_office", "unclear", "personal_data", "abusive", "advertising")

MOVES = (
    Move("accept", (RECEIVED,), ACCEPTED, _("Accept")),
    Move("assign", (ACCEPTED, ASSIGNED), ASSIGNED, _("Assign"), permission="casework.assign"),
    Move("answer", (ACCEPTED, ASSIGNED, ANSWERED), ANSWERED, _("Publish the answer")),
    Move("close", (ANSWERED, CLOSED), CLOSED, _("Say what came of it")),
    Move("merge", (RECEIVED, ACCEPTED, ASSIGNED), MERGED, _("Merge with another opinion")),
    Move("reject", (RECEIVED, ACCEPTED), REJECTED, _("Do not accept"), reasons=REJECTIONS),
    Move("reopen", (REJECTED, MERGED), ACCEPTED, _("Take it up again"), reasons=("mistake", "new_facts")),
    Move("transfer", (ACCEPTED, ASSIGNED), ACCEPTED, _("Pass to another unit"), permission="casework.assign"),
    Move("transfer", (RECEIVED,), RECEIVED, _("Pass to another unit"), permission="casework.assign"),
    Move("withdraw", (RECEIVED, ACCEPTED, ASSIGNED), WITHDRAWN, _("Withdraw")),
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

OPINION = Kind(
    name="opinion",
    label=_("Opinion"),
    plural=_("Opinions"),
    prefix="OP",
    states=STATES,
    moves=MOVES,
    outcomes=OUTCOMES,
    reasons=REASONS,
    terms=casework.clock.OPINION,
)


def outcome_label(code: str) -> str:
    """Return the words for an outcome in the page's language; the code itself for one that is no longer used."""
    outcome = OPINION.outcome_or_none(code)
    return str(outcome.label) if outcome else code
