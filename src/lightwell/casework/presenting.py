"""Everything that the page of one matter shows, read in a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from markupsafe import Markup

from lightwell.casework.models import Event, Matter, Response
from lightwell.casework.statement import Line, Statement, slugs_in, statement_of, timeline_of, unit_names
from lightwell.design.public import day_text
from lightwell.kernel import clock
from lightwell.people import public as people
from lightwell.prepared import prepared
from lightwell.record import public as record

JOINED_SHOWN = 20


@dataclass(frozen=True)
class Proof:
    """What can be said of one act: a sentence, where its proof is, whether it is in the log yet, and its QR code."""

    sentence: str
    state: str
    href: str = ""
    qr: Markup | None = None
    url: str = ""


@dataclass(frozen=True)
class Shown:
    """A matter as one reader sees it."""

    matter: Matter
    statement: Statement
    timeline: list[Line]
    responses: list[tuple[Response, Proof | None]]
    joined: list[str]
    readable: bool  # whether this reader sees title and text


def show(matter: Matter, *, insider: bool = False) -> Shown:
    """Gather a matter's page; ``insider`` (its person, its staff) also reads what is hidden from the public.

    Six queries: events, their units, responses, acts of the record, the newest answer's check, joined matters.
    """
    events = _events(matter=matter.pk)
    responses = _responses(matter=matter.pk)
    acts = {} if matter.private else {act.id: act for act in record.acts_of(matter.ref)}
    lines = timeline_of(matter, events, unit_names(slugs_in(events)))
    newest = responses[-1].pk if responses else None
    return Shown(
        matter=matter,
        statement=statement_of(matter),
        timeline=[
            replace(line, proof_href=acts[line.act_id].href) if line.act_id in acts else line
            for line in lines
        ],
        responses=[(each, _proof(each, acts.get(each.act_id), each.pk == newest)) for each in responses],
        joined=list(_joined(matter)) if matter.supporters else [],
        readable=insider or not matter.hidden,
    )


@prepared
def _events(*, matter: int) -> QuerySet[Event]:
    return Event.objects.filter(matter=matter).order_by("at", "id")


@prepared
def _responses(*, matter: int) -> QuerySet[Response]:
    return Response.objects.filter(matter=matter).select_related("unit").order_by("at", "id")


def _joined(matter: Matter) -> list[str]:
    return _numbers_joined(matter.private, JOINED_SHOWN, matter=matter.pk)


@prepared
def _numbers_joined(private: bool, limit: int, *, matter: int) -> QuerySet[Any, Any]:
    found = Matter.objects.filter(merged_into=matter)
    found = found if private else found.exclude(visibility="private")
    return found.order_by("number").values_list("number", flat=True)[:limit]


def _proof(response: Response, act: record.Act | None, checked: bool) -> Proof | None:
    if act is None:
        return None
    url = record.act_url(act.id)
    if act.state == "pending":
        return Proof(
            _("The record takes this answer in within seconds."), "pending", act.href, qr_of(url), url
        )
    if not checked:
        return Proof(_("Its proof is in the public record."), "ok", act.href, qr_of(url), url)
    sentence, state = _checked(response, act)
    return Proof(sentence, state, act.href, qr_of(url), url)


def _checked(response: Response, act: record.Act) -> tuple[str, str]:
    day = day_text(clock.local(act.at))
    verdict = record.check(act.id, "text", response.text)
    return {
        "unchanged": (_("This answer is exactly the text that was published on %(day)s.") % {"day": day}, "ok"),
        "changed": (_("This is not the text that was published on %(day)s. Tell us: somebody changed it.") % {"day": day}, "failed"),
        "erased": (_("The record holds that an answer was given; its text can no longer be compared."), "pending"),
        "unknown": (_("The record holds nothing to compare this text with."), "failed"),
    }[verdict]  # fmt: skip


@lru_cache(maxsize=2048)
def qr_of(url: str) -> Markup:
    """Return a QR code, drawn once: it takes longer than all the rest of the page."""
    return record.qr_svg(url)


def title_of(matter: Matter, *, insider: bool = False) -> str:
    """Return the title that a reader may see."""
    return matter.title if (insider or not matter.hidden) and matter.title else matter.number


def name_of(matter: Matter) -> str:
    """Return how the person appears: a name, a pseudonym in the reader's language, or words for nobody named."""
    if matter.display_name and matter.display == "pseudonym":
        return people.pseudonym_in_language(matter.display_name)
    return matter.display_name or _("Somebody who gives no name")
