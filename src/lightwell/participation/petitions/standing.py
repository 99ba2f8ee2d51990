"""Where a petition stands, what happens next, by when and who acts: sentences in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from lightwell.casework import public as casework
from lightwell.design.public import day_text
from lightwell.kernel import clock
from lightwell.participation.petitions.models import Petition
from lightwell.participation.petitions.rules import State


@dataclass(frozen=True)
class Standing:
    """What ``ui.deadline`` draws; ``tone`` is a state of a clock."""

    stands: str
    next: str = ""
    due: date | None = None
    days: str = ""
    who: str = ""
    tone: str = "stopped"
    how: str = ""


def standing_of(petition: Petition) -> Standing:
    """Return where a petition stands; no query when unit, policies and matter (with units) are loaded."""
    if petition.matter is not None:
        told = casework.statement_of(petition.matter)
        return Standing(told.stands, told.next, told.due, told.days, told.who, told.clock_state, told.how)
    return _SAYS[State(petition.state)](petition)


def _draft(petition: Petition) -> Standing:
    return Standing(
        _("This is a draft. Only you see it."), _("You hand it in; until then you can change everything.")
    )


def _moderation(petition: Petition) -> Standing:
    late = petition.check_by is not None and clock.today() > petition.check_by
    return Standing(
        _("It is being checked against the published criteria."),
        _("It opens for signatures, or you read here which criterion it does not meet."),
        petition.check_by,
        _days(petition.check_by),
        str(petition.unit),
        "overdue" if late else "running",
    )


def _collecting(petition: Petition) -> Standing:
    days = petition.answer_policy.days if petition.answer_policy else 60
    words = _("Once %(threshold)s people have signed, %(unit)s has to answer within %(days)d days.")
    shown = {"threshold": f"{petition.threshold:,}", "unit": petition.unit, "days": days}
    return Standing(
        counted(petition), words % shown, petition.closes_on, _days(petition.closes_on), "", "running"
    )


def _expired(petition: Petition) -> Standing:
    words = _("Its time ran out on %(day)s with %(signatures)s of %(threshold)s signatures.")
    ended = petition.closes_on
    shown = {"day": day_text(ended) if ended else "", **_numbers(petition)}
    return Standing(
        words % shown, _("Nobody has to answer it. Anybody may begin a new one that asks for the same.")
    )


def _rejected(petition: Petition) -> Standing:
    reason = petition.criterion.label if petition.criterion else petition.reason_code
    return Standing(
        _("It was not accepted: %(reason)s.") % {"reason": reason},
        _("Whoever wrote it may begin anew with a changed text."),
    )


def _withdrawn(petition: Petition) -> Standing:
    return Standing(_("Whoever wrote it has taken it back."), _("Its signatures are kept as a number only."))


_SAYS = {
    State.DRAFT: _draft,
    State.MODERATION: _moderation,
    State.COLLECTING: _collecting,
    State.EXPIRED: _expired,
    State.REJECTED: _rejected,
    State.WITHDRAWN: _withdrawn,
}


def counted(petition: Petition) -> str:
    """Return how many of the needed signatures are there."""
    return _("%(signatures)s of %(threshold)s people have signed.") % _numbers(petition)


def _numbers(petition: Petition) -> dict[str, str]:
    return {"signatures": f"{petition.signatures:,}", "threshold": f"{petition.threshold:,}"}


def _days(due: date | None) -> str:
    if due is None:
        return ""
    left = (due - clock.today()).days
    if left < 0:
        return ngettext("%(n)d day overdue", "%(n)d days overdue", -left) % {"n": -left}
    if left == 0:
        return pgettext("when an answer is due", "today")
    return ngettext("in %(n)d day", "in %(n)d days", left) % {"n": left}


STEPS = (State.MODERATION, State.COLLECTING, State.ANSWERING, State.ANSWERED, State.CLOSED)


def step_of(petition: Petition) -> int:
    """Return how far along the way of a petition it is: the place in ``STEPS``, -1 for a draft."""
    state = State(petition.state)
    if state in STEPS:
        return STEPS.index(state)
    return {State.EXPIRED: 1, State.WITHDRAWN: 1, State.REJECTED: 0}.get(state, -1)
