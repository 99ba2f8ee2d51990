"""The access log of private matters: every look by staff is written down before they see anything, and the person reads it.

The person sees offices, never names; the account is kept so that an auditor can find who misused a right.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils.translation import pgettext_lazy

from lightwell.casework.models import Matter, Read
from lightwell.kernel import clock
from lightwell.people import public as people

IN_A_ROW = timedelta(minutes=10)  # looks so close together are one line with a count
PURPOSES: dict[str, object] = {
    "desk": pgettext_lazy("why staff read", "To handle the matter"),
    "page": pgettext_lazy("why staff read", "Looked at the matter’s page"),
    "file": pgettext_lazy("why staff read", "Opened a file that you sent"),
    "letter": pgettext_lazy("why staff read", "Looked at the decision letter"),
}


@dataclass(frozen=True)
class Look:
    """One line of the log in the reader's language: which office, why, when, and how often in a row."""

    number: str
    office: str
    purpose: str
    detail: str
    at: datetime
    times: int


def look(request: HttpRequest, matter: Matter, purpose: str, detail: str = "") -> None:
    """Note the look that a page is about to give; a HEAD request is shown nothing."""
    if request.method != "HEAD":
        note_read(matter=matter, account=request.user, purpose=purpose, detail=detail)


@transaction.atomic
def note_read(*, matter: Matter, account: object, purpose: str, detail: str = "") -> Read | None:
    """Write down that staff read a private matter; nothing for public ones and for the person themselves.

    ``purpose`` is a code of ``PURPOSES`` (KeyError otherwise); ``detail`` says what exactly was opened.
    """
    assert PURPOSES[purpose]
    if not isinstance(account, people.Account) or not matter.private or matter.person_id == account.pk:
        return None
    moment, what = clock.now(), {"purpose": purpose, "detail": detail[:200]}
    recent = Read.objects.select_for_update().filter(
        matter=matter, account=account, last_at__gt=moment - IN_A_ROW, **what
    )
    last = recent.order_by("-last_at").first()
    if last is not None:
        Read.objects.filter(pk=last.pk).update(times=F("times") + 1, last_at=moment)
        return last
    office = people.office_of(account, matter.unit)
    return Read.objects.create(
        matter=matter, account=account, office=office, at=moment, last_at=moment, **what
    )


def reads_of(matter: Matter, limit: int = 50) -> list[Look]:
    """Return who of the staff read a matter, the newest first; for its person and those who handle it. Two queries."""
    rows = Read.objects.filter(matter=matter).select_related("matter").order_by("-last_at", "-pk")
    return _in_words(rows[:limit])


def reads_about(person: people.Account, limit: int = 10) -> list[Look]:
    """Return who of the staff read any of a person's matters, the newest first; for that person alone. Two queries."""
    rows = Read.objects.filter(matter__person=person).select_related("matter").order_by("-last_at", "-pk")
    return _in_words(rows[:limit])


def _in_words(rows: Iterable[Read]) -> list[Look]:
    found = list(rows)
    names = people.office_names({read.office for read in found})
    return [
        Look(
            number=read.matter.number,
            office=names.get(read.office, read.office),
            purpose=str(PURPOSES.get(read.purpose, read.purpose)),
            detail=read.detail,
            at=read.last_at,
            times=read.times,
        )
        for read in found
    ]
