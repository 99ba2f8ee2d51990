"""How many opinions each topic has, counted beside the pages: a round looks every two seconds at what has changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Count, Max

from lightwell.casework.public import Matter
from lightwell.kernel import clock
from lightwell.participation.opinions.models import Opinion, Topic, TopicTally

OVERLAP = timedelta(minutes=2)  # a transaction may commit some time after the moment that it wrote down


def refresh_tally(topic: Topic) -> TopicTally:
    """Count one topic anew; one query, of what everybody may see."""
    rows = (
        Opinion.objects.filter(topic=topic)
        .exclude(matter__visibility="private")
        .values_list("matter__state", "matter__outcome", "matter__channel", "theme")
        .annotate(n=Count("matter"))
    )
    by: dict[str, Counter[str]] = {name: Counter() for name in ("states", "outcomes", "channels", "themes")}
    for state, outcome, channel, theme, number in rows:
        by["states"][state] += number
        by["channels"][channel] += number
        if outcome:
            by["outcomes"][outcome] += number
        if theme:
            by["themes"][str(theme)] += number
    counts = {name: dict(counter) for name, counter in by.items()}
    fields = {"total": by["states"].total(), "made_at": clock.now(), **counts}
    return TopicTally.objects.update_or_create(topic=topic, defaults=fields)[0]


def refresh_changed(since: datetime | None) -> datetime | None:
    """Count the topics of which a matter has changed since a moment (None: all); returns the latest change seen."""
    latest = Matter.objects.aggregate(latest=Max("changed_at"))["latest"]
    if since is not None and latest == since:
        return since
    for topic in _changed(since):
        refresh_tally(topic)
    return latest


def _changed(since: datetime | None) -> Iterable[Topic]:
    if since is None:
        return Topic.objects.all()
    refs = (
        Matter.objects.filter(changed_at__gte=since - OVERLAP)
        .exclude(topic="")
        .values_list("topic", flat=True)
        .distinct()
    )
    slugs = [ref.partition("/")[2] for ref in refs if ref.startswith("topic/")]
    return Topic.objects.filter(slug__in=slugs)
