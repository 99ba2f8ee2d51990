"""Who handles a matter and where it stands: assign, transfer, move, merge, withdraw."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from lightwell.casework import letters, timing
from lightwell.casework.actions.guarding import HIDDEN_COLUMNS, hide
from lightwell.casework.handling import keep, take, words, write
from lightwell.casework.kinds import Move, Phase
from lightwell.casework.models import Matter
from lightwell.kernel import clock
from lightwell.kernel.refusal import Refusal
from lightwell.people import public as people

STATE_COLUMNS = (
    "state",
    "phase",
    "reason_code",
    "closed_at",
    "outcome",
    "merged_into",
    "escalated_to",
    *timing.COLUMNS,
)
OWN_ACTIONS = ("assign", "answer", "close", "merge", "withdraw")


@transaction.atomic
def assign(
    *, matter: Matter, officer: people.Account, by: people.Account | None, version: int | None = None
) -> Matter:
    """Make somebody of the unit answerable; an officer may take a matter of their unit themselves."""
    themselves = by is not None and by.pk == officer.pk
    matter = take(
        matter, by=by, permission="casework.answer" if themselves else "casework.assign", version=version
    )
    if not people.can(officer, "casework.answer", unit=matter.unit):
        raise Refusal(
            _("This person may not answer for the unit. Choose one of its officers."), field="officer"
        )
    step = matter.kind_data.move(matter.state, verb="assign")
    if step is None and matter.state not in {m.target for m in matter.kind_data.moves if m.verb == "assign"}:
        raise Refusal(
            _("This cannot be assigned where it stands: “%(state)s”.") % {"state": matter.state_data.label}
        )
    if step is not None:
        step_to(matter, step)
    matter.officer = officer
    write(matter, "matter.assigned", by=by, facts={"state": matter.state, "unit": matter.unit.slug})
    return keep(matter, "officer", *STATE_COLUMNS)


@transaction.atomic
def transfer(
    *, matter: Matter, unit: people.Unit, reason: str, by: people.Account | None, version: int | None = None
) -> Matter:
    """Pass an open matter to another unit, with a public reason; its promise stands, whatever calendar is kept there."""
    matter = take(matter, by=by, permission="casework.assign", version=version)
    reason = words(reason, "reason")
    _require_open(matter)
    if unit.pk == matter.unit_id or not unit.active:
        raise Refusal(_("Choose another unit that is at work."), field="unit")
    office, left = people.office_of(by, matter.unit), matter.unit.slug
    matter.unit, matter.officer, matter.escalated_to = unit, None, None
    step = matter.kind_data.move(matter.state, verb="transfer")
    if step is not None:
        step_to(matter, step)
    if matter.paused_until is None:
        timing.set_due(matter, people.work_calendar(unit), clock.today())
    facts = {"from": left, "to": unit.slug, "state": matter.state, "due": matter.due_on.isoformat()}
    write(matter, "matter.transferred", by=by, office=office, facts=facts, note=reason)
    return keep(matter, "unit", "officer", *STATE_COLUMNS)


@transaction.atomic
def move(
    *,
    matter: Matter,
    to: str,
    by: people.Account | None,
    reason_code: str = "",
    note: str = "",
    version: int | None = None,
) -> Matter:
    """Take a step that the kind itself defines, such as accept or reject; a coded reason where the kind asks for one.

    A step without a permission is the person's own: the record says that the public took it.
    """
    step = matter.kind_data.move(matter.state, target=to)
    matter = take(matter, by=by, permission=step.permission if step else "casework.answer", version=version)
    step = matter.kind_data.move(matter.state, target=to)
    if step is None or step.verb in OWN_ACTIONS:
        raise Refusal(
            _("This step is not open where the matter stands: “%(state)s”.")
            % {"state": matter.state_data.label}
        )
    before, was_open = matter.state, matter.open
    step_to(matter, step, reason_code)
    facts = {"from": before, "state": matter.state, **({"reason": reason_code} if reason_code else {})}
    office = "" if step.permission else "public"
    write(matter, "matter.moved", by=by, office=office, facts=facts, note=note.strip())
    if was_open and not matter.open:
        letters.ended(matter)
    return keep(matter, *STATE_COLUMNS)


@transaction.atomic
def merge(
    *,
    matter: Matter,
    into: Matter,
    by: people.Account | None,
    reason_code: str = "",
    version: int | None = None,
) -> Matter:
    """Let another matter speak for this one: it is answered there, and counts there as a supporter."""
    locked = {m.pk: m for m in _lock_pair(matter, into)}
    matter = take(matter, by=by, permission="casework.answer", version=version)
    into = locked[into.pk]
    step = matter.kind_data.move(matter.state, verb="merge")
    if step is None:
        raise Refusal(
            _("This cannot be merged where it stands: “%(state)s”.") % {"state": matter.state_data.label}
        )
    _check_pair(matter, into)
    step_to(matter, step, reason_code)
    matter.merged_into = into
    into.supporters += 1 + matter.supporters
    Matter.objects.filter(merged_into=matter).update(
        merged_into=into
    )  # those who joined it earlier come along
    write(matter, "matter.merged", by=by, facts={"state": matter.state, "into": into.number})
    write(into, "matter.supported", by=by, facts={"from": matter.number, "supporters": into.supporters})
    keep(into, "supporters")
    letters.merged(matter)
    return keep(matter, *STATE_COLUMNS)


@transaction.atomic
def withdraw(
    *,
    matter: Matter,
    by: people.Account | None,
    reason: str = "",
    bearer: bool = False,
    version: int | None = None,
) -> Matter:
    """Take a matter back on the person's wish; a tombstone with the reason stands in place of its text.

    Only the person may (``by`` is theirs, or ``bearer``: the page checked the secret of the tracking link), or staff who
    write down the wish of somebody at the counter.
    """
    theirs = bearer or (by is not None and matter.person_id == by.pk)
    matter = take(matter, by=by, permission="" if theirs else "casework.receive", version=version)
    step = matter.kind_data.move(matter.state, verb="withdraw")
    if step is None:
        raise Refusal(_("This can no longer be withdrawn: “%(state)s”.") % {"state": matter.state_data.label})
    step_to(matter, step)
    hide(matter, reason.strip())
    office = "public" if theirs else people.office_of(by, matter.unit)
    write(
        matter,
        "matter.withdrawn",
        by=by,
        office=office,
        facts={"state": matter.state},
        note=matter.hidden_reason,
    )
    letters.ended(matter)
    return keep(matter, *HIDDEN_COLUMNS, *STATE_COLUMNS)


def step_to(matter: Matter, step: Move, reason_code: str = "") -> None:
    """Change state and phase in memory; stop, hold or restart the clock as the phase says. The caller stores it."""
    if step.reasons and reason_code not in step.reasons:
        raise Refusal(_("Choose one of the reasons of the list: the public reads it."), field="reason_code")
    held = (
        matter.phase == Phase.PAUSED and matter.state_data.phase != Phase.PAUSED
    )  # paused by hand, not by its state
    target = matter.kind_data.state(step.target)
    closed_on = _closed_on(matter)
    matter.state, matter.reason_code = target.code, reason_code or matter.reason_code
    if target.phase == Phase.PAUSED and matter.paused_until is None:
        timing.begin_pause(matter, str(target.stands), clock.today())
    elif not (held and target.phase == Phase.OPEN):
        matter.phase = target.phase
    _follow(matter, closed_on)


def _closed_on(matter: Matter) -> date | None:
    """The day since which the clock has been stopped, while it is."""
    ended = matter.closed_at or matter.answered_at
    return clock.local(ended).date() if ended is not None and not matter.open else None


def _follow(matter: Matter, closed_on: date | None) -> None:
    """Let the clock follow the phase that a step led to."""
    if not matter.open:
        timing.stop(matter)
        matter.closed_at = clock.now() if matter.phase in (Phase.CLOSED, Phase.WITHDRAWN) else None
    elif closed_on is not None:
        matter.closed_at, matter.outcome, matter.escalated_to = None, "", None
        _leave_merger(matter)
        timing.restart(matter, closed_on, people.work_calendar(matter.unit), clock.today())
    elif matter.phase == Phase.OPEN and matter.paused_until is not None:
        timing.end_pause(matter, people.work_calendar(matter.unit), clock.today())
    else:
        timing.set_state(matter, clock.today())


def _leave_merger(matter: Matter) -> None:
    if matter.merged_into_id is not None:
        Matter.objects.filter(pk=matter.merged_into_id).update(
            supporters=Greatest(F("supporters") - 1 - matter.supporters, 0)
        )
        matter.merged_into = None


def _require_open(matter: Matter) -> None:
    if not matter.open:
        raise Refusal(_("This matter is no longer open: “%(state)s”.") % {"state": matter.state_data.label})


def _lock_pair(*matters: Matter) -> list[Matter]:
    """Lock both in one order, so that two mergers at once wait for each other instead of deadlocking."""
    keys = sorted(matter.pk for matter in matters)
    rows = Matter.objects.select_for_update(of=("self",)).select_related("unit", "policy", "person")
    return list(rows.filter(pk__in=keys).order_by("pk"))


def _check_pair(matter: Matter, into: Matter) -> None:
    if into.pk == matter.pk or into.kind != matter.kind:
        raise Refusal(_("Choose another matter of the same kind."), field="into")
    if into.merged_into_id or into.phase == Phase.WITHDRAWN:
        raise Refusal(
            _("That one does not stand for itself any more. Choose the one it was merged into."), field="into"
        )
    if matter.private != into.private:
        raise Refusal(_("A private matter and a public one cannot be merged."), field="into")
