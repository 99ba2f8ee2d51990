"""A brake on machines: so many requests an hour from one address, counted without keeping the address."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.utils.crypto import salted_hmac
from django.utils.translation import ngettext

from lightwell.kernel import clock
from lightwell.kernel.refusal import Refusal
from lightwell.opendata.requests.models import Knock
from lightwell.opendata.requests.rules import HOURLY

KEPT = timedelta(days=2)
COUNT = """
INSERT INTO requests_knock (mark, period, count) VALUES (%s, %s, 1)
ON CONFLICT (mark, period) DO UPDATE SET count = requests_knock.count + 1 RETURNING count
"""


def knock(who: str, kind: str) -> None:
    """Count one try; Refusal when ``who`` (an address, or an account's key) has had too many this hour.

    ``kind`` is a name of ``HOURLY``. The mark is an HMAC with the hour in it, so that marks of two hours cannot be joined.
    """
    period = clock.now().replace(minute=0, second=0, microsecond=0)
    mark = salted_hmac(
        "lightwell.requests.knock", f"{period:%FT%H}|{kind}|{who}", algorithm="sha256"
    ).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [mark, period])
        count = cursor.fetchone()[0]
    if count > HOURLY[kind] * settings.OPINIONS_PER_HOUR:
        minutes = max(1, 60 - clock.now().minute)
        words = ngettext(
            "Too many requests came from your network address in this hour. Nothing you typed is lost: send it again in %(n)d minute.",
            "Too many requests came from your network address in this hour. Nothing you typed is lost: send it again in %(n)d minutes.",
            minutes,
        )
        raise Refusal(words % {"n": minutes})


def forget_knocks() -> int:
    """Remove counts that no brake looks at any more; returns how many."""
    return Knock.objects.filter(period__lt=clock.now() - KEPT).delete()[0]
