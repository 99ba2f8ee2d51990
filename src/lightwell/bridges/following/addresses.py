"""Addresses of the room's pages, for letters and for the slot on other pages."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from lightwell.bridges.following import sealing
from lightwell.bridges.following.models import Follow, Follower
from lightwell.kernel import things
from lightwell.kernel.ref import Ref


def absolute(name: str, *args: str, language: str) -> str:
    """Return the whole address of one of our pages in a language."""
    with translation.override(language):
        return settings.SITE_URL + reverse(f"following:{name}", args=args)


def confirm_link(follow: Follow, language: str) -> str:
    return absolute("confirm", sealing.token(sealing.CONFIRM, follow.public_id), language=language)


def stop_link(follow: Follow, language: str) -> str:
    return absolute("stop", sealing.token(sealing.STOP, follow.public_id), language=language)


def stop_all_link(follower: Follower, language: str) -> str:
    return absolute("stop_all", sealing.token(sealing.STOP_ALL, follower.public_id), language=language)


def list_link(follower: Follower, language: str) -> str:
    """Return the page of what somebody follows: behind sign-in for an account, by a secret link for an address."""
    if follower.account_id is not None:
        return absolute("follows", language=language)
    return absolute("list", sealing.token(sealing.LIST, follower.public_id), language=language)


def thing_link(ref: Ref, language: str) -> str:
    """Return the whole address of a thing's page."""
    source = things.source_of(ref.kind)
    with translation.override(language):
        return settings.SITE_URL + (source.address(ref.id) if source else "/")


def feed_of(ref: Ref) -> str:
    """Return the path of a thing's feed: its room's own, else ours made of its acts."""
    source = things.source_of(ref.kind)
    return (source.feed(ref.id) if source else "") or reverse("following_feed", args=[ref.kind, ref.id])
