"""Letters to followers: what happened in the words of the record, and links. Only of what is public."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from lightwell.bridges.following import addresses
from lightwell.bridges.following.models import Alert, Follow, Follower
from lightwell.bridges.following.rules import ACTS_OF_THING, THINGS_IN_LETTER
from lightwell.bridges.following.sealing import unseal
from lightwell.design.public import time_text
from lightwell.kernel import clock, things
from lightwell.kernel.ref import Ref
from lightwell.kernel.things import Thing
from lightwell.post import public as post
from lightwell.record import public as record

LONGEST_TITLE = 100


def address_of(follower: Follower) -> str:
    """Return where letters go: the account's present address, or the one that was given; "" for nowhere."""
    if follower.account is not None:
        return follower.account.email if follower.account.is_active else ""
    return unseal(bytes(follower.sealed_address or b""))


def language_of(follower: Follower) -> str:
    return follower.account.language if follower.account is not None else follower.language


def confirm(follow: Follow, address: str) -> None:
    """Ask an address whether it wants to follow something; the only letter before it says yes."""
    language = language_of(follow.follower)
    found = things.find([follow.ref])[follow.ref]
    post.send(
        to=address, template="following/confirm", language=language, ref=follow.ref, account=follow.follower.account,
        key=f"following/confirm/{follow.public_id}/{follow.mailed_at:%Y%m%d%H%M%S}",
        context={
            "title": title_of(found, language),
            "kind": kind_of(follow.ref, language),
            "thing": addresses.thing_link(follow.ref, language),
            "link": addresses.confirm_link(follow, language),
        },
    )  # fmt: skip


def gone(follow: Follow) -> None:
    """Say that something is no longer public, by its kind and number alone: its title may be what had to go."""
    follower, address = follow.follower, address_of(follow.follower)
    if not address:
        return
    language = language_of(follower)
    post.send(
        to=address, template="following/gone", language=language, ref=follow.ref, account=follower.account,
        key=f"following/gone/{follow.public_id}/{clock.now():%Y%m%d}",
        context={
            "kind": kind_of(follow.ref, language),
            "id": follow.target,
            "list": addresses.list_link(follower, language),
        },
    )  # fmt: skip


def news(follower: Follower, alerts: list[Alert], found: Mapping[Ref, Thing]) -> post.Letter | None:
    """Return the one letter about all that waits for a follower; None when nothing of it is public any more."""
    address, told = address_of(follower), [alert for alert in alerts if alert.ref in found]
    if not address or not told:
        return None
    language = language_of(follower)
    with translation.override(language):
        context = _context(told, found, language)
    follows = {alert.follow for alert in told}
    only = next(iter(follows)) if len(follows) == 1 else None
    stop = addresses.stop_link(only, language) if only else addresses.stop_all_link(follower, language)
    return post.Letter(
        to=address, template="following/news", language=language, account=follower.account, unsubscribe_url=stop,
        ref=told[0].ref if only else None, key=f"following/news/{follower.public_id}/{max(a.pk for a in told)}",
        context=context | {"stop": stop, "list": addresses.list_link(follower, language), "all": "" if only else "all"},
    )  # fmt: skip


def _context(told: list[Alert], found: Mapping[Ref, Thing], language: str) -> dict[str, Any]:
    """What a letter tells, thing by thing in the order in which they last changed; in the language that is on."""
    by_thing: dict[Ref, list[Alert]] = {}
    for alert in sorted(told, key=lambda alert: (alert.at, alert.change)):
        by_thing.setdefault(alert.ref, []).append(alert)
    lines = [_thing_line(found[ref], acts, language) for ref, acts in by_thing.items()]
    return {
        "subject": _subject(lines),
        "things": lines[:THINGS_IN_LETTER],
        "more": str(len(lines) - THINGS_IN_LETTER) if len(lines) > THINGS_IN_LETTER else "",
    }


def _thing_line(thing: Thing, alerts: list[Alert], language: str) -> dict[str, Any]:
    acts = list(_each_once(alerts))
    return {
        "title": title_of(thing, language),
        "kind": kind_of(thing.ref, language),
        "link": addresses.thing_link(thing.ref, language),
        "acts": acts[-ACTS_OF_THING:],
        "last": acts[-1]["name"],
    }


def _each_once(alerts: Iterable[Alert]) -> Iterable[dict[str, str]]:
    """Two acts of one name in one minute read as a mistake: say it once."""
    before = None
    for alert in alerts:
        line = {"when": time_text(clock.local(alert.at)), "name": record.act_name(alert.act)}
        if line != before:
            yield line
        before = line


def _subject(lines: list[dict[str, Any]]) -> str:
    if len(lines) == 1:
        return _("%(what)s: %(title)s") % {"what": lines[0]["last"], "title": lines[0]["title"]}
    return _("News of %(n)d things that you follow") % {"n": len(lines)}


def title_of(thing: Thing, language: str) -> str:
    """Return a title that fits into a letter."""
    title = " ".join(thing.title.in_language(language).split()) or thing.ref.id
    return title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1].rstrip() + "…"


def kind_of(ref: Ref, language: str) -> str:
    source = things.source_of(ref.kind)
    with translation.override(language):
        return str(source.label) if source else ref.kind
