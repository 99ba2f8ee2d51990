"""Brakes on machines: so many drafts an hour from one network address, so many letters an hour to one mail address.

Counted under an HMAC with the hour in it, so that marks of two hours cannot be joined and no address is kept.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from lightwell.kernel import clock
from lightwell.kernel.refusal import Refusal
from lightwell.services.applications.models import Knock

KEPT = timedelta(days=2)
DRAFTS, LETTERS = "draft", "letter"
HOURLY = {DRAFTS: 60, LETTERS: 10}

_COUNT = """
    INSERT INTO applications_knock (mark, period, count) VALUES (%s, %s, 1)
    ON CONFLICT (mark, period) DO UPDATE SET count = applications_knock.count + 1 RETURNING count
"""


def knock(who: str, what: str) -> None:
    """Count one draft or letter of somebody; Refusal when there were too many in this hour. The demo sets no limit on drafts."""
    period = clock.now().replace(minute=0, second=0, microsecond=0)
    mark = salted_hmac(
        "lightwell.applications.knock", f"{period:%F %H}|{what}|{who.lower()}", algorithm="sha256"
    )
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [mark.hexdigest(), period])
        count = cursor.fetchone()[0]
    if count > HOURLY[what] and not (settings.DEMO and what == DRAFTS):
        raise Refusal(
            _("Too much came from here in this hour. Nothing that you typed is lost: try again in an hour.")
        )


def forget_knocks() -> int:
    """Remove counts that no brake looks at any more; returns how many."""
    return Knock.objects.filter(period__lt=clock.now() - KEPT).delete()[0]
