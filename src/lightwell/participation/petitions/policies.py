"""Dated policies of petitions. A petition keeps the one that held on the day it was accepted."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from lightwell.kernel import clock
from lightwell.kernel.ref import Ref
from lightwell.kernel.refusal import Refusal
from lightwell.participation.petitions.models import Policy
from lightwell.participation.petitions.rules import Terms
from lightwell.people import public as people
from lightwell.record import public as record

FROM_THE_START = date(1912, 1, 1)


def policy_on(day: date) -> Policy:
    """Return the policy of a day; the first one is made of the defaults of ``rules.Terms``."""
    found = Policy.objects.filter(starts_on__lte=day).order_by("-starts_on").first()
    return found or _first()


def _first() -> Policy:
    defaults = {"made_at": clock.now(), **_columns(Terms())}
    return Policy.objects.get_or_create(starts_on=FROM_THE_START, defaults=defaults)[0]


def _columns(terms: Terms) -> dict[str, int]:
    return {
        "moderation_days": terms.moderation_days,
        "collecting_days": terms.collecting_days,
        "threshold": terms.threshold,
    }


@transaction.atomic
def add_policy(*, starts_on: date, terms: Terms, by: people.Account | None) -> Policy:
    """Let new numbers hold from a day to come; an official act of who administers every unit, since it binds them all.

    Refusal for a day that has begun, for a second policy of one day, and for numbers without sense.
    """
    if by is not None:
        for top in people.Unit.objects.filter(parent=None):
            people.require(by, "people.administer", unit=top)
    _check(starts_on, terms)
    policy = Policy(starts_on=starts_on, made_at=clock.now(), **_columns(terms))
    policy.act_id = record.enter(
        act="policy.changed",
        subject=Ref("policy", f"petitions.{starts_on.isoformat()}"),
        office="system" if by is None else "administrator",
        facts={"kind": "petitions", "starts_on": starts_on.isoformat(), **_columns(terms)},
    ).id
    policy.save()
    return policy


def _check(starts_on: date, terms: Terms) -> None:
    if starts_on <= clock.today():
        raise Refusal(
            _("A policy begins on a day to come: petitions that are open keep theirs."), field="starts_on"
        )
    if Policy.objects.filter(starts_on=starts_on).exists():
        raise Refusal(_("There is a policy from this day on already. Choose another day."), field="starts_on")
    if not (1 <= terms.moderation_days <= 60 and 1 <= terms.collecting_days <= 730):
        raise Refusal(_("Moderation takes 1 to 60 working days, collecting 1 to 730 days."))
    if not 1 <= terms.threshold <= 10_000_000:
        raise Refusal(_("The threshold is between 1 and 10,000,000."), field="threshold")
