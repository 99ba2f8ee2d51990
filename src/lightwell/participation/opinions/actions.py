"""Write an opinion on a topic: from the web by the person, or by staff on somebody's behalf. Each becomes a matter with a number."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lightwell.casework import public as casework
from lightwell.casework.public import Matter
from lightwell.kernel.refusal import Refusal
from lightwell.participation.opinions import rules
from lightwell.participation.opinions.kind import OPINION
from lightwell.participation.opinions.models import Display, Opinion, Sheet, Theme, Topic
from lightwell.participation.opinions.topics import door_of
from lightwell.people import public as people


@dataclass(frozen=True, kw_only=True)
class Words:
    """What somebody says and how they want to appear. ``shown_name`` is only for people without an account."""

    text: str
    title: str = ""
    display: str = Display.COUNT
    shown_name: str = ""
    email: str = ""
    language: str = "zh-hant"
    theme: Theme | None = None


@dataclass(frozen=True, kw_only=True)
class Way:
    """How it came in: channel, when the office got it, and the sheet and line or the list that it stands in."""

    channel: str = "web"
    received_at: datetime | None = None
    sheet: Sheet | None = None
    line: int | None = None
    listed_as: str = ""
    key: str = field(default="")


WEB = Way()


def write_opinion(
    *, topic: Topic, words: Words, nonce: str, supports: Matter | None = None, by: people.Account | None
) -> Matter:
    """Receive what a person writes on the web; the same form sent twice gives the same matter.

    ``supports`` merges it at once into an opinion that says the same: it keeps its number and counts as one more voice.
    Refusal when the topic is closed, asks for more assurance, or the words are too short or too long.
    """
    if not door_of(topic).open:
        raise Refusal(
            _(
                "This topic takes no opinions at the moment. Keep your text; the page of the topic says when it opens."
            )
        )
    if not rules.may_write(topic.assurance, int(people.assurance_of(by))):
        raise Refusal(_("This topic asks you to sign in and to have your identity verified first."))
    key = rules.once(nonce, topic.slug, words.text, words.title, supports.number if supports else "")
    with transaction.atomic():
        matter = receive_opinion(topic=topic, words=words, way=Way(key=key), person=by, by=by)
        if supports is not None and matter.merged_into_id is None:
            matter = casework.merge(matter=matter, into=_mergeable(topic, supports), by=None)
    return matter


def receive_opinion(
    *,
    topic: Topic,
    words: Words,
    way: Way = WEB,
    person: people.Account | None = None,
    by: people.Account | None,
) -> Matter:
    """Make a matter of an opinion and keep what the wing knows of it; the same ``way.key`` gives the same matter."""
    text = _checked(words.text)
    if words.display not in topic.displays:
        raise Refusal(_("This topic does not offer that way to appear. Choose another one."), field="display")
    with transaction.atomic():
        matter = casework.receive(
            kind=OPINION.name,
            title=words.title.strip() or rules.title_of(text),
            body=text,
            channel=way.channel,
            unit=topic.unit,
            by=by,
            topic=topic.ref,
            language=words.language,
            received_at=way.received_at,
            source=way.sheet.scan if way.sheet else None,
            source_line=way.line,
            idempotency_key=way.key,
            **_appearance(topic, words, person),
        )
        Opinion.objects.get_or_create(matter=matter, defaults=_beside(topic, words, way))
    return matter


def _appearance(topic: Topic, words: Words, person: people.Account | None) -> dict[str, Any]:
    visibility = "pseudonymous" if words.display != Display.NAME else "public"
    if person is not None:
        name = people.display_name(person, topic.ref, words.display)
    else:
        name = words.shown_name.strip() if words.display != Display.COUNT else ""
    if words.display != Display.COUNT and not name:
        raise Refusal(
            _("Write the name that is to be shown, or choose to be counted only."), field="shown_name"
        )
    return {
        "visibility": visibility,
        "person": person,
        "contact_email": words.email.strip(),
        "display": words.display,
        "display_name": name,
    }


def _beside(topic: Topic, words: Words, way: Way) -> dict[str, Any]:
    return {
        "topic": topic,
        "theme": words.theme,
        "listed_as": way.listed_as,
        "sheet": way.sheet,
        "sheet_line": way.line,
    }


def _checked(text: str) -> str:
    clean = text.replace("\x00", "").replace("\r\n", "\n").strip()
    if len(clean) < rules.SHORTEST:
        raise Refusal(
            _("Write what you think, in at least %(n)d characters.") % {"n": rules.SHORTEST}, field="text"
        )
    if len(clean) > rules.LONGEST:
        words = _(
            "Your text has %(have)d characters; at most %(most)d can be sent. Send the rest as a second opinion."
        )
        raise Refusal(words % {"have": len(clean), "most": rules.LONGEST}, field="text")
    return clean


def _mergeable(topic: Topic, other: Matter) -> Matter:
    if other.topic != str(topic.ref) or other.private:
        raise Refusal(_("That opinion is not on this topic. Choose another one, or send yours by itself."))
    return other.merged_into or other
