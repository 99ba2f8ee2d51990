"""A brake on machines: so many files an hour from one network address, counted without keeping the address or anything else.

The count of an address is the length of a file whose name is an HMAC of it with the hour in it; the hour's folder goes
with the hour. A file grows by one byte in one step, so that processes need not agree on anything.
"""

from __future__ import annotations

import os
import shutil

from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.translation import ngettext

from lightwell.kernel import clock
from lightwell.kernel.refusal import Refusal
from lightwell.opendata.trial import rules
from lightwell.opendata.trial.examining import folder


class TooMany(Refusal):
    """An address sent too many files in this hour."""


def knock(address: str) -> None:
    """Count one file; TooMany when the address has sent too many this hour."""
    hour = f"{clock.now():%Y%m%d%H}"
    counts = folder() / "counts" / hour
    counts.mkdir(parents=True, exist_ok=True)
    mark = salted_hmac("lightwell.trial.knock", f"{hour}|{address}", algorithm="sha256").hexdigest()
    with (counts / mark).open("ab") as file:
        file.write(b".")
        file.flush()
        count = os.fstat(file.fileno()).st_size
    if count > (rules.HOURLY_IN_DEMO if settings.DEMO else rules.HOURLY):
        minutes = 60 - clock.now().minute
        raise TooMany(
            ngettext(
                "Too many files came from your network address in this hour. Send yours again in %(n)d minute.",
                "Too many files came from your network address in this hour. Send yours again in %(n)d minutes.",
                minutes,
            )
            % {"n": minutes}
        )


def forget_counts() -> None:
    """Remove the counts of hours that are over."""
    hour = f"{clock.now():%Y%m%d%H}"
    for path in (folder() / "counts").glob("*"):
        if path.name != hour:
            shutil.rmtree(path, ignore_errors=True)
