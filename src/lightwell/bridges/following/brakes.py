"""Brakes against those who would have us fill somebody's letter box: by network address, and by the address written to."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from lightwell.bridges.following.models import Knock
from lightwell.bridges.following.rules import ASKED_AN_HOUR, LETTERS_A_DAY
from lightwell.bridges.following.sealing import mark_of
from lightwell.kernel import clock
from lightwell.kernel.refusal import Refusal

KEPT = timedelta(days=2)
_COUNT = """
INSERT INTO following_knock (mark, period, count) VALUES (%s, %s, 1)
ON CONFLICT (mark, period) DO UPDATE SET count = following_knock.count + 1 RETURNING count
"""


def knock_from(client: str) -> None:
    """Count one request of a network address in this hour; Refusal when it asked too often."""
    hour = clock.now().replace(minute=0, second=0, microsecond=0)
    # In the demo everybody is this machine.
    if _count(f"client/{client}", hour) > ASKED_AN_HOUR * (50 if settings.DEMO else 1):
        raise Refusal(
            _("Too many requests came from your network address in this hour. Try again in an hour.")
        )


def knock_at(address: str) -> None:
    """Count one letter that asks an address to confirm; Refusal when it has had enough of them today."""
    day = clock.local(clock.now()).replace(hour=0, minute=0, second=0, microsecond=0)
    if _count(f"address/{address}", day) > LETTERS_A_DAY:
        raise Refusal(
            _(
                "This address has been asked to confirm several times today. Open one of those letters, or try again tomorrow."
            ),
            field="email",
        )


def _count(who: str, period: datetime) -> int:
    """The period is part of the mark, so that marks of two days cannot be joined."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [mark_of(f"{period:%F %H}|{who}"), period])
        return int(cursor.fetchone()[0])


def forget_knocks() -> int:
    """Remove counts that no brake looks at any more; returns how many."""
    return Knock.objects.filter(period__lt=clock.now() - KEPT).delete()[0]
