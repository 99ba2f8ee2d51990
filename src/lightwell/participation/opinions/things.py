"""Topics as public things; a draft is none."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.urls import reverse
from django.utils.translation import pgettext_lazy

from lightwell.kernel import clock
from lightwell.kernel.bilingual import Bilingual
from lightwell.kernel.things import Source, Thing
from lightwell.participation.opinions.models import Topic, TopicState

TEXTS = ("purpose", "can_change", "cannot_change", "decides", "use", "result")


def _things(ids: Collection[str] | None) -> Iterator[Thing]:
    """Yield topics that are or were open to the public, in one query."""
    rows = Topic.objects.exclude(state=TopicState.DRAFT).select_related("unit")
    for topic in rows if ids is None else rows.filter(slug__in=ids):
        yield Thing(
            ref=topic.ref,
            title=Bilingual(topic.title, topic.title_en),
            text=Bilingual(_text(topic, ""), _text(topic, "_en")),
            unit=topic.unit.slug,
            state=topic.state,
            at=topic.concluded_at or topic.published_at or clock.now(),
            rank=0.5,
        )


def _text(topic: Topic, language: str) -> str:
    return "\n".join(text for name in TEXTS if (text := getattr(topic, name + language)))


SOURCE = Source(
    kind="topic",
    wing="participation",
    label=pgettext_lazy("kind of thing", "Topic"),
    plural=pgettext_lazy("kind of thing", "Topics"),
    address=lambda slug: reverse("opinions:topic", args=[slug]),
    things=_things,
    feed=lambda slug: reverse("topic_feed", args=[slug]),
    states={
        TopicState.PUBLISHED.value: pgettext_lazy("state of a topic", "Published"),
        TopicState.CONCLUDED.value: pgettext_lazy("state of a topic", "Concluded"),
    },
)
