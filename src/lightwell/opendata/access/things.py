"""Public datasets as things; those that are only described here among them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from math import log10

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lightwell.kernel.bilingual import Bilingual
from lightwell.kernel.ref import Ref
from lightwell.kernel.things import Source, Thing
from lightwell.opendata.publishing.public import Dataset

HELD, DESCRIBED = "held", "described"
HELD_RANK, DESCRIBED_RANK = 0.8, 0.4  # with its data above without; of the latter the much read ones first
MOST_VIEWS = 6  # powers of ten
SHOWN = (
    "slug", "title", "title_en", "description", "description_en", "keywords", "place", "versions_count", "changed_at",
    "unit__slug", "origin__views",
)  # fmt: skip


def _things(ids: Collection[str] | None) -> Iterator[Thing]:
    """Yield public datasets, in one query."""
    rows = Dataset.objects.filter(state=Dataset.State.PUBLISHED)
    rows = rows if ids is None else rows.filter(slug__in=ids)
    for dataset in rows.select_related("unit", "origin").only(*SHOWN).iterator(2000):
        yield Thing(
            ref=Ref("dataset", dataset.slug),
            title=dataset.names,
            text=_text(dataset),
            unit=dataset.unit.slug,
            state=HELD if dataset.versions_count else DESCRIBED,
            at=dataset.changed_at,
            rank=_rank(dataset),
        )


def _text(dataset: Dataset) -> Bilingual:
    more = " · ".join([*dataset.keywords, dataset.place] if dataset.place else dataset.keywords)
    zh = "\n".join(part for part in (dataset.description, more) if part)
    en = "\n".join(part for part in (dataset.description_en, more) if part)
    return Bilingual(zh, en if dataset.description_en else "")


def _rank(dataset: Dataset) -> float:
    if dataset.versions_count:
        return HELD_RANK
    views = dataset.origin.views if hasattr(dataset, "origin") else 0
    return DESCRIBED_RANK * min(log10(views + 1) / MOST_VIEWS, 1.0)


SOURCE = Source(
    kind="dataset",
    wing="opendata",
    label=pgettext_lazy("kind of thing", "Dataset"),
    plural=pgettext_lazy("kind of thing", "Datasets"),
    address=lambda slug: reverse("access:dataset", args=[slug]),
    things=_things,
    feed=lambda slug: reverse("access:dataset-feed", args=[slug]),
    states={
        HELD: pgettext_lazy("state of a dataset", "data here"),
        DESCRIBED: _("described here, data elsewhere"),
    },
)
