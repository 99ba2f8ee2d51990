"""Mail to the information officer: a review comes near or is overdue, a promised day has passed. Each is told once."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import translation

from lightwell.design.public import day_text
from lightwell.kernel import clock
from lightwell.opendata.disclosure import rules
from lightwell.opendata.disclosure.models import State, Subject, Unlock
from lightwell.people import public as people
from lightwell.post import public as post

BATCH = 200


@transaction.atomic
def remind() -> int:
    """Write the mails that are due and were not written yet; returns how many. Safe at any time, on several hosts at once."""
    letters = [*_reviews(), *_promises()]
    post.send_all(letters)
    return len(letters)


def _reviews() -> list[post.Letter]:
    today = clock.today()
    soon = Q(reminded="", review_on__lte=today + timedelta(days=rules.SOON_DAYS))
    late = ~Q(reminded=rules.ReviewState.OVERDUE) & Q(review_on__lt=today)
    rows = Subject.objects.select_for_update(of=("self",), skip_locked=True).filter(
        soon | late, state=State.CLOSED
    )
    letters = []
    for subject in rows.select_related("unit").order_by("review_on", "id")[:BATCH]:
        stage = rules.review_state(subject.review_on, today)
        key = f"disclosure/review/{subject.slug}/{subject.current_id}/{stage}"
        letters += _to_officer(subject, f"review_{stage}", subject.review_on, key)
        Subject.objects.filter(pk=subject.pk).update(reminded=stage)
    return letters


def _promises() -> list[post.Letter]:
    rows = Unlock.objects.select_for_update(of=("self",), skip_locked=True)
    rows = rows.filter(Q(reminded_on=None) | ~Q(reminded_on=F("opens_on")), state=Unlock.State.PLANNED)
    letters = []
    for unlock in (
        rows.filter(opens_on__lt=clock.today()).select_related("subject__unit").order_by("id")[:BATCH]
    ):
        key = f"disclosure/unlock/{unlock.subject.slug}/{unlock.pk}/{unlock.opens_on}"
        letters += _to_officer(unlock.subject, "unlock_late", unlock.opens_on, key)
        Unlock.objects.filter(pk=unlock.pk).update(reminded_on=unlock.opens_on)
    return letters


def _to_officer(subject: Subject, name: str, day: object, key: str) -> list[post.Letter]:
    """The letter to whoever answers for information of the unit, or of the nearest unit above; none where nobody does."""
    officer = information_officer(subject.unit)
    if officer is None:
        return []
    with translation.override(officer.language):
        context = {
            "title": str(subject),
            "unit": str(subject.unit),
            "day": day_text(day),  # type: ignore[arg-type]
            "link": settings.SITE_URL + _page(subject, officer),
        }
    return [
        post.Letter(
            to=officer.email, template=f"disclosure/{name}", language=officer.language, context=context, ref=subject.ref,
            account=officer, key=f"{key}/{officer.pk}",
        )
    ]  # fmt: skip


def _page(subject: Subject, officer: people.Account) -> str:
    """The page where the officer can act, else the public one."""
    may = people.can(officer, "data.publish", unit=subject.unit)
    return reverse("disclosure:work" if may else "disclosure:subject", args=[subject.slug])


def information_officer(unit: people.Unit) -> people.Account | None:
    """Return the information officer of a unit, else of the nearest unit above that has one."""
    parts = unit.path.strip("/").split("/")
    paths = ["/" + "/".join(parts[:depth]) + "/" for depth in range(len(parts), 0, -1)]
    rows = people.Unit.objects.filter(path__in=paths).exclude(information_officer=None)
    found = rows.select_related("information_officer").order_by("-path").first()
    return found.information_officer if found else None
