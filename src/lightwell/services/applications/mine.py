"""What this room has on the page of a person's own: drafts to go on with, what offices wait for, and who read their data.

Applications themselves stand among the matters there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from lightwell.casework import public as casework
from lightwell.design.public import day_text, tone_of
from lightwell.kernel.mine import Item, Section
from lightwell.services.applications import queries
from lightwell.services.applications.models import Application, Draft
from lightwell.services.applications.offers import titles_of

MOST = 1000  # rows of a download


def _drafts(account: Any) -> Sequence[Item]:
    found = queries.drafts_of(account)
    titles = titles_of({draft.service for draft in found})
    return [_draft(draft, titles.get(draft.service, draft.service)) for draft in found]


def _draft(draft: Draft, title: str) -> Item:
    return Item(
        title=title,
        href=reverse("applications:go_on", args=[draft.service, draft.secret]),
        kind=str(_("Draft")),
        state=str(draft.get_state_display()),
        next=_("Go on and send it. It is erased on %(day)s if you do not touch it.")
        % {"day": day_text(draft.expires_on)},
        at=draft.saved_at,
        yours=True,
    )


def _asked(account: Any) -> Sequence[Item]:
    return [_waiting(found) for found in queries.waiting_for(account)]


def _waiting(application: Application) -> Item:
    matter = application.matter
    return Item(
        title=matter.title,
        href=reverse("applications:own_more", args=[matter.number]),
        kind=matter.number,
        state=str(matter.state_data.label),
        tone=tone_of(matter.state),
        next=str(matter.state_data.next),
        due=matter.paused_until,
        yours=True,
    )


def _everything_sent(account: Any) -> Iterable[dict[str, Any]]:
    """All applications of a person with every answer as it stood at each sending; for their download."""
    for found in queries.applications_of(account, limit=MOST):
        sendings = [{"at": sending.at, "answers": sending.answers} for sending in found.sendings.all()]
        yield {"number": found.matter.number, "service": found.service, "sendings": sendings}


def _everything_begun(account: Any) -> Iterable[dict[str, Any]]:
    for draft in queries.drafts_of(account, limit=MOST):
        yield {
            "service": draft.service,
            "saved_at": draft.saved_at,
            "expires_on": draft.expires_on,
            "answers": draft.answers,
        }


def _everything_read(account: Any) -> Iterable[dict[str, Any]]:
    for found in casework.reads_about(account, limit=MOST):
        yield asdict(found)


def _reads(account: Any) -> Sequence[Item]:
    return [_read(found) for found in casework.reads_about(account)]


def _read(found: casework.Look) -> Item:
    times = ngettext("%(n)d time", "%(n)d times", found.times) % {"n": found.times}
    return Item(
        title=found.office,
        href=reverse("casework:own", args=[found.number]) + "#reads",
        kind=found.number,
        state=times,
        next=f"{found.purpose}: {found.detail}" if found.detail else found.purpose,
        at=found.at,
    )


SECTIONS = (
    Section(
        key="drafts",
        label=gettext_lazy("Drafts to go on with"),
        empty=gettext_lazy("Nothing half filled in."),
        items=_drafts,
        rank=10,
        everything=_everything_begun,
        begin=lambda _account: (_("See the services"), reverse("directory:services")),
    ),
    Section(
        key="applications",
        label=gettext_lazy("Applications that wait for you"),
        empty=gettext_lazy("No office waits for anything from you."),
        items=_asked,
        rank=15,
        more=lambda _account: reverse("casework:mine"),
        everything=_everything_sent,
    ),
    Section(
        key="reads",
        label=gettext_lazy("Who read your data"),
        empty=gettext_lazy("Nobody of the staff has opened anything of yours yet."),
        items=_reads,
        rank=90,
        everything=_everything_read,
    ),
)
