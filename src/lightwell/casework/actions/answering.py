"""The answer, and what came of it."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from lightwell.casework import letters
from lightwell.casework.actions.moving import STATE_COLUMNS, step_to
from lightwell.casework.handling import keep, take, words, write
from lightwell.casework.kinds import Phase
from lightwell.casework.models import Matter, Response
from lightwell.casework.prose import to_html
from lightwell.kernel import clock
from lightwell.kernel.refusal import Refusal
from lightwell.people import public as people

LONGEST_ANSWER = 40_000
ANSWER_COLUMNS = ("answered_at", "answer_days", "on_time")


@transaction.atomic
def respond(
    *, matter: Matter, text: str, by: people.Account | None, version: int | None = None, to: str = ""
) -> Response:
    """Publish an answer (CommonMark). The first one stops the clock; a further one is added below it.

    ``to`` names the state that it leads to, for kinds whose answers differ in that, such as granted and refused.
    """
    matter = take(matter, by=by, permission="casework.answer", version=version)
    text = words(text, "text", longest=LONGEST_ANSWER)
    step = matter.kind_data.move(matter.state, verb="answer", target=to)
    if step is None and (to or matter.phase != Phase.ANSWERED):
        raise Refusal(
            _("This cannot be answered where it stands: “%(state)s”.") % {"state": matter.state_data.label}
        )
    if step is not None:
        step_to(matter, step)
    if matter.answered_at is None:
        _measure(matter)
    response = _publish(matter, text, by)
    letters.answered(matter)
    keep(matter, *ANSWER_COLUMNS, *STATE_COLUMNS)
    return response


@transaction.atomic
def close(
    *,
    matter: Matter,
    outcome: str,
    reason: str,
    by: people.Account | None,
    version: int | None = None,
    told: bool = False,
) -> Matter:
    """Say what came of it, with a public reason; the matter is closed.

    ``told``: the person hears of it by the mail about the answer that is given in the same transaction.
    """
    matter = take(matter, by=by, permission="casework.answer", version=version)
    reason, chosen = words(reason, "reason"), matter.kind_data.outcome(outcome)
    step = matter.kind_data.move(matter.state, verb="close")
    if step is None:
        raise Refusal(
            _("This cannot be closed where it stands: “%(state)s”.") % {"state": matter.state_data.label}
        )
    step_to(matter, step)
    matter.outcome, matter.outcome_reason = chosen.code, reason
    write(matter, "matter.closed", by=by, facts={"state": matter.state, "outcome": chosen.code}, note=reason)
    if not told:
        letters.closed(matter)
    return keep(matter, "outcome_reason", *STATE_COLUMNS)


def _measure(matter: Matter) -> None:
    """Note how long the first answer took, in working days of the unit, and whether it came in time."""
    today = clock.today()
    received = clock.local(matter.received_at).date()
    matter.answered_at = clock.now()
    matter.answer_days = max(people.work_calendar(matter.unit).working_days_between(received, today), 0)
    matter.on_time = today <= matter.due_on


def _publish(matter: Matter, text: str, by: people.Account | None) -> Response:
    number = matter.responses.count() + 1
    facts: dict[str, str | int] = {
        "state": matter.state,
        "response": number,
        "due": matter.due_on.isoformat(),
    }
    event = write(matter, "response.published", by=by, facts=facts, content={"text": text})
    return Response.objects.create(
        matter=matter, text=text, html=to_html(text), at=event.at, unit=matter.unit, by=by, office=event.office,
        act_id=event.act_id,
    )  # fmt: skip
