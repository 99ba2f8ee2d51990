"""From the threshold to the answer: a matter is received, its clock starts, and the petition follows what casework does."""

from __future__ import annotations

from collections.abc import Sequence

from lightwell.casework import public as casework
from lightwell.kernel import changes, clock
from lightwell.kernel.ref import Ref
from lightwell.participation.petitions import letters, rules
from lightwell.participation.petitions.handling import Facts, enter, keep, step
from lightwell.participation.petitions.kind import PETITION
from lightwell.participation.petitions.models import Display, Petition
from lightwell.people import public as people

STEPS = {"response.published": "answer", "matter.closed": "close"}
FOLLOWED = (
    *STEPS,
    "matter.assigned",
    "matter.transferred",
    "matter.extended",
    "matter.paused",
    "matter.resumed",
)


def reach(petition: Petition) -> None:
    """Let the clock of the answer start; called in the transaction of the tally that reached the threshold, once."""
    step(petition, "reach")
    petition.reached_at = clock.now()
    petition.matter = _receive(petition)
    facts: Facts = {
        "state": petition.state,
        "signatures": petition.signatures,
        "number": petition.matter.number,
        "due": petition.matter.due_on.isoformat(),
    }
    enter(petition, "petition.reached", office="system", facts=facts)
    keep(petition, "state", "reached_at", "matter")
    letters.reached(petition)


def _receive(petition: Petition) -> casework.Matter:
    named = petition.display == Display.NAME
    return casework.receive(
        kind=PETITION,
        title=petition.title,
        body=f"{petition.ask}\n\n{petition.why}",
        channel="web",
        unit=_answerable(petition.unit),
        by=None,
        visibility="public" if named else "pseudonymous",
        person=petition.author,
        display=petition.display,
        display_name=petition.author_name,
        topic=petition.ref,
        language=petition.language,
        idempotency_key=f"petition/{petition.public_id}",
        policy=petition.answer_policy,
        receipt=False,
    )


def _answerable(unit: people.Unit) -> people.Unit:
    """The unit that was asked, or, when it was closed meanwhile, the nearest one above that is at work."""
    while not unit.active and unit.parent is not None:
        unit = unit.parent
    return unit


def follow(refs: Sequence[Ref], act: str) -> None:
    """Let a petition go along with acts on its matter; a listener of ``kernel.changes``, in the transaction of the act."""
    if act not in FOLLOWED:
        return
    numbers = [ref.id for ref in refs if ref.kind == "matter" and ref.id.startswith(f"{PETITION.prefix}-")]
    for petition in Petition.objects.filter(matter__number__in=numbers) if numbers else ():
        if act in STEPS:
            petition.state = rules.after(petition.state, STEPS[act])
        keep(petition, "state")
        changes.tell([petition.ref])
