"""What somebody follows, on the page of everything that is theirs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lightwell.bridges.following import queries
from lightwell.bridges.following.queries import Line
from lightwell.design.public import tone_of
from lightwell.kernel.mine import Item, Section

LIMIT = 5
MOST = 5000  # in a download


def items(account: Any) -> list[Item]:
    """The newest follows: one query, and those of one source for each kind among them."""
    return [_item(line) for line in queries.lines_of_account(account, LIMIT)]


def _item(line: Line) -> Item:
    if line.pending:
        following = _("Confirm by the link in the letter that we sent; without it nothing comes.")
    elif line.gone:
        following = _("It is no longer public, so no more letters come.")
    else:
        following = _("Letters come: %(often)s") % {"often": line.follow.get_often_display()}
    return Item(
        title=line.title,
        href=line.href or reverse("following:follows"),
        kind=line.kind,
        state=line.state_label,
        tone=tone_of(line.state),
        next=following,
        at=line.changed_at or line.follow.asked_at,
    )


def everything(account: Any) -> Iterable[dict[str, Any]]:
    """All follows of somebody, as their download holds them."""
    for line in queries.lines_of_account(account, MOST):
        follow = line.follow
        yield {
            "kind": follow.kind, "id": follow.target, "title": line.title, "often": follow.often,
            "asked_at": follow.asked_at, "confirmed_at": follow.confirmed_at, "ended_at": follow.ended_at,
        }  # fmt: skip


SECTION = Section(
    key="follows",
    label=gettext_lazy("What I follow"),
    empty=gettext_lazy(
        "You follow nothing yet. Every dataset, topic, petition, service, matter and unit has a link to follow it by mail."
    ),
    items=items,
    rank=60,
    more=lambda _account: reverse("following:follows"),
    limit=LIMIT,
    everything=everything,
)
