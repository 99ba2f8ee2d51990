"""Where data stands that is not open, in plain words, and what happened to it so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from lightwell.design.public import day_text
from lightwell.kernel import clock
from lightwell.opendata.disclosure import rules
from lightwell.opendata.disclosure.models import Decision, Move, Subject, Unlock


@dataclass(frozen=True)
class Statement:
    """The block at the top of a page; ``tone`` is a colour of the design."""

    stands: str
    next: str
    due: date | None
    days: str
    tone: str


@dataclass(frozen=True)
class Line:
    """One line of the story, as ``ui.timeline`` draws it."""

    when: datetime | date
    title: str
    body: str = ""
    tone: str = "grey"
    act_id: str = ""
    proof_href: str = ""
    future: bool = False


def statement_of(subject: Subject, unlock: Unlock | None) -> Statement:
    """Return where a subject stands; ``unlock`` is its promise that is still to be kept."""
    if subject.closed and subject.current is not None:
        return _closed(subject, subject.current)
    if unlock is not None:
        return _promised(unlock)
    return Statement(_("It is open."), "", None, "", "green")


def _closed(subject: Subject, decision: Decision) -> Statement:
    stands = _("Not open, under %(law)s.") % {"law": decision.cited}
    late = subject.review is rules.ReviewState.OVERDUE
    next_step = (
        _("The decision should have been looked at again; the office owes the review.")
        if late
        else _("The office looks at the decision again, and says whether it may open.")
    )
    tone = {rules.ReviewState.OVERDUE: "red", rules.ReviewState.SOON: "yellow"}.get(subject.review, "grey")
    return Statement(stands, next_step, subject.review_on, days_words(subject.review_on), tone)


def _promised(unlock: Unlock) -> Statement:
    late = rules.days_overdue(unlock.opens_on, clock.today())
    stands = _("Nothing forbids it; it is to open on %(day)s.") % {"day": day_text(unlock.opens_on)}
    next_step = _("The promised day has passed: the office must open it or name a new day, and say why.")
    return Statement(
        stands, next_step if late else _("The office publishes it as a dataset."), unlock.opens_on,
        days_words(unlock.opens_on), "red" if late else "blue",
    )  # fmt: skip


def days_words(day: date | None) -> str:
    """Return how far away a day is, counted in days that people can count."""
    if day is None:
        return ""
    left = (day - clock.today()).days
    if left < 0:
        return ngettext("%(n)d day overdue", "%(n)d days overdue", -left) % {"n": -left}
    if left == 0:
        return pgettext("when an answer is due", "today")
    return ngettext("in %(n)d day", "in %(n)d days", left) % {"n": left}


def slip_words(unlock: Unlock) -> str:
    """Return how far a promise slipped, "" when it holds."""
    found = unlock.slip
    told = []
    if found.moved > 0:
        told.append(
            ngettext("moved later by %(n)d day", "moved later by %(n)d days", found.moved)
            % {"n": found.moved}
        )
    elif found.moved < 0:
        told.append(
            ngettext("moved earlier by %(n)d day", "moved earlier by %(n)d days", -found.moved)
            % {"n": -found.moved}
        )
    if found.late:
        told.append(ngettext("%(n)d day overdue", "%(n)d days overdue", found.late) % {"n": found.late})
    return pgettext("between numbers", ", ").join(told)


def story_of(subject: Subject, proofs: Mapping[str, str]) -> list[Line]:
    """Return the decisions, promises and moves of a subject, oldest first. ``proofs``: addresses of proofs by act."""
    lines = [_decided(decision) for decision in subject.decisions.all()]
    for unlock in subject.unlocks.all():
        first = Line(unlock.promised_at, _promise_words(unlock), _waiting(unlock), "blue", unlock.act_id)
        lines += [first, *(_moved(move) for move in unlock.moves.all()), *_ended(unlock)]
    lines = sorted(lines, key=lambda line: line.when)
    known = [line if line.act_id not in proofs else _proved(line, proofs[line.act_id]) for line in lines]
    return [*known, *_ahead(subject)]


def _proved(line: Line, href: str) -> Line:
    return Line(line.when, line.title, line.body, line.tone, line.act_id, href, line.future)


def _decided(decision: Decision) -> Line:
    because = decision.because.in_language(get_language())
    if decision.verdict == "open":
        return Line(decision.decided_at, _("Decided: open"), because, "green", decision.act_id)
    told = {"law": decision.cited}
    again = decision.supersedes_id is not None
    title = (
        _("Looked at again: still not open, under %(law)s")
        if again
        else _("Decided: not open, under %(law)s")
    ) % told
    return Line(decision.decided_at, title, because, "red", decision.act_id)


def _promise_words(unlock: Unlock) -> str:
    return _("Promised to open on %(day)s") % {"day": day_text(unlock.first_on)}


def _waiting(unlock: Unlock) -> str:
    waits = unlock.waiting.in_language(get_language())
    return _("It waits for: %(what)s") % {"what": waits} if waits else ""


def _moved(move: Move) -> Line:
    told = {"before": day_text(move.from_day), "day": day_text(move.to_day)}
    title = _("Moved from %(before)s to %(day)s") % told
    return Line(move.at, title, move.because.in_language(get_language()), "yellow", move.act_id)


def _ended(unlock: Unlock) -> list[Line]:
    if unlock.ended_at is None:
        return []
    if unlock.state == Unlock.State.DROPPED:
        return [Line(unlock.ended_at, _("The promise was taken back"), unlock.ended_because, "red")]
    return [
        Line(unlock.ended_at, _("Opened as the dataset “%(title)s”") % {"title": unlock.dataset}, "", "green")
    ]


def _ahead(subject: Subject) -> list[Line]:
    today = clock.today()
    planned = [
        (u.opens_on, _("It is to open")) for u in subject.unlocks.all() if u.state == Unlock.State.PLANNED
    ]
    if subject.closed and subject.review_on is not None:
        planned.append((subject.review_on, _("The decision is to be looked at again")))
    tone = {True: "red", False: "blue"}
    return [Line(day, title, "", tone[day < today], future=True) for day, title in sorted(planned)]


def feed_words(subject: Subject) -> str:
    """Return one line on where a subject stands, for feeds and lists."""
    unlock = next((u for u in subject.unlocks.all() if u.state == Unlock.State.PLANNED), None)
    return statement_of(subject, unlock).stands
