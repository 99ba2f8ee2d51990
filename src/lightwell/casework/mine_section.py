"""Somebody's matters on the page of everything that is theirs: where each stands, what happens next, and by when."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy

from lightwell.casework.models import Matter
from lightwell.casework.statement import brief
from lightwell.design.public import tone_of
from lightwell.kernel.mine import Item, Section
from lightwell.prepared import prepared

LIMIT = 10
COLUMNS = (
    "number", "kind", "title", "state", "phase", "outcome", "merged_into", "due_on", "paused_until", "clock_state",
    "received_at", "person",
)  # fmt: skip


def items(account: Any) -> list[Item]:
    """The newest matters of a person, private ones too; one query."""
    return [_item(matter) for matter in _matters(LIMIT, person=account.pk)]


def everything(account: Any) -> Iterable[dict[str, Any]]:
    """All matters of a person with what they wrote and what was answered; two queries."""
    rows = Matter.objects.filter(person=account).select_related("unit").prefetch_related("responses")
    for matter in rows.defer("folded", "pairs", "how").order_by("-received_at", "-pk"):
        yield {
            "number": matter.number, "kind": matter.kind, "title": matter.title, "text": matter.body,
            "unit": matter.unit.slug, "channel": matter.channel, "visibility": matter.visibility,
            "shown_as": matter.display_name, "received_at": matter.received_at, "state": matter.state,
            "outcome": matter.outcome, "outcome_reason": matter.outcome_reason,
            "due_on": matter.due_on if matter.open else None,
            "answers": [{"at": answer.at, "text": answer.text} for answer in matter.responses.all()],
        }  # fmt: skip


@prepared
def _matters(limit: int, *, person: int) -> QuerySet[Matter]:
    return Matter.objects.filter(person=person).only(*COLUMNS).order_by("-received_at", "-pk")[:limit]


def _item(matter: Matter) -> Item:
    kind = matter.kind_data
    outcome = kind.outcome_or_none(matter.outcome) if matter.outcome else None
    return Item(
        title=matter.title or matter.number,
        href=reverse("casework:own", args=[matter.number]),
        kind=f"{kind.label} {matter.number}",
        state=str((outcome or matter.state_data).label),
        tone=tone_of(matter.outcome or matter.state),
        next=brief(matter),
        due=matter.due_on if matter.open else None,
        at=matter.received_at,
    )


SECTION = Section(
    key="matters",
    label=gettext_lazy("My matters"),
    empty=gettext_lazy("You have not put anything to the offices yet."),
    items=items,
    rank=20,
    more=lambda _account: reverse("casework:mine"),
    limit=LIMIT,
    everything=everything,
)
