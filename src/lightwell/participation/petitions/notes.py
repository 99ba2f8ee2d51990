"""What an office reports on a petition that is answered: dated notes, promises with a day, and that a promise was kept."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from lightwell.casework import public as casework
from lightwell.kernel import clock
from lightwell.kernel.refusal import Refusal
from lightwell.participation.petitions.handling import enter, keep, take, words
from lightwell.participation.petitions.models import Note, Petition
from lightwell.participation.petitions.rules import State
from lightwell.people import public as people

LONGEST = 4000
REPORTED = (State.ANSWERING, State.ANSWERED, State.CLOSED)


@transaction.atomic
def add_note(
    *,
    petition: Petition,
    text: str,
    by: people.Account | None,
    due_on: date | None = None,
    keeps: Note | None = None,
) -> Note:
    """Publish a note (CommonMark) on a petition that is answered; ``due_on`` makes it a promise, ``keeps`` ends one.

    An official act of the unit that answers. Refusal for a petition that nobody has to answer, for a promise with a day that
    has passed, and for one that was kept before.
    """
    petition = take(petition)
    if petition.state not in REPORTED or petition.matter is None:
        raise Refusal(_("Notes can be published once a petition has reached its threshold."))
    unit = petition.matter.unit
    if by is not None:
        people.require(by, "casework.answer", unit=unit)
    text = words(text, "text", longest=LONGEST)
    _check(petition, due_on, keeps)
    office = people.office_of(by, unit)
    facts: dict[str, str | int] = {
        "note": petition.notes.count() + 1,
        **({"due": due_on.isoformat()} if due_on else {}),
    }
    if keeps is not None:
        facts["keeps"] = keeps.at.date().isoformat()
    act = "petition.promise_kept" if keeps else "petition.promised" if due_on else "petition.noted"
    note = Note.objects.create(
        petition=petition, text=text, html=casework.to_html(text), due_on=due_on, keeps=keeps, at=clock.now(), unit=unit,
        by=by, office=office, act_id=enter(petition, act, office=office, facts=facts, content={"text": text}),
    )  # fmt: skip
    keep(petition)
    return note


def _check(petition: Petition, due_on: date | None, keeps: Note | None) -> None:
    if due_on is not None and due_on < clock.today():
        raise Refusal(_("A promise is for a day to come."), field="due_on")
    if keeps is not None and (keeps.petition_id != petition.pk or keeps.due_on is None):
        raise Refusal(_("Choose a promise of this petition."), field="keeps")
    if keeps is not None and keeps.kept_by.exists():
        raise Refusal(_("It was said before that this promise has been kept."), field="keeps")
