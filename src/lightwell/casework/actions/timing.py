"""The clock's own acts: stand still, go on, be extended; a changed calendar; what time alone does."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from lightwell.casework import clock as rules
from lightwell.casework import letters, timing
from lightwell.casework.handling import keep, take, words, write
from lightwell.casework.models import Matter
from lightwell.kernel import clock
from lightwell.kernel.refusal import Refusal
from lightwell.people import public as people


@transaction.atomic
def pause(*, matter: Matter, reason: str, by: people.Account | None, version: int | None = None) -> Matter:
    """Let the clock stand still, for a reason that the public reads; it goes on by itself when the cap is reached."""
    matter = take(matter, by=by, permission="casework.answer", version=version)
    reason, today = words(reason, "reason"), clock.today()
    timing.begin_pause(matter, reason, today)
    facts = {"until": str(matter.paused_until), "due": matter.due_on.isoformat()}
    write(matter, "matter.paused", by=by, facts=facts, note=reason)
    letters.paused(matter)
    return keep(matter, "phase", "clock_state", "paused_until")


@transaction.atomic
def resume(
    *, matter: Matter, by: people.Account | None, reason: str = "", version: int | None = None
) -> Matter:
    """Let the clock go on; the due day moves later by the days that it stood still."""
    matter = take(matter, by=by, permission="casework.answer", version=version)
    today = clock.today()
    if matter.paused_until is None:
        raise Refusal(_("This clock is not paused."))
    before, by_cap = matter.due_on, by is None and today >= matter.paused_until
    timing.end_pause(matter, people.work_calendar(matter.unit), today)
    facts: dict[str, str | int] = {"was_due": before.isoformat(), "due": matter.due_on.isoformat()}
    if by_cap:
        facts["cap_days"] = matter.policy.pause_cap_days
    write(matter, "matter.resumed", by=by, facts=facts, note=reason.strip())
    letters.resumed(matter)
    return keep(matter, "phase", *timing.COLUMNS)


@transaction.atomic
def extend(*, matter: Matter, reason: str, by: people.Account | None, version: int | None = None) -> Matter:
    """Give the office more time: once, with a public reason, before the answer is overdue."""
    matter = take(matter, by=by, permission="casework.answer", version=version)
    reason, today = words(reason, "reason"), clock.today()
    _check_extension(matter)
    before, matter.extended = matter.due_on, True
    timing.set_due(matter, people.work_calendar(matter.unit), today)
    facts = {"was_due": before.isoformat(), "due": matter.due_on.isoformat()}
    write(matter, "matter.extended", by=by, facts=facts, note=reason)
    letters.extended(matter)
    return keep(matter, "extended", *timing.COLUMNS)


def _check_extension(matter: Matter) -> None:
    terms, course = matter.policy.terms, timing.course_of(matter)
    if matter.extended:
        raise Refusal(_("This clock was extended before. It can be extended only once."))
    if not terms.extension_days:
        raise Refusal(_("The policy of this kind gives no extension."))
    if matter.paused_until is not None:
        raise Refusal(_("This clock is paused. Let it go on first."))
    if not matter.open or not rules.may_extend(terms, course, matter.due_on, clock.today()):
        raise Refusal(_("An extension must be given before the answer is overdue."))
