"""Reads of topics and the opinions on them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects

from lightwell.casework.public import Matter, Response
from lightwell.kernel import clock
from lightwell.participation.opinions.models import Opinion, Sheet, Topic, TopicState
from lightwell.participation.opinions.rules import Door
from lightwell.participation.opinions.topics import door_of
from lightwell.people import public as people

PAGE = 25
RESULTS = 50
ENDED_SHOWN = 60
MAY_READ = ~Q(matter__visibility="private")


@dataclass(frozen=True)
class Listed:
    """A topic in the list, with its door and its count."""

    topic: Topic
    door: Door
    total: int


@dataclass(frozen=True)
class OpinionPage:
    """Some opinions of a topic, newest first; ``older_after`` is the number from which the next page goes on, "" at the end."""

    rows: list[Opinion]
    older_after: str
    first: bool


def listed_topics() -> dict[str, list[Listed]]:
    """Return public topics as ``open``, ``coming``, ``answering`` (no more opinions, not concluded) and ``ended``; two queries."""
    topics = (
        Topic.objects.exclude(state=TopicState.DRAFT)
        .select_related("unit", "tally")
        .prefetch_related("phases")
    )
    running = topics.filter(state=TopicState.PUBLISHED).order_by("-published_at")
    ended = topics.filter(state=TopicState.CONCLUDED).order_by("-concluded_at")[:ENDED_SHOWN]
    found: dict[str, list[Listed]] = {
        "open": [],
        "coming": [],
        "answering": [],
        "ended": [_listed(topic) for topic in ended],
    }
    for topic in running:
        listed = _listed(topic)
        place = "open" if listed.door.open else "coming" if listed.door.opens_on else "answering"
        found[place].append(listed)
    found["open"].sort(key=lambda item: (item.door.until or clock.today(), item.topic.slug))
    return found


def _listed(topic: Topic) -> Listed:
    return Listed(topic, door_of(topic), topic.tally.total if hasattr(topic, "tally") else 0)


def public_topic(slug: str) -> Topic | None:
    """Return a topic that everybody may see, with phases, themes and counts."""
    return any_topic(slug, Topic.objects.exclude(state=TopicState.DRAFT))


def any_topic(slug: str, among: QuerySet[Topic] | None = None) -> Topic | None:
    """Return a topic in whatever state; the caller asks who may see it."""
    rows = Topic.objects.all() if among is None else among
    return rows.select_related("unit", "tally").prefetch_related("phases", "themes").filter(slug=slug).first()


def topics_to_edit(account: people.Account) -> QuerySet[Topic]:
    """Return the topics of the units for which somebody may open topics, the latest first."""
    units = people.units_of(account, "topics.edit")
    return Topic.objects.filter(unit__in=units).select_related("unit").order_by("-created_at")


def topics_to_type_in(account: people.Account) -> list[Topic]:
    """Return published topics for which somebody may type in sheets; sheets may come after the last day."""
    units = people.units_of(account, "casework.receive")
    return list(
        Topic.objects.filter(unit__in=units, state=TopicState.PUBLISHED)
        .select_related("unit")
        .order_by("-published_at")
    )


def opinions_of(
    topic: Topic, *, after: str = "", theme: str = "", outcome: str = "", size: int = PAGE
) -> OpinionPage:
    """Return a page of a topic's opinions by keyset: as fast at the end of 100,000 as at the beginning."""
    rows = Opinion.objects.filter(MAY_READ, topic=topic).select_related(
        "matter", "matter__unit", "matter__merged_into", "theme"
    )
    rows = rows.defer("matter__folded", "matter__pairs", "matter__how")
    if theme:
        rows = rows.filter(theme=int(theme))
    if outcome:
        rows = rows.filter(matter__outcome=outcome)
    key = (
        Matter.objects.filter(number=after, topic=str(topic.ref)).values_list("pk", flat=True).first()
        if after
        else None
    )
    if key is not None:
        rows = rows.filter(matter__lt=key)
    found = list(rows.order_by("-matter")[: size + 1])
    more = len(found) > size
    return OpinionPage(found[:size], found[size - 1].matter.number if more else "", key is None)


def results_of(topic: Topic, *, after: str = "", size: int = RESULTS) -> OpinionPage:
    """Return a page of opinions with all their answers, for "what came of it, opinion by opinion"."""
    page = opinions_of(topic, after=after, size=size)
    answers = Prefetch("responses", Response.objects.order_by("at", "id"))
    prefetch_related_objects([opinion.matter for opinion in page.rows], answers)
    return page


def all_opinions(topic: Topic) -> Iterator[Opinion]:
    """Yield every public opinion of a topic in the order of receipt, with answers, a thousand rows at a time."""
    answers = Prefetch("matter__responses", Response.objects.order_by("at", "id"))
    rows = Opinion.objects.filter(MAY_READ, topic=topic).select_related(
        "matter", "matter__merged_into", "theme"
    )
    return (
        rows.defer("matter__folded", "matter__pairs", "matter__how")
        .prefetch_related(answers)
        .order_by("matter")
        .iterator(1000)
    )


def latest_opinions(topic: Topic, limit: int = 50) -> list[Opinion]:
    """Return the opinions on which something happened last, for the feed."""
    rows = Opinion.objects.filter(MAY_READ, topic=topic).select_related("matter", "theme")
    return list(
        rows.defer("matter__folded", "matter__pairs", "matter__how").order_by(
            "-matter__changed_at", "-matter"
        )[:limit]
    )


def drafts_of(account: people.Account) -> list[Sheet]:
    """Return the sheets that somebody has begun to type in."""
    return list(
        Sheet.objects.filter(written_by=account, entered_at=None)
        .select_related("topic")
        .order_by("-changed_at")
    )


def sheet_of(public_id: str) -> Sheet | None:
    """Return a sheet with its topic and scan; the caller asks who may see it."""
    return (
        Sheet.objects.select_related("topic", "topic__unit", "scan", "written_by")
        .filter(public_id=public_id)
        .first()
    )


def opinions_on(sheet: Sheet) -> list[Opinion]:
    """Return what became of the lines of a sheet, in their order."""
    return list(sheet.opinions.select_related("matter", "matter__merged_into").order_by("sheet_line"))
