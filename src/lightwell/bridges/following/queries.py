"""Reads of follows, each in a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lightwell.bridges.following.models import Follow, Follower
from lightwell.kernel import things
from lightwell.kernel.ref import Ref
from lightwell.kernel.things import Thing
from lightwell.people import public as people
from lightwell.prepared import prepared

LISTED = 200


@dataclass(frozen=True)
class Line:
    """One follow as its list shows it; ``href`` is "" when the thing is no longer public."""

    follow: Follow
    title: str
    kind: str
    href: str
    state: str
    state_label: str
    changed_at: datetime | None

    @property
    def pending(self) -> bool:
        return self.follow.confirmed_at is None

    @property
    def gone(self) -> bool:
        return not self.href or self.follow.ended_at is not None


def thing_at(kind: str, id: str) -> Thing | None:
    """Return a public thing by what stands in an address; None for anything else."""
    try:
        ref = Ref(kind, id)
    except ValueError:
        return None
    return things.find([ref]).get(ref)


def follower_of(account: people.Account) -> Follower | None:
    return Follower.objects.select_related("account").filter(account=account).first()


def follow_of(account: people.Account, ref: Ref) -> Follow | None:
    """Return how somebody follows a thing, if they do."""
    rows = Follow.objects.filter(follower__account=account, kind=ref.kind, target=ref.id)
    return rows.exclude(confirmed_at=None).filter(ended_at=None).first()


def lines_of(follower: Follower, limit: int = LISTED) -> list[Line]:
    """Return what somebody follows, newest first: one query, and those of one source for each kind among them."""
    return _lines(list(follower.follows.order_by("-asked_at", "-pk")[:limit]))


def lines_of_account(account: people.Account, limit: int = LISTED) -> list[Line]:
    """The same for an account."""
    return _lines(_follows_of(limit, account=account.pk))


@prepared
def _follows_of(limit: int, *, account: int) -> QuerySet[Follow]:
    return Follow.objects.filter(follower__account=account).order_by("-asked_at", "-pk")[:limit]


def _lines(follows: list[Follow]) -> list[Line]:
    found = things.find({follow.ref for follow in follows})
    return [_line(follow, found.get(follow.ref)) for follow in follows]


def _line(follow: Follow, thing: Thing | None) -> Line:
    source = things.source_of(follow.kind)
    if source is None or thing is None:
        label = str(source.label) if source else ""
        title = _("%(id)s: no longer public") % {"id": follow.target}
        return Line(follow, title, label, "", "", "", None)
    return Line(
        follow,
        title=thing.title.in_language(get_language()) or follow.target,
        kind=str(source.label),
        href=source.address(follow.target),
        state=thing.state,
        state_label=source.state_label(thing.state) if thing.state else "",
        changed_at=thing.at,
    )
