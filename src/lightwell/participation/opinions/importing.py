"""Take in a list of opinions that were handled elsewhere: each becomes a matter with its answer and, where clear, its outcome.

All or nothing, and once: a row is known by list (topic, channel, theme) and number, so a second import adds nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from django.db import transaction
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from lightwell.casework import public as casework
from lightwell.casework.public import Matter
from lightwell.kernel import clock
from lightwell.kernel.refusal import Refusal
from lightwell.participation.opinions import topics
from lightwell.participation.opinions.actions import Way, Words, receive_opinion
from lightwell.participation.opinions.import_csv import decoded, read_csv
from lightwell.participation.opinions.import_markdown import read_markdown
from lightwell.participation.opinions.import_outcomes import Proposal
from lightwell.participation.opinions.import_rows import Row
from lightwell.participation.opinions.kind import ACCEPTED
from lightwell.participation.opinions.models import Theme, Topic
from lightwell.participation.opinions.rules import folded
from lightwell.participation.opinions.sheets import noon_of
from lightwell.people import public as people


@dataclass(frozen=True)
class Imported:
    """What an import did: numbers of new matters, of those that were there, and of those whose text in the file has changed."""

    added: tuple[str, ...]
    present: tuple[str, ...]
    changed: tuple[str, ...]


def read_rows(path: Path) -> list[Row]:
    """Read a Markdown or CSV file by its ending; OSError when it cannot be opened, Unreadable when it cannot be understood."""
    text = decoded(path.read_bytes())
    return read_csv(text) if path.suffix.lower() == ".csv" else read_markdown(text)


def import_opinions(
    *,
    topic: Topic,
    proposals: Sequence[Proposal],
    by: people.Account | None,
    received_on: date | None = None,
    leave_doubtful: bool = False,
) -> Imported:
    """Make matters of what is not there yet. Without ``received_on`` they count as received today.

    A row without a proposal, and with ``leave_doubtful`` every doubtful one, is answered but waits for its outcome on the desk.
    """
    added: list[str] = []
    present: list[str] = []
    changed: list[str] = []
    with transaction.atomic():
        for proposal in proposals:
            earlier = casework.by_key(key_of(topic, proposal.row))
            if earlier is None:
                added.append(
                    _line(proposal.row, _take_in, topic, proposal, by, received_on, leave_doubtful).number
                )
            else:
                (present if folded(earlier.body) == folded(proposal.row.opinion) else changed).append(
                    earlier.number
                )
    return Imported(tuple(added), tuple(present), tuple(changed))


def known_rows(topic: Topic | None, proposals: Sequence[Proposal]) -> int:
    """Return how many rows an import would find there already; one query."""
    if topic is None:
        return 0
    keys = [key_of(topic, proposal.row) for proposal in proposals]
    return Matter.objects.filter(idempotency_key__in=keys).count()


def key_of(topic: Topic, row: Row) -> str:
    """Return what a row is known by; the theme is the one that the file names in its header."""
    words = "\x1f".join((topic.slug, row.channel, row.theme, str(row.number)))
    return f"list:{hashlib.sha256(words.encode()).hexdigest()[:48]}"


def slug_of(path: Path) -> str:
    """Return the address of the topic that is made for a file."""
    return slugify(path.name.partition(".")[0])[:60] or "imported-opinions"


def topic_for_file(*, path: Path, title: str, unit: people.Unit, by: people.Account | None) -> Topic:
    """Return the topic that stands for a file, made at the first import: published, and no longer open for opinions."""
    slug = slug_of(path)
    found = Topic.objects.filter(slug=slug).first()
    if found is not None:
        return found
    yesterday = clock.today() - timedelta(days=1)
    phase = topics.PhasePlan("意見徵詢", yesterday, yesterday, True, "Opinions were collected")
    with transaction.atomic():
        fields: dict[str, object] = {**_promises(path.name), "title": title[:120]}
        drafted = topics.draft_topic(slug=slug, unit=unit, fields=fields, phases=[phase], by=by)
        return topics.publish_topic(topic=drafted, by=by)


def _promises(name: str) -> dict[str, object]:
    return {
        "purpose": f"公布「{name}」所列意見及其處理情形，逐則給予案號，供各界查閱。",
        "purpose_en": f"Publishes the opinions listed in “{name}” with their handling, each under a number of its own.",
        "can_change": "處理情形尚待確認者，由承辦機關補述。",
        "can_change_en": "Outcomes that are still to be confirmed by the office.",
        "cannot_change": "意見原文與當時的處理情形。",
        "cannot_change_en": "The opinions and the handling as they were printed.",
        "decides": "原徵詢機關",
        "decides_en": "The office that asked for the opinions",
        "use": "本主題只作公開查閱，不再收受新意見。",
        "use_en": "For everybody to read; no further opinions are taken.",
    }


def _line(row: Row, take: Callable[..., Matter], *arguments: object) -> Matter:
    """Take one row in; a Refusal says in which line of the file it lies."""
    try:
        return take(*arguments)
    except Refusal as refusal:
        raise Refusal(f"line {row.line}: {refusal.message}", field=refusal.field)


def _take_in(
    topic: Topic, proposal: Proposal, by: people.Account | None, day: date | None, leave_doubtful: bool
) -> Matter:
    row = proposal.row
    theme = Theme.objects.get_or_create(topic=topic, name=proposal.theme)[0] if proposal.theme else None
    way = Way(
        channel=row.channel,
        received_at=noon_of(day) if day else None,
        listed_as=str(row.number),
        key=key_of(topic, row),
    )
    matter = receive_opinion(topic=topic, words=Words(text=row.opinion, theme=theme), way=way, by=by)
    casework.move(matter=matter, to=ACCEPTED, by=by)
    casework.respond(matter=matter, text=row.handling, by=by)
    if proposal.outcome and not (proposal.doubts and leave_doubtful):
        casework.close(matter=matter, outcome=proposal.outcome, reason=_reason(proposal), by=by)
    return matter


def _reason(proposal: Proposal) -> str:
    """Say openly that the outcome was read from the words of the handling; in the language of the list."""
    with translation.override("zh-hant"):
        words = _("Read from the words of the handling: “%(words)s”.") % {"words": proposal.words}
        return words + (_(" Not sure; the office has still to confirm it.") if proposal.doubts else "")
