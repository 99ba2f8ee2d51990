"""The decision in words, as the letter and the matter's page show it: subject, what is decided, why, and how to appeal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from lightwell.casework.public import Matter
from lightwell.design.public import day_text
from lightwell.services.applications.models import Result


@dataclass(frozen=True)
class Verdict:
    """A decision before it has a number or a proof."""

    result: str
    basis: str = ""
    reason: str = ""
    conditions: str = ""
    appeal_to: str = ""
    appeal_until: date | None = None


def decision_text(matter: Matter, verdict: Verdict) -> str:
    """Return the decision as CommonMark in the language in use; this text is what the record holds a hash of."""
    parts = [_subject(matter, verdict)]
    if verdict.conditions:
        parts.append(_section(_("Conditions"), verdict.conditions))
    if verdict.reason:
        parts.append(_section(_("Reasons"), verdict.reason))
    if verdict.basis:
        parts.append(_section(_("Legal basis"), verdict.basis))
    if verdict.appeal_until is not None:
        parts.append(_section(_("If you do not agree"), _appeal(matter, verdict)))
    return "\n\n".join(parts)


def _subject(matter: Matter, verdict: Verdict) -> str:
    sentence = {
        Result.GRANTED: _("Your application “%(title)s” (%(number)s) is granted."),
        Result.CONDITIONS: _(
            "Your application “%(title)s” (%(number)s) is granted with the conditions below."
        ),
        Result.REFUSED: _("Your application “%(title)s” (%(number)s) is refused."),
    }[Result(verdict.result)]
    return f"**{sentence % {'title': matter.title, 'number': matter.number}}**"


def _appeal(matter: Matter, verdict: Verdict) -> str:
    assert verdict.appeal_until is not None
    return _(
        "You may appeal within 30 days from the day after this decision reached you: write to %(above)s, and hand the letter in "
        "at %(unit)s. If it reached you on the day it was made, the last day is %(day)s; if it reached you later, you have "
        "as many days longer. (Administrative Appeal Act, articles 14 and 58)"
    ) % {"above": verdict.appeal_to, "unit": matter.unit, "day": day_text(verdict.appeal_until)}


def _section(title: str, text: str) -> str:
    return f"### {title}\n\n{text}"
