"""What an officer can do with a matter now: one step for each move that its kind allows and each act of its clock.

The desk asks the kind what is possible and never which kind it is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from lightwell.casework import clock as rules
from lightwell.casework import desk_drafts, timing
from lightwell.casework.actions import answering, moving
from lightwell.casework.actions import timing as clock_acts
from lightwell.casework.desk_forms import (
    AnswerForm,
    AssignForm,
    GoOnForm,
    MergeForm,
    MoveForm,
    OutcomeForm,
    ReasonForm,
    StepForm,
    TransferForm,
)
from lightwell.casework.kinds import Move
from lightwell.casework.models import Matter
from lightwell.kernel import clock
from lightwell.kernel.refusal import Refusal
from lightwell.people import public as people

Data = dict[str, Any]
KEYS = {"answer": "a", "assign": "g", "close": "o", "merge": "m", "accept": "y", "reject": "n"}


@dataclass(frozen=True)
class Step:
    """One thing that can be done: its name in the address, its words, its form, and what it does with the cleaned form."""

    verb: str
    label: str
    make_form: Callable[..., StepForm]
    run: Callable[[Matter, Data, people.Account], object]
    href: str = ""  # the kind's own page for it, instead of a form

    @property
    def key(self) -> str | None:
        return KEYS.get(self.verb)

    def form(self, matter: Matter, data: Any = None, **initial: Any) -> StepForm:
        """Return the form, empty or bound to what was sent."""
        return self.make_form(data, initial={"version": matter.version, **initial}, verb=self.verb)


def steps_of(matter: Matter, account: people.Account, powers: people.Powers) -> list[Step]:
    """Return what ``account`` can do with a matter as it stands, the kind's moves first, in the kind's order."""

    def may(permission: str) -> bool:
        return powers.allow(permission, matter.unit.path)

    found = [
        step
        for move in matter.kind_data.moves_from(matter.state)
        if (step := _of_move(matter, move, account, may))
    ]
    return [*_one_each(found), *_of_clock(matter, may)]


def step_named(matter: Matter, account: people.Account, powers: people.Powers, verb: str) -> Step | None:
    """Return the step of a name, or None when it cannot be done here and now or not by this person."""
    steps = steps_of(matter, account, powers)
    return next((step for step in steps if step.verb == verb and not step.href), None)


def _one_each(steps: list[Step]) -> list[Step]:
    return list({step.verb: step for step in reversed(steps)}.values())[::-1]


def _of_move(matter: Matter, move: Move, account: people.Account, may: Callable[[str], bool]) -> Step | None:
    label = str(move.label)
    if move.verb == "assign":
        return _assign(matter, label, account, may)
    if move.verb == "transfer":
        return None  # offered with the clock's acts: any open matter can be passed on
    permission = {"withdraw": "casework.receive"}.get(move.verb, move.permission)
    if not permission or not may(permission):
        return None
    if move.page:
        return Step(move.verb, label, StepForm, _elsewhere, href=reverse(move.page, args=[matter.number]))
    if move.verb in _OWN:
        make_form, run = _OWN[move.verb]
        return Step(move.verb, label, lambda *a, **k: make_form(*a, **_for_kind(make_form, matter), **k), run)
    return Step(
        move.verb, label, lambda *a, **k: MoveForm(*a, move=move, kind=matter.kind_data, **k), _mover(move)
    )


def _elsewhere(matter: Matter, data: Data, by: people.Account) -> object:
    raise Refusal(_("This step has a page of its own."))


def _for_kind(make_form: type[StepForm], matter: Matter) -> Data:
    return {"kind": matter.kind_data} if make_form is OutcomeForm else {}


def _assign(matter: Matter, label: str, account: people.Account, may: Callable[[str], bool]) -> Step | None:
    """A lead chooses among the officers; an officer may take the matter themselves."""
    if may("casework.assign"):
        return Step(
            "assign",
            label,
            lambda *a, **k: AssignForm(*a, officers=people.officers_of(matter.unit), **k),
            _do_assign,
        )
    if may("casework.answer") and matter.officer_id != account.pk:
        return Step(
            "assign",
            _("Take it yourself"),
            lambda *a, **k: AssignForm(*a, officers=[account], **k),
            _do_assign,
        )
    return None


def _of_clock(matter: Matter, may: Callable[[str], bool]) -> list[Step]:
    if not matter.open:
        return []
    steps, today, terms = [], clock.today(), matter.policy.terms
    course = timing.course_of(matter)
    if may("casework.answer"):
        if matter.paused_until is not None:
            steps.append(Step("resume", _("Let the clock go on"), GoOnForm, _do_resume))
        elif rules.may_pause(terms, course, matter.due_on, today):
            steps.append(Step("pause", _("Pause the clock"), ReasonForm, _do_pause))
        if matter.paused_until is None and rules.may_extend(terms, course, matter.due_on, today):
            steps.append(Step("extend", _("Take more time, once"), ReasonForm, _do_extend))
    if may("casework.assign"):
        steps.append(
            Step(
                "transfer",
                _("Pass to another unit"),
                lambda *a, **k: _transfer_form(matter, *a, **k),
                _do_transfer,
            )
        )
    return steps


def _transfer_form(matter: Matter, *args: Any, **kwargs: Any) -> TransferForm:
    others = people.Unit.objects.filter(active=True).exclude(pk=matter.unit_id).order_by("path")
    return TransferForm(*args, units=others, **kwargs)


def _do_assign(matter: Matter, data: Data, by: people.Account) -> object:
    return moving.assign(matter=matter, officer=data["officer"], by=by, version=data["version"])


def _do_answer(matter: Matter, data: Data, by: people.Account) -> object:
    response = answering.respond(matter=matter, text=data["text"], by=by, version=data["version"])
    desk_drafts.drop_draft(matter=matter, by=by)
    return response


def _do_close(matter: Matter, data: Data, by: people.Account) -> object:
    return answering.close(
        matter=matter, outcome=data["outcome"], reason=data["reason"], by=by, version=data["version"]
    )


def _do_merge(matter: Matter, data: Data, by: people.Account) -> object:
    other = Matter.objects.filter(number=data["into"]).select_related("unit").first()
    if other is None or not people.can(by, "desk.see", unit=other.unit):
        raise Refusal(
            _("There is no matter %(number)s at your desk.") % {"number": data["into"]}, field="into"
        )
    return moving.merge(matter=matter, into=other, by=by, version=data["version"])


def _do_withdraw(matter: Matter, data: Data, by: people.Account) -> object:
    return moving.withdraw(matter=matter, reason=data["reason"], by=by, version=data["version"])


def _mover(move: Move) -> Callable[[Matter, Data, people.Account], object]:
    def run(matter: Matter, data: Data, by: people.Account) -> object:
        return moving.move(
            matter=matter,
            to=move.target,
            by=by,
            reason_code=data.get("reason_code", ""),
            note=data.get("note", ""),
            version=data["version"],
        )

    return run


def _do_pause(matter: Matter, data: Data, by: people.Account) -> object:
    return clock_acts.pause(matter=matter, reason=data["reason"], by=by, version=data["version"])


def _do_resume(matter: Matter, data: Data, by: people.Account) -> object:
    return clock_acts.resume(matter=matter, reason=data["reason"], by=by, version=data["version"])


def _do_extend(matter: Matter, data: Data, by: people.Account) -> object:
    return clock_acts.extend(matter=matter, reason=data["reason"], by=by, version=data["version"])


def _do_transfer(matter: Matter, data: Data, by: people.Account) -> object:
    return moving.transfer(
        matter=matter, unit=data["unit"], reason=data["reason"], by=by, version=data["version"]
    )


_OWN: dict[str, tuple[type[StepForm], Callable[[Matter, Data, people.Account], object]]] = {
    "answer": (AnswerForm, _do_answer),
    "close": (OutcomeForm, _do_close),
    "merge": (MergeForm, _do_merge),
    "withdraw": (ReasonForm, _do_withdraw),
}
