"""Mail to the author of a petition: a day and a link, never what somebody wrote."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from lightwell.design.public import day_text
from lightwell.participation.petitions.models import Petition
from lightwell.post import public as post


def opened(petition: Petition) -> None:
    """It can be signed now, until a day."""
    _tell(petition, "opened", day=petition.closes_on, number=petition.threshold)


def rejected(petition: Petition) -> None:
    """It was not accepted; the page says why."""
    _tell(petition, "rejected", reason=petition.criterion.label if petition.criterion else "")


def reached(petition: Petition) -> None:
    """Enough have signed: an answer is due by a day."""
    matter = petition.matter
    assert matter is not None
    _tell(petition, "reached", day=matter.due_on, number=matter.number, unit=matter.unit)


def expired(petition: Petition) -> None:
    """Its days have run out."""
    _tell(petition, "expired", number=petition.signatures)


def _tell(petition: Petition, template: str, **more: object) -> None:
    author = petition.author
    if not author.email:
        return
    language = author.language or petition.language
    with translation.override(language):
        name = "own" if petition.state == "rejected" else "petition"
        link = settings.SITE_URL + reverse(f"petitions:{name}", args=[petition.public_id])
        context = {
            key: day_text(value) if isinstance(value, date) else str(value) for key, value in more.items()
        }
    post.send(
        to=author.email, template=f"petitions/{template}", language=language, context={**context, "link": link},
        ref=petition.ref, account=author, key=f"petitions/{petition.public_id}/{template}/{petition.version}",
    )  # fmt: skip
