"""What moderators do: accept a petition, or turn it away for one of the published criteria. Each is in the record."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from lightwell.casework import public as casework
from lightwell.kernel import clock
from lightwell.kernel.refusal import Refusal
from lightwell.participation.petitions import letters, policies, rules
from lightwell.participation.petitions.criteria import criterion_of
from lightwell.participation.petitions.handling import Facts, enter, keep, step, take, words
from lightwell.participation.petitions.kind import PETITION
from lightwell.participation.petitions.models import Petition
from lightwell.participation.petitions.rules import State
from lightwell.people import public as people

LONGEST_NOTE = 1000


@transaction.atomic
def accept(*, petition: Petition, by: people.Account | None) -> Petition:
    """Open a petition for signatures: from now on its text, its days and its threshold are fixed."""
    petition = _moderated(petition, by)
    step(petition, "accept")
    today = clock.today()
    petition.policy = policies.policy_on(today)
    petition.answer_policy = casework.policy_for(PETITION, today)
    petition.opened_on = today
    petition.closes_on = rules.closes_on(petition.policy.terms, today)
    petition.decided_at = clock.now()
    facts: Facts = {
        "state": petition.state,
        "threshold": petition.policy.threshold,
        "closes": petition.closes_on.isoformat(),
        "unit": petition.unit.slug,
    }
    enter(petition, "petition.opened", office=_office(petition, by), facts=facts, content=texts_of(petition))
    letters.opened(petition)
    columns = ("state", "policy", "answer_policy", "opened_on", "closes_on", "decided_at")
    return keep(petition, *columns)


@transaction.atomic
def reject(*, petition: Petition, reason_code: str, note: str = "", by: people.Account | None) -> Petition:
    """Turn a petition away for one of the published criteria, with a note that the public reads.

    While it is being checked, or, for what was found too late, while it collects.
    """
    petition = _moderated(petition, by)
    late = petition.state == State.COLLECTING
    step(petition, "stop" if late else "reject")
    petition.reason_code, petition.note = _checked(reason_code, note)
    petition.decided_at = petition.decided_at or clock.now()
    petition.ended_at = clock.now()
    facts: Facts = {"state": petition.state, "reason": petition.reason_code}
    content = {"note": petition.note} if petition.note else {}
    act = "petition.stopped" if late else "petition.rejected"
    enter(petition, act, office=_office(petition, by), facts=facts, content=content)
    letters.rejected(petition)
    return keep(petition, "state", "reason_code", "note", "decided_at", "ended_at")


def texts_of(petition: Petition) -> dict[str, str]:
    """Return the texts of a petition as the record hashes them."""
    return {"title": petition.title, "ask": petition.ask, "why": petition.why}


def _moderated(petition: Petition, by: people.Account | None) -> Petition:
    petition = take(petition)
    if by is not None:
        people.require(by, "casework.moderate", unit=petition.unit)
        if by.pk == petition.author_id:
            raise Refusal(_("Nobody decides about a petition of their own. Leave it to somebody else."))
    return petition


def _office(petition: Petition, by: people.Account | None) -> str:
    return people.office_of(by, petition.unit, "casework.moderate") if by is not None else "system"


def _checked(code: str, note: str) -> tuple[str, str]:
    criterion = criterion_of(code)
    if criterion is None:
        raise Refusal(_("Choose one of the published criteria: the public reads it."), field="reason_code")
    clean = note.strip()
    if criterion.asks_note and not clean:
        raise Refusal(_("For this criterion the note has to say which one, or who can help."), field="note")
    return code, words(clean, "note", longest=LONGEST_NOTE) if clean else ""
