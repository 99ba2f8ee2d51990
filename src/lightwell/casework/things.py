"""Public matters as things, with their published answers: found, followed and pointed at. Private ones never."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from html import unescape

from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import pgettext_lazy

from lightwell.casework.kinds import PHASE_LABELS
from lightwell.casework.models import SHOWN, Matter, Response
from lightwell.kernel.bilingual import Bilingual
from lightwell.kernel.things import Source, Thing

SHOWN_OF = (
    "number", "kind", "title", "body", "phase", "outcome", "outcome_reason", "supporters", "hidden_at", "changed_at",
    "topic", "unit__slug",
)  # fmt: skip
CHUNK = 2000
HREF = re.compile(r'href="([^"]+)"')
WEIGHTY = 20  # matters joined to one that make it as weighty as any


def _things(ids: Collection[str] | None) -> Iterator[Thing]:
    """Yield matters, their answers with them: two queries for any ids, two for each CHUNK of all."""
    rows = Matter.objects.filter(SHOWN).select_related("unit").only(*SHOWN_OF)
    if ids is not None:
        yield from _told(list(rows.filter(number__in=ids)))
        return
    last = 0
    while found := list(rows.filter(pk__gt=last).order_by("pk")[:CHUNK]):
        yield from _told(found)
        last = found[-1].pk


def _told(matters: list[Matter]) -> Iterator[Thing]:
    answers = _answers(matters)
    for matter in matters:
        yield Thing(
            ref=matter.ref,
            title=_title(matter),
            text=Bilingual("\n".join([*_own_words(matter), *map(_words_of, answers.get(matter.pk, ()))])),
            unit=matter.unit.slug,
            state=matter.phase,
            at=matter.changed_at,
            rank=min(matter.supporters / WEIGHTY, 1.0),
            within=(matter.topic_ref,) if matter.topic_ref else (),
            hrefs=" ".join(href for html in answers.get(matter.pk, ()) for href in HREF.findall(html)),
        )


def _answers(matters: list[Matter]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    rows = Response.objects.filter(matter__in=[matter.pk for matter in matters]).order_by("at", "id")
    for matter, html in rows.values_list("matter", "html"):
        found.setdefault(matter, []).append(html)
    return found


def _words_of(html: str) -> str:
    return " ".join(unescape(strip_tags(html)).split())


def _title(matter: Matter) -> Bilingual:
    """A tombstone has no words of its own; the answer to it may stay."""
    if matter.hidden:
        return Bilingual(f"{matter.number}（文字已移除）", f"{matter.number} (text removed)")
    return Bilingual(matter.title)


def _own_words(matter: Matter) -> list[str]:
    shown = [matter.number] if matter.hidden else [matter.body]
    return [*shown, matter.outcome_reason] if matter.outcome_reason else shown


SOURCE = Source(
    kind="matter",
    wing="participation",
    label=pgettext_lazy("kind of thing", "Matter"),
    plural=pgettext_lazy("kind of thing", "Matters and their answers"),
    address=lambda number: reverse("casework:matter", args=[number]),
    things=_things,
    feed=lambda number: reverse("matter_atom", args=[number]),
    states={phase.value: label for phase, label in PHASE_LABELS.items()},
)
