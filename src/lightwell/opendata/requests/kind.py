"""The kind of matter called data request 資料申請: received → accepted → assigned → answered → what came of it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lightwell.casework import public as casework
from lightwell.casework.public import Kind, Move, Outcome, Phase, Reason, State
from lightwell.kernel.bilingual import Bilingual

RECEIVED, ACCEPTED, ASSIGNED, ANSWERED = "received", "accepted", "assigned", "answered"
CLOSED, MERGED, REJECTED, WITHDRAWN = "closed", "merged", "rejected", "withdrawn"
PROVIDED, PROMISED, NOT_OPEN, NOT_HELD, ELSEWHERE = (
    "provided",
    "promised",
    "not_open",
    "not_held",
    "elsewhere",
)

STATES = (
    State(
        RECEIVED,
        Phase.OPEN,
        pgettext_lazy("state of a data request", "Received"),
        _("The request has been received and has its number."),
        _("The office checks whether it is clear which data is meant, and takes it up or says why not."),
    ),
    State(
        ACCEPTED,
        Phase.OPEN,
        pgettext_lazy("state of a data request", "Accepted"),
        _("The office has taken the request up."),
        _("An officer is named who will answer it."),
    ),
    State(
        ASSIGNED,
        Phase.OPEN,
        pgettext_lazy("state of a data request", "Assigned"),
        _("An officer is looking for the data."),
        _("The office gives the data, names a day, or says by which law it is not open."),
    ),
    State(
        ANSWERED,
        Phase.ANSWERED,
        pgettext_lazy("state of a data request", "Answered"),
        _("The office has answered."),
        _("The office says what came of the request."),
    ),
    State(
        CLOSED,
        Phase.CLOSED,
        pgettext_lazy("state of a data request", "Closed"),
        _("The request has been answered, and what came of it is public."),
    ),
    State(
        MERGED,
        Phase.CLOSED,
        pgettext_lazy("state of a data request", "Joined"),
        _("The same data was asked for before; the answer there is also the answer here."),
    ),
    State(
        REJECTED,
        Phase.CLOSED,
        pgettext_lazy("state of a data request", "Not taken up"),
        _("The request was not taken up, for the reason given."),
    ),
    State(
        WITHDRAWN,
        Phase.WITHDRAWN,
        pgettext_lazy("state of a data request", "Withdrawn"),
        _("The person took the request back."),
    ),
)

REASONS = (
    Reason("unclear_data", _("It is not clear which data is meant, and nobody can be asked")),
    Reason("no_data", _("It asks for an opinion or a service, not for data")),
    Reason("other_office", _("Another authority decides this, and the person has been told which")),
    Reason("repeated", _("The same person asked for the same data, and it was answered")),
    Reason("personal_data", _("It exposes somebody’s personal data")),
    Reason("abusive", _("It insults or threatens somebody")),
    Reason("advertising", _("It is an advertisement or was sent by a machine")),
    Reason("mistake", _("The earlier decision was a mistake")),
    Reason("new_facts", _("There are new facts")),
)
REJECTIONS = (
    "unclear_data", "no_data", "other_office", "repeated", "personal_data", "abusive", "advertising",
)  # fmt: skip
ANSWER_PAGE = "requests:answer"  # the answer says what came of it, and demands what that needs

MOVES = (
    Move("accept", (RECEIVED,), ACCEPTED, _("Accept")),
    Move("assign", (ACCEPTED, ASSIGNED), ASSIGNED, _("Assign"), permission="casework.assign"),
    Move("answer", (ACCEPTED, ASSIGNED), ANSWERED, _("Answer the request"), page=ANSWER_PAGE),
    Move("close", (ANSWERED, CLOSED), CLOSED, _("Say what came of it"), page=ANSWER_PAGE),
    Move("merge", (RECEIVED, ACCEPTED, ASSIGNED), MERGED, _("Join with another request")),
    Move("reject", (RECEIVED, ACCEPTED), REJECTED, _("Do not accept"), reasons=REJECTIONS),
    Move("reopen", (REJECTED, MERGED), ACCEPTED, _("Take it up again"), reasons=("mistake", "new_facts")),
    Move("transfer", (ACCEPTED, ASSIGNED), ACCEPTED, _("Pass to another unit"), permission="casework.assign"),
    Move("transfer", (RECEIVED,), RECEIVED, _("Pass to another unit"), permission="casework.assign"),
    Move("withdraw", (RECEIVED, ACCEPTED, ASSIGNED), WITHDRAWN, _("Withdraw")),
)

OUTCOMES = (
    Outcome(
        PROVIDED,
        pgettext_lazy("outcome", "Provided"),
        _("The data is published; everybody can use it."),
        1.0,
    ),
    Outcome(
        PROMISED,
        pgettext_lazy("outcome", "Will be provided"),
        _("A day is named on which the data opens. If it moves, the old day and the reason stay public."),
        0.5,
    ),
    Outcome(
        NOT_OPEN,
        pgettext_lazy("outcome", "Not open"),
        _("A law forbids opening it. The article, the reason and the day of the review are public."),
        0.0,
    ),
    Outcome(
        NOT_HELD,
        pgettext_lazy("outcome", "Does not exist"),
        _("No office has this data; the answer says what was searched."),
    ),
    Outcome(
        ELSEWHERE,
        pgettext_lazy("outcome", "Held elsewhere"),
        _("Another unit has it; the answer says which."),
    ),
)

DATA_REQUEST = Kind(
    name="data_request",
    label=_("Data request"),
    plural=_("Data requests"),
    prefix="DR",
    states=STATES,
    moves=MOVES,
    outcomes=OUTCOMES,
    reasons=REASONS,
    terms=casework.clock.DATA_REQUEST,
    basis=Bilingual("政府資訊公開法第12條", "The Freedom of Government Information Law, Article 12"),
)
