"""Reads of topics and the opinions on them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects

from lightwell.casework.public import Matter, Response
from lightwell.kernel import clock
from lightwell.participation.opinions.models import Opinion, Phase, Sheet, Theme, Topic, TopicState
from lightwell.participation.opinions.rules import Door
from lightwell.participation.opinions.topics import door_of
from lightwell.people import public as people
from lightwell.prepared import bring, prepared

PAGE = 25
RESULTS = 50
ENDED_SHOWN = 60
RUNNING_SHOWN = 500
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


LISTED = (
    "slug", "title", "title_en", "purpose", "purpose_en", "level", "state", "created_at", "published_at", "concluded_at",
    "unit__slug", "unit__name", "unit__name_en", "tally__total",
)  # fmt: skip


def listed_topics(*, whole: bool = False) -> dict[str, list[Listed]]:
    """Return public topics as ``open``, ``coming``, ``answering`` (no more opinions, not concluded) and ``ended``.

    Four queries. ``whole``: with every text and count of a topic, not only what a list shows.
    """
    found: dict[str, list[Listed]] = {"open": [], "coming": [], "answering": [], "ended": []}
    for listed in _running(whole):
        place = "open" if listed.door.open else "coming" if listed.door.opens_on else "answering"
        found[place].append(listed)
    found["open"].sort(key=_closing)
    found["ended"] = _with_doors(_topics(TopicState.CONCLUDED.value, "-concluded_at", ENDED_SHOWN, whole))
    return found


def open_topics(limit: int) -> list[Listed]:
    """Return the topics that take opinions now, the one that closes first at the top; two queries."""
    return sorted((listed for listed in _running() if listed.door.open), key=_closing)[:limit]


def _closing(listed: Listed) -> tuple[Any, str]:
    return listed.door.until or clock.today(), listed.topic.slug


def _running(whole: bool = False) -> list[Listed]:
    return _with_doors(_topics(TopicState.PUBLISHED.value, "-published_at", RUNNING_SHOWN, whole))


def _with_doors(topics: list[Topic]) -> list[Listed]:
    if topics:
        bring(topics, "phases", _phases_in(topics[0].state), by="topic_id")
    return [
        Listed(topic, door_of(topic), topic.tally.total if hasattr(topic, "tally") else 0) for topic in topics
    ]


@prepared
def _topics(state: str, order: str, limit: int, whole: bool) -> QuerySet[Topic]:
    rows = Topic.objects.filter(state=state).select_related("unit", "tally")
    return (rows if whole else rows.only(*LISTED)).order_by(order, "-id")[:limit]


@prepared
def _phases_in(state: str) -> QuerySet[Phase]:
    """Phases of all topics in a state that are listed: of the concluded ones, those of the latest."""
    latest = Topic.objects.filter(state=state).order_by("-concluded_at", "-id")[:ENDED_SHOWN]
    rows = (
        Phase.objects.filter(topic__state=state)
        if state == TopicState.PUBLISHED
        else Phase.objects.filter(topic__in=latest)
    )
    return rows.order_by("starts_on", "id")


def public_topic(slug: str) -> Topic | None:
    """Return a topic that everybody may see, with phases, themes and counts; three queries."""
    found: Topic | None = _public_topic.first(slug=slug)
    if found is not None:
        bring([found], "phases", _phases(topic=found.pk), by="topic_id")
        bring([found], "themes", _themes(topic=found.pk), by="topic_id")
    return found


@prepared
def _public_topic(*, slug: str) -> QuerySet[Topic]:
    return Topic.objects.exclude(state=TopicState.DRAFT).filter(slug=slug).select_related("unit", "tally")


@prepared
def _phases(*, topic: int) -> QuerySet[Phase]:
    return Phase.objects.filter(topic=topic).order_by("starts_on", "id")


@prepared
def _themes(*, topic: int) -> QuerySet[Theme]:
    return Theme.objects.filter(topic=topic).order_by("id")


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
    values: dict[str, Any] = {"topic": topic.pk}
    if theme:
        values["theme"] = int(theme)
    if outcome:
        values["outcome"] = outcome
    key = _opinion_keys.first(number=after, topic=str(topic.ref)) if after else None
    if key is not None:
        values["key"] = key
    found = _opinions(size + 1, **values)
    more = len(found) > size
    return OpinionPage(found[:size], found[size - 1].matter.number if more else "", key is None)


@prepared
def _opinion_keys(*, number: str, topic: str) -> QuerySet[Any, Any]:
    return Matter.objects.filter(number=number, topic=topic).values_list("pk", flat=True)


@prepared
def _opinions(limit: int, **values: Any) -> QuerySet[Opinion]:
    rows = Opinion.objects.filter(topic=values["topic"])
    if "theme" in values:
        rows = rows.filter(theme=values["theme"])
    if "key" in values:
        rows = rows.filter(matter__lt=values["key"])
    if "outcome" in values:
        rows = rows.filter(MAY_READ, matter__outcome=values["outcome"])
    else:  # the page is cut out of the index first: a join with all matters of a long topic takes forty times longer
        cut = rows.order_by("-matter").values("pk")[:limit]
        rows = Opinion.objects.filter(MAY_READ, pk__in=cut)
    rows = rows.select_related("matter", "matter__unit", "matter__merged_into", "theme")
    heavy = ("folded", "pairs", "how", "merged_into__folded", "merged_into__pairs", "merged_into__how")
    return rows.defer(*(f"matter__{name}" for name in heavy)).order_by("-matter")[:limit]


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
