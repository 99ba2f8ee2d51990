"""Numbers of matters: one after the other within a kind and ROC year, or random where a sequence would tell too much."""

from __future__ import annotations

import secrets
from datetime import date

from django.db import connection

from lightwell.casework.kinds import Kind

ROC_OFFSET = 1911
RANDOM = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # no 0 O 1 I L U: numbers are read out on the phone
RANDOM_LENGTH = 10

_TAKE = """
    INSERT INTO casework_numberseries (kind, roc_year, last) VALUES (%s, %s, 1)
    ON CONFLICT (kind, roc_year) DO UPDATE SET last = casework_numberseries.last + 1
    RETURNING last
"""


def next_number(kind: Kind, received: date) -> str:
    """Return a number such as ``OP-115-000123``; call it in the transaction that stores the matter.

    The row of the series stays locked until that ends, so numbers have no gaps: one that rolls back is given out again.
    """
    year = received.year - ROC_OFFSET
    if not kind.sequential:
        return f"{kind.prefix}-{year}-{''.join(secrets.choice(RANDOM) for _ in range(RANDOM_LENGTH))}"
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [kind.name, year])
        return f"{kind.prefix}-{year}-{cursor.fetchone()[0]:06d}"
