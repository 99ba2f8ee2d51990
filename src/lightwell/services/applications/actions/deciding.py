"""What the office does with an application beyond what every matter has: ask for what is missing, decide."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from lightwell.casework import public as casework
from lightwell.kernel import clock
from lightwell.kernel.refusal import Refusal
from lightwell.people import public as people
from lightwell.services.applications import counts, letters, rules
from lightwell.services.applications.kind import WAITING
from lightwell.services.applications.models import Application, Decision, Inquiry, Result
from lightwell.services.applications.wording import Verdict, decision_text

LONGEST = 4000


@transaction.atomic
def ask(
    *,
    application: Application,
    missing: Mapping[str, str],
    note: str = "",
    by: people.Account | None,
    version: int | None = None,
) -> Inquiry:
    """Ask the person for what is missing: words by question, and in general. The clock stands still until they answer.

    Refusal when nothing is asked for, or when the clock may not be paused any more.
    """
    wanted = {question: words.strip()[:LONGEST] for question, words in missing.items() if words.strip()}
    if not wanted and not note.strip():
        raise Refusal(_("Say at least at one place what is missing."), field="note")
    Application.objects.select_for_update().get(pk=application.pk)
    casework.move(matter=application.matter, to=WAITING, by=by, version=version)
    Inquiry.objects.filter(application=application, ended_at=None).update(ended_at=clock.now())
    inquiry = Inquiry.objects.create(
        application=application, missing=wanted, note=note.strip()[:LONGEST], asked_at=clock.now(), by=by
    )
    letters.asked(application)
    return inquiry


@transaction.atomic
def decide(
    *,
    application: Application,
    result: str,
    basis: str = "",
    reason: str = "",
    conditions: str = "",
    by: people.Account | None,
    version: int | None = None,
) -> Decision:
    """Grant, grant with conditions, or refuse; the person gets a letter with its proof, and the clock stops.

    A refusal names its article and says why in plain words; conditions are written out. Refusals name the field.
    """
    verdict = judged(application.matter, result, basis, reason, conditions)
    with translation.override(application.matter.language):
        text = decision_text(application.matter, verdict)
    response = casework.respond(
        matter=application.matter, text=text, by=by, version=version, to=verdict.result
    )
    decision = Decision.objects.create(
        application=application, result=verdict.result, basis=verdict.basis, reason=verdict.reason,
        conditions=verdict.conditions, appeal_to=verdict.appeal_to[:200], appeal_until=verdict.appeal_until,
        at=response.at, by=by, response=response,
    )  # fmt: skip
    matter = response.matter
    counts.add(application.service, **{rules.DECIDED: 1, rules.ON_TIME: int(bool(matter.on_time))})
    return decision


def judged(matter: casework.Matter, result: str, basis: str, reason: str, conditions: str) -> Verdict:
    """Return a decision checked for what the law asks of it, before it is made or shown as a draft."""
    if result not in Result.values:
        raise Refusal(_("Choose what is decided."), field="result")
    basis, reason, conditions = (text.replace("\x00", "").strip() for text in (basis, reason, conditions))
    if result == Result.REFUSED and not basis:
        raise Refusal(_("A refusal names the article that it rests on."), field="basis")
    if result != Result.GRANTED and not reason:
        raise Refusal(_("Say why, in words that the person understands."), field="reason")
    if result == Result.CONDITIONS and not conditions:
        raise Refusal(_("Write the conditions."), field="conditions")
    if max(len(basis) * 10, len(reason), len(conditions)) > LONGEST:
        raise Refusal(_("Write at most %(n)d characters.") % {"n": LONGEST})
    above = people.parent_of(matter.unit) or matter.unit
    with translation.override(matter.language):
        appeal_to = str(above)
    return Verdict(
        result=result,
        basis=basis,
        reason=reason,
        conditions=conditions if result == Result.CONDITIONS else "",
        appeal_to="" if result == Result.GRANTED else appeal_to,
        appeal_until=None
        if result == Result.GRANTED
        else rules.appeal_until(clock.today(), people.work_calendar(matter.unit)),
    )
