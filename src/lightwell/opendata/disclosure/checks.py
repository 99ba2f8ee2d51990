"""What an office must say before it may close data or promise a day, asked with words for the person at the desk."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from lightwell.kernel import clock
from lightwell.kernel.refusal import Refusal
from lightwell.opendata.disclosure import rules, statutes

if TYPE_CHECKING:
    from lightwell.opendata.disclosure.actions import Closing

LONGEST_REASON, LONGEST_TITLE, SHORTEST_REASON = 2000, 160, 4


def title(text: str) -> str:
    """Return the name of the data, in one line; Refusal without one."""
    clean = " ".join(text.replace("\x00", "").split())
    if not clean:
        raise Refusal(_("Say what the data is called."), field="title")
    if len(clean) > LONGEST_TITLE:
        raise Refusal(_("Write at most %(n)d characters.") % {"n": LONGEST_TITLE}, field="title")
    return clean


def reason(text: str, field: str = "reason") -> str:
    """Return a reason that people can read; Refusal when it is missing, only a few signs, or too long."""
    clean = text.replace("\x00", "").replace("\r\n", "\n").strip()
    if len(clean) < SHORTEST_REASON:
        raise Refusal(_("Write the reason in a sentence: everybody reads it."), field=field)
    if len(clean) > LONGEST_REASON:
        raise Refusal(_("Write at most %(n)d characters.") % {"n": LONGEST_REASON}, field=field)
    return clean


def checked(closing: Closing) -> Closing:
    """Return a closing with its texts trimmed; Refusal when article, reason or review day is not good enough."""
    written = " ".join(closing.written.split()) if closing.ground == statutes.OTHER else ""
    if closing.ground not in {*statutes.GROUNDS, statutes.OTHER}:
        raise Refusal(_("Choose the law and article by which it is not open."), field="ground")
    if closing.ground == statutes.OTHER and not written:
        raise Refusal(
            _("Write law and article, as in “Marine Pollution Control Act, Article 12”."), field="written"
        )
    wrong = rules.wrong_review(closing.review_on, clock.today())
    if wrong is rules.Wrong.PAST:
        raise Refusal(_("The day of the review must lie ahead."), field="review_on")
    if wrong is rules.Wrong.FAR:
        words = _("A decision is looked at again after at most %(n)d years. Choose an earlier day.")
        raise Refusal(words % {"n": rules.LONGEST_REVIEW_YEARS}, field="review_on")
    return replace(
        closing, written=written[:200], reason=reason(closing.reason), reason_en=closing.reason_en.strip()
    )


def promised_day(day: date, before: date | None = None) -> None:
    """Refuse a day that cannot be promised; ``before`` is the day that holds now."""
    wrong = rules.wrong_promise(day, clock.today(), before)
    if wrong is rules.Wrong.PAST:
        raise Refusal(_("A promised day cannot lie in the past."), field="opens_on")
    if wrong is rules.Wrong.SAME:
        raise Refusal(_("This is the day that is promised already. Choose another one."), field="opens_on")
    if wrong is rules.Wrong.FAR:
        raise Refusal(_("This day is too far away to be a promise. Check the year."), field="opens_on")
