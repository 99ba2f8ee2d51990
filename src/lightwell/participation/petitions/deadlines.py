"""What time alone does: a petition whose days have run out ends, once every signature of them is counted."""

from __future__ import annotations

from django.db import transaction

from lightwell.kernel import clock
from lightwell.participation.petitions import letters, rules, tallies
from lightwell.participation.petitions.handling import Facts, enter, keep, step, take
from lightwell.participation.petitions.models import Petition
from lightwell.participation.petitions.rules import State


def sweep() -> int:
    """End what has run out; returns how many. A petition that reaches its threshold with the last count is answered."""
    late = Petition.objects.filter(state=State.COLLECTING, closes_on__lt=clock.today())
    return sum(expire(petition) for petition in late)


@transaction.atomic
def expire(petition: Petition) -> bool:
    """End one petition for want of signatures; False when it must not end, or not yet."""
    tallies.count(petition)
    petition = take(petition)
    if not rules.expired(petition.state, petition.closes_on, clock.today()) or not tallies.settled(petition):
        return False
    step(petition, "expire")
    petition.ended_at = clock.now()
    facts: Facts = {
        "state": petition.state,
        "signatures": petition.signatures,
        "threshold": petition.threshold,
    }
    enter(petition, "petition.expired", office="system", facts=facts)
    keep(petition, "state", "ended_at")
    letters.expired(petition)
    return True


def check_counts() -> int:
    """Compare every open petition's count with its rows; returns how many had to be mended."""
    open_ones = Petition.objects.filter(closes_on__gte=clock.today() - tallies.GRACE_DAYS * rules.DAY)
    return sum(not tallies.check(petition) for petition in open_ones)
