"""What the public may no longer read: hidden behind a tombstone with a reason, or erased for good."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from lightwell.casework.actions.receiving import make_findable
from lightwell.casework.handling import keep, take, words, write
from lightwell.casework.models import Matter
from lightwell.kernel import clock
from lightwell.people import public as people
from lightwell.record import public as record

HIDDEN_COLUMNS = ("hidden_at", "hidden_reason", "folded", "pairs")


@transaction.atomic
def redact(*, matter: Matter, reason: str, by: people.Account | None, version: int | None = None) -> Matter:
    """Hide title, text and name from the public; the unit still reads them, and the matter is still answered."""
    matter = take(matter, by=by, permission="casework.moderate", version=version)
    hide(matter, words(reason, "reason"))
    write(matter, "matter.redacted", by=by, facts={"state": matter.state}, note=matter.hidden_reason)
    return keep(matter, *HIDDEN_COLUMNS)


Eraser = Callable[[Matter], object]
_erasers: list[Eraser] = []


def on_erase(eraser: Eraser) -> None:
    """Let a room erase what it keeps of a matter, in the transaction in which the matter is erased; twice counts once."""
    if eraser not in _erasers:
        _erasers.append(eraser)


@transaction.atomic
def erase(*, matter: Matter, reason: str, by: people.Account | None, version: int | None = None) -> Matter:
    """Delete the person's text, name and address for good, in the record's openings too; number and acts remain."""
    matter = take(matter, by=by, permission="casework.moderate", version=version)
    hide(matter, words(reason, "reason"))
    matter.title = matter.body = matter.display_name = ""
    matter.person = matter.sealed_contact = matter.token_digest = None
    for eraser in _erasers:
        eraser(matter)
    record.erase(matter.ref)
    write(matter, "matter.erased", by=by, facts={"state": matter.state}, note=matter.hidden_reason)
    erased = ("title", "body", "display_name", "person", "sealed_contact", "token_digest")
    return keep(matter, *HIDDEN_COLUMNS, *erased)


def hide(matter: Matter, reason: str) -> None:
    """Put a tombstone in place of the text, in memory; search forgets it too."""
    matter.hidden_at, matter.hidden_reason = clock.now(), reason
    make_findable(matter)


@transaction.atomic
def stop_mail(*, matter: Matter) -> Matter:
    """Send no more mail about a matter, as its person asked through the tracking link."""
    matter = take(matter, by=None)
    matter.mail_wanted = False
    return keep(matter, "mail_wanted")
