"""What the page of a petition shows beside its text: answers with their proofs, notes, and what happened when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lightwell.casework import public as casework
from lightwell.design.public import day_text
from lightwell.kernel import clock
from lightwell.participation.petitions.models import Note, Petition
from lightwell.participation.petitions.rules import State
from lightwell.record import public as record


@dataclass(frozen=True)
class Proven:
    """An answer with a sentence about its proof."""

    response: casework.Response
    sentence: str
    state: str
    href: str


@dataclass(frozen=True)
class Reported:
    """A note; of a promise also whether it was kept, or its day has passed."""

    note: Note
    href: str
    state: str = ""  # "", open, kept, late


@dataclass(frozen=True)
class Line:
    """One line as ``ui.timeline`` draws it."""

    when: datetime | date
    title: str
    body: str = ""
    who: str = ""
    tone: str = "blue"
    href: str = ""
    proof_href: str = ""
    future: bool = False


@dataclass(frozen=True)
class Story:
    """All of it, in three to six queries."""

    answers: list[Proven]
    notes: list[Reported]
    lines: list[Line]


def story_of(petition: Petition) -> Story:
    """Gather the story of a public petition."""
    matter = petition.matter
    subjects = [petition.ref, matter.ref] if matter else [petition.ref]
    acts = {act.id: act for found in record.acts_of_many(subjects).values() for act in found}
    responses = _responses(petition)
    newest = responses[-1].pk if responses else None
    answers = [_proven(each, acts, each.pk == newest) for each in responses]
    notes = _reported(petition, acts)
    return Story(answers, notes, [*_lines(list(acts.values()), petition, notes), *_to_come(petition)])


def _responses(petition: Petition) -> list[casework.Response]:
    if petition.matter is None:
        return []
    rows = casework.Response.objects.filter(matter=petition.matter).select_related("unit")
    return list(rows.order_by("at", "id"))


def _proven(response: casework.Response, acts: Mapping[str, record.Act], newest: bool) -> Proven:
    act = acts.get(response.act_id)
    if act is None or act.state == "pending":
        return Proven(
            response, _("The record takes this answer in within seconds."), "pending", act.href if act else ""
        )
    if not newest:
        return Proven(response, _("Its proof is in the public record."), "ok", act.href)
    day = {"day": day_text(clock.local(act.at))}
    if record.check(act.id, "text", response.text) == "unchanged":
        words = _("This answer is exactly the text that was published on %(day)s.")
        return Proven(response, words % day, "ok", act.href)
    words = _("This is not the text that was published on %(day)s. Tell us: somebody changed it.")
    return Proven(response, words % day, "failed", act.href)


def _reported(petition: Petition, acts: Mapping[str, record.Act]) -> list[Reported]:
    if petition.matter is None:
        return []
    notes = list(petition.notes.select_related("unit").order_by("at", "id"))
    kept = {note.keeps_id for note in notes if note.keeps_id}
    return [Reported(note, _href(acts, note.act_id), _promise(note, kept)) for note in notes]


def _promise(note: Note, kept: set[int]) -> str:
    if note.due_on is None:
        return ""
    if note.pk in kept:
        return "kept"
    return "late" if clock.today() > note.due_on else "open"


def _href(acts: Mapping[str, record.Act], act_id: str) -> str:
    return acts[act_id].href if act_id in acts else ""


TOLD: Mapping[str, tuple[Any, str]] = {
    "petition.opened": (gettext_lazy("Accepted, and open for signatures"), "blue"),
    "petition.rejected": (gettext_lazy("Not accepted"), "grey"),
    "petition.stopped": (gettext_lazy("Taken off after it had opened"), "red"),
    "petition.withdrawn": (gettext_lazy("Taken back by its author"), "grey"),
    "petition.expired": (gettext_lazy("The time to sign ran out"), "grey"),
    "petition.reached": (gettext_lazy("The threshold was reached: an answer is due"), "green"),
    "petition.recounted": (gettext_lazy("Counted anew"), "yellow"),
    "petition.noted": (gettext_lazy("The office reports"), "blue"),
    "petition.promised": (gettext_lazy("The office promises"), "purple"),
    "petition.promise_kept": (gettext_lazy("A promise was kept"), "green"),
    "matter.assigned": (gettext_lazy("An officer is answerable now"), "blue"),
    "matter.transferred": (gettext_lazy("Passed to another unit"), "blue"),
    "matter.extended": (gettext_lazy("More time to answer, with a reason"), "yellow"),
    "matter.paused": (gettext_lazy("The clock stands still"), "purple"),
    "matter.resumed": (gettext_lazy("The clock goes on"), "blue"),
    "matter.escalated": (gettext_lazy("Overdue: now before the unit above"), "red"),
    "response.published": (gettext_lazy("Answered"), "green"),
    "matter.closed": (gettext_lazy("What came of it was published"), "green"),
}


def _lines(acts: list[record.Act], petition: Petition, notes: list[Reported]) -> list[Line]:
    words = {reported.note.act_id: reported.note.text for reported in notes}
    first = [Line(petition.submitted_at, _("Handed in"))] if petition.submitted_at else []
    told = [
        Line(
            act.at,
            str(TOLD[act.act][0]),
            words.get(act.id, "")[:200],
            tone=TOLD[act.act][1],
            proof_href=act.href,
        )
        for act in sorted(acts, key=lambda act: act.at)
        if act.act in TOLD
    ]
    return [*first, *told]


def _to_come(petition: Petition) -> list[Line]:
    matter = petition.matter
    if petition.state == State.COLLECTING and petition.closes_on:
        return [Line(petition.closes_on, _("The last day to sign"), future=True)]
    if matter is not None and matter.open:
        return [Line(matter.due_on, _("An answer is due"), who=str(matter.unit), future=True)]
    return []
