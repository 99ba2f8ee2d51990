"""When a message is tried again, when we give up, and what a mail server's answer means."""

from __future__ import annotations

import base64
import secrets
from datetime import datetime, timedelta
from enum import Enum

# About two days in all: long enough for a mail server's weekend, short enough that "it is late" is still news.
PAUSES = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 240, 720, 1440))
LEASE = timedelta(minutes=10)  # after this a message that a worker was sending is taken over by another
NO_SUCH_ADDRESS = {550, 551, 553}


class Fault(Enum):
    """What went wrong, by what helps against it."""

    PASSING = "passing"  # try again later
    LASTING = "lasting"  # this message will never go
    ADDRESS = "address"  # no message will ever reach this address


def next_try(attempts: int, now: datetime) -> datetime | None:
    """Return when to try again after ``attempts`` failed tries (1 or more), or None to give up."""
    return now + PAUSES[attempts - 1] if attempts <= len(PAUSES) else None


def fault_of(code: int) -> Fault:
    """Read an SMTP reply code (RFC 5321, 4.2): 4xx passes, 550/551/553 mean the address, other 5xx last."""
    if code in NO_SUCH_ADDRESS:
        return Fault.ADDRESS
    return Fault.LASTING if 500 <= code < 600 else Fault.PASSING


def new_public_id() -> str:
    """Return 26 random characters (130 bits of a-z2-7), safe in a file name and an address."""
    return base64.b32encode(secrets.token_bytes(17)).decode().rstrip("=").lower()[:26]
