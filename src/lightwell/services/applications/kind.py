"""The kind of matter called application 申辦: received → assigned → (waiting for the person) → decided → closed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lightwell.casework import public as casework
from lightwell.casework.public import Kind, Move, Outcome, Phase, State, Visibility
from lightwell.kernel.bilingual import Bilingual

RECEIVED, ASSIGNED, WAITING, SUPPLIED = "received", "assigned", "waiting", "supplied"
GRANTED, CONDITIONS, REFUSED = "granted", "conditions", "refused"
CLOSED, WITHDRAWN = "closed", "withdrawn"
AT_WORK = (ASSIGNED, SUPPLIED)
DECIDED = (GRANTED, CONDITIONS, REFUSED)

STATES = (
    State(
        RECEIVED,
        Phase.OPEN,
        pgettext_lazy("state of an application", "Received"),
        _("The application has arrived and has its number."),
        _("An officer is named who handles it."),
    ),
    State(
        ASSIGNED,
        Phase.OPEN,
        pgettext_lazy("state of an application", "Being handled"),
        _("An officer is working on the application."),
        _("The office decides, or asks you for what is missing."),
    ),
    State(
        WAITING,
        Phase.PAUSED,
        pgettext_lazy("state of an application", "Waiting for you"),
        _("The office has asked you for something that is missing."),
        _("You send what is missing; without it, the office decides on what it has."),
    ),
    State(
        SUPPLIED,
        Phase.OPEN,
        pgettext_lazy("state of an application", "Completed, being handled"),
        _("What was missing has arrived."),
        _("The officer looks at it and decides."),
    ),
    State(
        GRANTED,
        Phase.ANSWERED,
        pgettext_lazy("state of an application", "Granted"),
        _("The office has granted the application."),
        _("The office carries it out and then closes the application."),
    ),
    State(
        CONDITIONS,
        Phase.ANSWERED,
        pgettext_lazy("state of an application", "Granted with conditions"),
        _("The office has granted the application with conditions."),
        _("The office carries it out and then closes the application."),
    ),
    State(
        REFUSED,
        Phase.ANSWERED,
        pgettext_lazy("state of an application", "Refused"),
        _("The office has refused the application; the decision says why and how to appeal."),
        _("You may appeal within the time that the decision names."),
    ),
    State(
        CLOSED,
        Phase.CLOSED,
        pgettext_lazy("state of an application", "Closed"),
        _("The application is closed."),
    ),
    State(
        WITHDRAWN,
        Phase.WITHDRAWN,
        pgettext_lazy("state of an application", "Withdrawn"),
        _("The application was taken back."),
    ),
)

MOVES = (
    Move("assign", (RECEIVED, *AT_WORK), ASSIGNED, pgettext_lazy("step of an application", "Assign"), permission="casework.assign"),
    *(
        Move("answer", AT_WORK, state, pgettext_lazy("step of an application", "Decide"), page="applications:decide")
        for state in DECIDED
    ),
    Move("ask", AT_WORK, WAITING, _("Ask for what is missing"), page="applications:ask"),
    Move("supply", (WAITING,), SUPPLIED, _("Send what is missing"), permission=""),
    Move("go_on", (WAITING,), ASSIGNED, _("Go on without it")),
    Move("close", (*DECIDED, CLOSED), CLOSED, _("Say how it ended")),
    Move("transfer", (RECEIVED, *AT_WORK), RECEIVED, pgettext_lazy("step of an application", "Pass to another unit"), permission="casework.assign"),
    Move("withdraw", (RECEIVED, *AT_WORK, WAITING), WITHDRAWN, pgettext_lazy("step of an application", "Withdraw")),
)  # fmt: skip

OUTCOMES = (
    Outcome("delivered", pgettext_lazy("outcome", "Carried out"), _("What was granted has been handed out, paid or done.")),
    Outcome("final", pgettext_lazy("outcome", "Refusal final"), _("Nobody appealed in time, or the appeal failed.")),
    Outcome("revised", pgettext_lazy("outcome", "Revised on appeal"), _("The decision was changed after an appeal.")),
    Outcome("lapsed", pgettext_lazy("outcome", "Not taken up"), _("The person did not take up what was granted.")),
)  # fmt: skip

APPLICATION = Kind(
    name="application",
    label=_("Application"),
    plural=_("Applications"),
    prefix="AP",
    states=STATES,
    moves=MOVES,
    outcomes=OUTCOMES,
    terms=casework.clock.SERVICE,
    visibilities=(Visibility.PRIVATE,),
    displays=("count", "name"),
    sequential=False,
    basis=Bilingual("行政程序法第五十一條", "Administrative Procedure Act, article 51"),
)
