"""Mail about drafts and applications: a link, a number, a day; never what somebody answered or what was decided."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from lightwell.casework import public as casework
from lightwell.design.public import day_text
from lightwell.post import public as post
from lightwell.services.applications.models import Application, Draft
from lightwell.services.applications.offers import title_of


def link(draft: Draft, address: str, secret: str) -> None:
    """Mail the link with which a draft is gone on with; ``secret`` stands nowhere but in this mail."""
    with translation.override(draft.language):
        context = {
            "service": title_of(draft.service, draft.language),
            "link": settings.SITE_URL + reverse("applications:resume", args=[secret]),
            "day": day_text(draft.expires_on),
        }
    key = f"applications/link/{draft.public_id}/{draft.links_mailed}"
    post.send(
        to=address,
        template="applications/link",
        language=draft.language,
        context=context,
        account=draft.account,
        key=key,
    )


def asked(application: Application) -> None:
    """Tell the person that the office misses something; what it is stands on the page alone."""
    matter = application.matter
    matter.refresh_from_db()
    address = casework.address_of(matter)
    if not address:
        return
    with translation.override(matter.language):
        context = {
            "number": matter.number,
            "unit": str(matter.unit),
            "until": day_text(matter.paused_until) if matter.paused_until else "",
            "link": casework.tracking_url(matter),
        }
    post.send(
        to=address, template="applications/asked", language=matter.language, context=context, ref=matter.ref,
        account=matter.person, key=f"applications/asked/{matter.number}/{matter.version}",
    )  # fmt: skip


def supplied(application: Application) -> None:
    """Tell the officer that what was missing has come."""
    matter, officer = application.matter, application.matter.officer
    if officer is None or not officer.email:
        return
    with translation.override(officer.language):
        path = reverse("casework:work", args=[matter.number])
        context = {"number": matter.number, "due": day_text(matter.due_on), "link": settings.SITE_URL + path}
    post.send(
        to=officer.email, template="applications/supplied", language=officer.language, context=context, ref=matter.ref,
        account=officer, key=f"applications/supplied/{matter.number}/{matter.version}",
    )  # fmt: skip
