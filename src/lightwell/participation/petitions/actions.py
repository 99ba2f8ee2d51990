"""What the author does: write a draft, submit it, take it back, withdraw it while it collects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from lightwell.kernel import clock, folding
from lightwell.kernel.refusal import Refusal
from lightwell.participation.petitions import policies, rules
from lightwell.participation.petitions.handling import enter, keep, require_author, step, take, words
from lightwell.participation.petitions.models import Display, Petition
from lightwell.participation.petitions.rules import State
from lightwell.people import public as people

MOST_DRAFTS = 20
MOST_PAIRS = 400


@dataclass(frozen=True, kw_only=True)
class Text:
    """What a petition says, to whom, and how its author wants to appear."""

    title: str
    ask: str
    why: str
    unit: people.Unit
    display: str = Display.PSEUDONYM
    language: str = "zh-hant"


@transaction.atomic
def write_draft(*, text: Text, by: people.Account, nonce: str = "") -> Petition:
    """Keep a draft; the same form sent twice (``nonce``) gives the same draft. Refusal for bad texts or too many drafts."""
    earlier = Petition.objects.filter(nonce=nonce, author=by).first() if nonce else None
    if earlier is not None:
        return earlier
    if Petition.objects.filter(author=by, state=State.DRAFT).count() >= MOST_DRAFTS:
        raise Refusal(
            _("You have %(n)d drafts already. Submit one or throw one away first.") % {"n": MOST_DRAFTS}
        )
    petition = Petition(author=by, nonce=nonce or None, **_columns(text))
    petition.save(force_insert=True)
    return petition


@transaction.atomic
def edit_draft(*, petition: Petition, text: Text, by: people.Account) -> Petition:
    """Change a draft; nobody else has seen it yet."""
    petition = _own(petition, by)
    _require_draft(petition)
    columns = _columns(text)
    for name, value in columns.items():
        setattr(petition, name, value)
    return keep(petition, *columns)


@transaction.atomic
def drop_draft(*, petition: Petition, by: people.Account) -> None:
    """Throw a draft away for good."""
    petition = _own(petition, by)
    _require_draft(petition)
    petition.delete()


@transaction.atomic
def submit(*, petition: Petition, by: people.Account | None) -> Petition:
    """Hand a draft in: it is checked against the published criteria within so many working days.

    ``by`` None is the house itself (demo). Refusal when the author's identity is not verified.
    """
    petition = _own(petition, by)
    if not int(people.assurance_of(petition.author)) >= rules.VERIFIED:
        raise Refusal(
            _("Have your identity verified first: a petition is handed in by a person who is known.")
        )
    step(petition, "submit")
    today = clock.today()
    terms = policies.policy_on(today).terms
    petition.submitted_at = clock.now()
    petition.check_by = rules.moderation_due(terms, today, people.work_calendar(petition.unit))
    petition.author_name = people.display_name(petition.author, petition.ref, petition.display)
    return keep(petition, "state", "submitted_at", "check_by", "author_name")


@transaction.atomic
def take_back(*, petition: Petition, by: people.Account) -> Petition:
    """Make a draft of it again, before it was checked."""
    petition = _own(petition, by)
    step(petition, "take back")
    petition.submitted_at, petition.check_by = None, None
    return keep(petition, "state", "submitted_at", "check_by")


@transaction.atomic
def withdraw(*, petition: Petition, by: people.Account | None, reason: str = "") -> Petition:
    """Take a petition off while it collects; a tombstone with what the author says stands in its place."""
    petition = _own(petition, by)
    step(petition, "withdraw")
    petition.note = words(reason, "reason", longest=500) if reason.strip() else ""
    petition.ended_at = clock.now()
    enter(petition, "petition.withdrawn", office="public", facts={"state": petition.state})
    return keep(petition, "state", "note", "ended_at")


def _own(petition: Petition, by: people.Account | None) -> Petition:
    require_author(petition, by)
    return take(petition)


def _require_draft(petition: Petition) -> None:
    if petition.state != State.DRAFT:
        raise Refusal(_("This petition has been handed in. Take it back first, then change it."))


def _columns(text: Text) -> Mapping[str, object]:
    title = " ".join(words(text.title, "title", longest=rules.LONGEST_TITLE).split())
    if len(title) < rules.SHORTEST_TITLE:
        raise Refusal(
            _("Say in at least %(n)d characters what is to be done.") % {"n": rules.SHORTEST_TITLE},
            field="title",
        )
    if not text.unit.active:
        raise Refusal(_("This unit has been closed. Choose the one that took over its work."), field="unit")
    if text.display not in Display.values:
        raise Refusal(_("Choose one of the choices given."), field="display")
    ask = words(text.ask, "ask", longest=rules.LONGEST_ASK)
    return {
        "title": title,
        "ask": ask,
        "why": words(text.why, "why", longest=rules.LONGEST_WHY),
        "unit": text.unit,
        "display": text.display,
        "language": "en" if text.language.startswith("en") else "zh-hant",
        "pairs": pairs_of(title, ask),
    }


def pairs_of(title: str, ask: str) -> list[str]:
    """Return the pairs of characters by which petitions that ask for the same find one another."""
    return folding.pairs(folding.fold(f"{title} {ask}"))[:MOST_PAIRS]
