"""Reads of drafts and applications."""

from __future__ import annotations

from lightwell.casework import public as casework
from lightwell.people import public as people
from lightwell.services.applications import sealing
from lightwell.services.applications.kind import APPLICATION, WAITING
from lightwell.services.applications.models import Application, Draft, DraftState, Inquiry, Upload


def draft_of(service: str, secret: str) -> Draft | None:
    """Return the draft of an address, open or sent."""
    return Draft.objects.filter(service=service, token_digest=sealing.digest_of(secret)).first()


def draft_of_link(secret: str) -> Draft | None:
    """Return the draft of a mailed link while it lives."""
    return Draft.objects.filter(link_digest=sealing.digest_of(secret), state=DraftState.OPEN).first()


def drafts_of(account: people.Account, service: str = "", limit: int = 10) -> list[Draft]:
    """Return the open drafts of an account, the one saved last first; one query."""
    found = Draft.objects.filter(account=account, state=DraftState.OPEN)
    if service:
        found = found.filter(service=service)
    return list(found.order_by("-saved_at", "-pk")[:limit])


def applications_of(account: people.Account, limit: int = 10) -> list[Application]:
    """Return the applications of an account, the newest first, with matter and unit; one query."""
    rows = Application.objects.filter(matter__person=account).select_related("matter__unit", "matter__policy")
    return list(rows.order_by("-sent_at", "-pk")[:limit])


def waiting_for(account: people.Account, limit: int = 10) -> list[Application]:
    """Return the applications of an account for which an office waits; one query."""
    rows = Application.objects.filter(
        matter__person=account, matter__kind=APPLICATION.name, matter__state=WAITING
    )
    return list(rows.select_related("matter").order_by("matter__paused_until", "pk")[:limit])


def application_of(number: str) -> Application | None:
    """Return an application by the number of its matter; other numbers cost no query."""
    if not number.startswith(f"{APPLICATION.prefix}-"):
        return None
    joined = (
        "matter__unit",
        "matter__policy",
        "matter__officer",
        "matter__person",
        "draft",
        "decision__response",
    )
    return Application.objects.filter(matter__number=number).select_related(*joined).first()


def inquiry_of(application: Application) -> Inquiry | None:
    """Return what the office waits for, None while it waits for nothing."""
    if application.matter.state != WAITING:
        return None
    return application.inquiries.filter(ended_at=None).first()


def application_read_by(account: object, number: str) -> Application | None:
    """Return an application that somebody may read: its person, and who handles matters in its unit."""
    found = application_of(number)
    return found if found is not None and casework.may_read(account, found.matter) else None


def application_of_secret(secret: str) -> Application | None:
    """Return the application whose tracking link has this secret."""
    matter = casework.find_by_secret(secret)
    return application_of(matter.number) if matter is not None else None


def file_of(application: Application, public_id: str) -> Upload | None:
    """Return a file that was given with an application."""
    found = Upload.objects.filter(draft=application.draft_id, file__public_id=public_id)
    return found.select_related("file").first()


def matter_of(draft: Draft) -> casework.Matter:
    """Return the matter that came of a draft."""
    found = Application.objects.select_related(
        "matter__unit", "matter__policy", "matter__escalated_to", "matter__merged_into", "matter__person"
    )
    return found.get(draft=draft).matter
