"""From changes to letters: read what happened, note it for each follower, write each one letter about all that is due.

Both steps are transactions of their own: the reader's place is kept with the alerts that it made, and alerts are deleted with
the letter that tells them. Killed in between, nothing is told twice and nothing is lost.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Exists, OuterRef

from lightwell.bridges.changes import public as changes
from lightwell.bridges.changes.public import Changed
from lightwell.bridges.following import letters, rules
from lightwell.bridges.following.actions import end
from lightwell.bridges.following.models import ACTIVE, Alert, Follow, Follower
from lightwell.kernel import clock, things
from lightwell.kernel.ref import Ref
from lightwell.kernel.things import Thing
from lightwell.post import public as post

READER = "following"
AT_ONCE = 200  # followers in one transaction


def run() -> int:
    """Note all that happened since the last time and write the letters that are due; returns how many letters."""
    while changes.take(READER, note):
        pass
    written = total = dispatch()
    while written:
        written = dispatch()
        total += written
    return total


def note(changed: Sequence[Changed]) -> int:
    """Note changes for those who follow what changed, or what it is a part of; end follows of what is gone.

    Returns how many alerts; a fixed number of queries, and those of one source for each kind that changed.
    """
    if not changed or not Follow.objects.filter(ACTIVE).exists():
        return 0
    followed = _followers_of({change.ref for change in changed})
    acts = [change for change in changed if change.act]
    found = things.find({change.ref for change in acts} | followed.keys())
    around = _followers_of({whole for thing in found.values() for whole in _wholes(thing)})
    _end_of_what_is_gone(followed, found)
    alerts = [
        alert
        for change in acts
        if change.ref in found
        for alert in _alerts(change, found[change.ref], followed, around)
    ]
    Alert.objects.bulk_create(alerts, ignore_conflicts=True, batch_size=500)
    return len(alerts)


def _wholes(thing: Thing) -> list[Ref]:
    """What a thing is a part of: its unit, and what its room says."""
    unit = [Ref("unit", thing.unit)] if thing.unit else []
    return [whole for whole in (*unit, *thing.within) if whole != thing.ref]


Follows = dict[Ref, list[Follow]]


def _alerts(change: Changed, thing: Thing, followed: Follows, around: Follows) -> list[Alert]:
    """One alert a follower, also for one who follows both a thing and its unit."""
    now = clock.now()
    wholes = _wholes(thing) if change.act not in rules.ROUTINE else []
    each = {follow.follower_id: follow for whole in wholes for follow in around.get(whole, ())}
    each |= {follow.follower_id: follow for follow in followed.get(change.ref, ())}
    return [
        Alert(
            follow=follow, change=change.id, kind=change.ref.kind, target=change.ref.id, act=change.act, at=change.at,
            due_at=rules.due_at(follow.often, now),
        )
        for follow in each.values()
        if rules.is_told(follow.confirmed_at, change.at, now)
    ]  # fmt: skip


def _followers_of(refs: set[Ref]) -> Follows:
    """Active follows of some things, in one query."""
    rows = Follow.objects.filter(
        ACTIVE, kind__in={ref.kind for ref in refs}, target__in={ref.id for ref in refs}
    ).select_related("follower__account")
    found: Follows = {}
    for follow in rows:
        if follow.ref in refs:
            found.setdefault(follow.ref, []).append(follow)
    return found


def _end_of_what_is_gone(followed: Follows, found: dict[Ref, Thing]) -> None:
    """A kind that no room shows just now (a room being taken out) says nothing about its things."""
    for ref in followed.keys() - found.keys():
        if things.source_of(ref.kind) is not None:
            for follow in followed[ref]:
                end(follow=follow)


def dispatch(limit: int = AT_ONCE) -> int:
    """Write one letter to each of some followers for whom something is due; returns how many followers were served."""
    now = clock.now()
    with transaction.atomic():
        waiting = Alert.objects.filter(follow__follower=OuterRef("pk"), due_at__lte=now)
        followers = list(
            Follower.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("account")
            .filter(Exists(waiting), quiet_until__lte=now)
            .order_by("pk")[:limit]
        )
        if followers:
            _write_to({follower.pk: follower for follower in followers})
    return len(followers)


def _write_to(followers: dict[int, Follower]) -> None:
    now = clock.now()
    due = Alert.objects.filter(follow__follower__in=followers, due_at__lte=now).select_related("follow")
    alerts = list(due.order_by("at", "change"))
    found = things.find({alert.ref for alert in alerts})  # asked again: it may have become private meanwhile
    waiting: dict[int, list[Alert]] = {}
    for alert in alerts:
        waiting.setdefault(alert.follow.follower_id, []).append(alert)
    written = (letters.news(followers[pk], some, found) for pk, some in waiting.items())
    post.send_all([letter for letter in written if letter is not None])
    Alert.objects.filter(pk__in=[alert.pk for alert in alerts]).delete()
    Follower.objects.filter(pk__in=waiting).update(quiet_until=now + rules.QUIET)
