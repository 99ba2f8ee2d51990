"""Begin to follow, confirm, choose how often, stop. Nobody's act but the follower's own, so nothing enters the record."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from lightwell.bridges.following import brakes, letters
from lightwell.bridges.following.models import Alert, Follow, Follower, Often
from lightwell.bridges.following.rules import AGAIN, ENDED, UNCONFIRMED, due_at
from lightwell.bridges.following.sealing import mark_of, seal
from lightwell.kernel import clock, things
from lightwell.kernel.ref import Ref
from lightwell.kernel.refusal import Refusal
from lightwell.people import public as people


def follow(*, ref: Ref, often: str = Often.NOW, by: people.Account) -> Follow:
    """Let somebody whose address is confirmed follow a public thing, at once; again changes how often.

    Refusal when the thing is not public or the address of the account is not confirmed.
    """
    _require_public(ref)
    if people.assurance_of(by) < people.Assurance.CONTACT:
        raise Refusal(_("Confirm the e-mail address of your account first; then you can follow."))
    with transaction.atomic():
        follower = Follower.objects.get_or_create(account=by)[0]
        found = _row(follower, ref, often)
        if found.often != often:
            change(follow=found, often=often)
        _confirm(found)
    return found


def ask(*, ref: Ref, address: str, often: str = Often.NOW, language: str, client: str) -> None:
    """Write to an address whether it wants to follow a public thing; whoever has it confirms by the link in the letter.

    Says nothing about whether the address follows it already. Refusal when the thing is not public, the address is none,
    or too much was asked from ``client`` (a network address) or for this address.
    """
    _require_public(ref)
    brakes.knock_from(client)
    with transaction.atomic():
        found = _row(_follower_at(address, language), ref, often)
        if found.confirmed_at is not None and found.ended_at is None:
            return
        if found.mailed_at is not None and clock.now() - found.mailed_at < AGAIN:
            return
    brakes.knock_at(address)
    with transaction.atomic():
        Follow.objects.filter(pk=found.pk).update(often=often, mailed_at=clock.now(), asked_at=clock.now())
        letters.confirm(Follow.objects.select_related("follower__account").get(pk=found.pk), address)


def confirm(*, follow: Follow) -> None:
    """Begin to send; a second time changes nothing."""
    with transaction.atomic():
        _confirm(follow)


def change(*, follow: Follow, often: str) -> None:
    """Choose how often letters come; what is waiting goes by the new choice."""
    if often not in Often.values:
        raise Refusal(_("Choose how often you want letters."), field="often")
    with transaction.atomic():
        follow.often = often
        follow.save(update_fields=["often"])
        Alert.objects.filter(follow=follow).update(due_at=due_at(often, clock.now()))


def stop(*, follow: Follow) -> None:
    """Forget that somebody follows something, and what they were still to be told of it."""
    with transaction.atomic():
        follower = follow.follower
        follow.delete()
        if not follower.follows.exists():
            follower.delete()


def stop_all(*, follower: Follower) -> None:
    """Forget a follower and everything they follow."""
    follower.delete()


def end(*, follow: Follow) -> None:
    """End a follow of something that is no longer public, and tell the follower so, once."""
    with transaction.atomic():
        ended = Follow.objects.filter(pk=follow.pk, ended_at=None).update(ended_at=clock.now())
        if ended and follow.confirmed_at is not None:
            letters.gone(follow)


def forget() -> int:
    """Delete what nobody confirmed, what ended long ago, and followers of nothing; returns how many follows went."""
    now = clock.now()
    with transaction.atomic():
        count = Follow.objects.filter(confirmed_at=None, asked_at__lt=now - UNCONFIRMED).delete()[0]
        count += Follow.objects.filter(ended_at__lt=now - ENDED).delete()[0]
        Follower.objects.filter(follows=None, created_at__lt=now - AGAIN).delete()
        brakes.forget_knocks()
    return count


def _require_public(ref: Ref) -> None:
    if ref not in things.find([ref]):
        raise Refusal(_("This cannot be followed: it is not public, or not any more."))


def _follower_at(address: str, language: str) -> Follower:
    """Return who has an address: the account that confirmed it, else a follower known by the address alone."""
    owner = people.Account.objects.filter(
        email=address.strip().lower(), is_active=True, assurance__gte=people.Assurance.CONTACT
    ).first()
    if owner is not None:
        return Follower.objects.get_or_create(account=owner)[0]
    defaults = {"sealed_address": seal(address.strip()), "language": language}
    return Follower.objects.get_or_create(mark=mark_of(address), defaults=defaults)[0]


def _row(follower: Follower, ref: Ref, often: str) -> Follow:
    if often not in Often.values:
        raise Refusal(_("Choose how often you want letters."), field="often")
    return Follow.objects.get_or_create(
        follower=follower, kind=ref.kind, target=ref.id, defaults={"often": often}
    )[0]


def _confirm(follow: Follow) -> None:
    """A follow that had ended, of something that is public again, begins anew."""
    if follow.confirmed_at is None or follow.ended_at is not None:
        follow.confirmed_at, follow.ended_at = clock.now(), None
        follow.save(update_fields=["confirmed_at", "ended_at"])
