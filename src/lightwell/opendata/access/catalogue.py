"""Reads of what is public: the list of datasets, one dataset with its tables, its versions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from lightwell.kernel import folding
from lightwell.opendata.access import remembered
from lightwell.opendata.publishing.public import Dataset, Origin, Resource, Version
from lightwell.prepared import prepared

PER_PAGE = 20
LISTED = (
    "slug", "title", "title_en", "description", "description_en", "state", "rows", "formats", "versions_count", "changed_at",
    "unit__slug", "unit__name", "unit__name_en",
)  # fmt: skip
MOST_COUNTED = 1000  # a filtered list is counted up to here, and says "more than" beyond


@dataclass(frozen=True)
class Wanted:
    """What a list is narrowed to; empty texts narrow nothing."""

    text: str = ""
    unit: str = ""
    licence: str = ""
    format: str = ""

    @property
    def anything(self) -> bool:
        return bool(self.text or self.unit or self.licence or self.format)


@dataclass(frozen=True)
class Listing:
    """One page of datasets, how many there are (capped), and the number of the page."""

    datasets: list[Dataset]
    total: int
    number: int
    capped: bool = False

    @property
    def pages(self) -> int:
        return max(1, -(-min(self.total, MOST_COUNTED) // PER_PAGE))


@dataclass(frozen=True)
class Found:
    """A public dataset with its tables; ``resource`` is the one that is looked at, ``version`` what it shows."""

    dataset: Dataset
    resources: list[Resource]
    resource: Resource
    version: Version
    versions: list[Version] = field(default_factory=list)

    @property
    def is_current(self) -> bool:
        return self.resource.current_id == self.version.pk


def public_datasets(wanted: Wanted) -> QuerySet[Dataset]:
    """Return the published datasets that fit, most recently changed first."""
    rows = Dataset.objects.filter(state=Dataset.State.PUBLISHED)
    for word in folding.fold(wanted.text).split()[:8]:
        rows = rows.filter(search_text__contains=word)
    if wanted.unit:
        rows = rows.filter(unit__slug=wanted.unit)
    if wanted.licence:
        rows = rows.filter(licence_code=wanted.licence)
    if wanted.format:
        rows = rows.filter(formats__contains=[wanted.format])
    return rows.select_related("unit").order_by("-changed_at", "-id")


def listing(wanted: Wanted, number: int, total: int) -> Listing:
    """Return a page of the list; ``total`` is the tally of all, used when nothing narrows the list.

    A narrowed list is read once, keys alone and up to MOST_COUNTED of them: that counts it and finds the page.
    """
    rows = public_datasets(wanted)
    keys = list(rows.values_list("pk", flat=True)[: MOST_COUNTED + 1]) if wanted.anything else None
    counted = total if keys is None else len(keys)
    last = max(1, -(-min(counted, MOST_COUNTED) // PER_PAGE))
    number = min(max(number, 1), last)
    page = slice((number - 1) * PER_PAGE, number * PER_PAGE)
    shown = _newest_first(page.start, page.stop) if keys is None else _in_order(keys[page])
    return Listing(shown, counted, number, capped=wanted.anything and counted > MOST_COUNTED)


@prepared
def _newest_first(first: int, last: int) -> QuerySet[Dataset]:
    return public_datasets(Wanted()).only(*LISTED)[first:last]


def _in_order(keys: Sequence[int]) -> list[Dataset]:
    found = Dataset.objects.select_related("unit").only(*LISTED).in_bulk(keys)
    return [found[key] for key in keys if key in found]


def after(rows: QuerySet[Dataset], last: Dataset) -> QuerySet[Dataset]:
    """Return the part of a list that follows a dataset."""
    return rows.filter(Q(changed_at__lt=last.changed_at) | Q(changed_at=last.changed_at, id__lt=last.pk))


def with_tables(rows: QuerySet[Dataset]) -> QuerySet[Dataset]:
    """Bring the tables and their current versions along, in two more queries however long the list."""
    tables = Resource.objects.select_related("current").defer("current__report").order_by("position", "id")
    return rows.prefetch_related(Prefetch("resources", tables))


def origin_of(dataset: Dataset) -> Origin | None:
    """Return where a dataset that is only described here comes from."""
    return Origin.objects.filter(dataset=dataset).first()


def find_dataset(slug: str) -> Dataset | None:
    """Return a dataset that was ever public, withdrawn ones included."""
    shown = (Dataset.State.PUBLISHED, Dataset.State.WITHDRAWN)
    return Dataset.objects.select_related("unit").filter(slug=slug, state__in=shown).first()


def tables_of(dataset: Dataset) -> list[Resource]:
    """Return a dataset's tables that have a current version, in order; one query."""
    rows = dataset.resources.select_related("current").defer("current__report").exclude(current=None)
    return list(rows.order_by("position", "id"))


def find(slug: str, resource: str = "", number: int | None = None) -> Found | None:
    """Return a public dataset with the table asked for (the first by default) and its version (the current by default).

    None when any of them is not there; a withdrawn version is found: the caller says that it is withdrawn.
    """
    if number is not None:
        dataset = find_dataset(slug)
        return _find_version(dataset, resource, number) if dataset else None
    tables = remembered.public_tables(slug)
    chosen = next((table for table in tables if table.slug == resource or not resource), None)
    if chosen is None or chosen.current is None:
        return None
    return Found(chosen.dataset, tables, chosen, chosen.current)


def _find_version(dataset: Dataset, resource: str, number: int) -> Found | None:
    if not 0 < number < 2**31:
        return None
    version = dataset.versions.select_related("resource").filter(number=number).first()
    if version is None or resource not in ("", version.resource.slug):
        return None
    return Found(dataset, tables_of(dataset), version.resource, version)


def versions_of(dataset: Dataset, limit: int = 500) -> list[Version]:
    """Return a dataset's versions, newest first, with their tables."""
    return list(dataset.versions.select_related("resource").defer("report")[:limit])


def newest_versions(limit: int, dataset: Dataset | None = None) -> list[Version]:
    """Return the versions that were published last, of one dataset or of all public ones."""
    return _newest(limit, dataset=dataset.pk) if dataset else _newest(limit)


@prepared
def _newest(limit: int, **of: int) -> QuerySet[Version]:
    """Versions with what the home page and the feeds show of them."""
    rows = Version.objects.filter(withdrawn_at=None, dataset__state=Dataset.State.PUBLISHED.value, **of)
    shown = (
        "number", "notes", "published_at", "dataset__slug", "dataset__title", "dataset__title_en", "dataset__description",
        "dataset__description_en", "dataset__unit__name", "dataset__unit__name_en", "resource__title", "resource__title_en",
    )  # fmt: skip
    rows = rows.select_related("dataset__unit", "resource").only(*shown)
    return rows.order_by("-published_at", "-id")[:limit]


def act_of(version: Version, acts: Sequence[Any]) -> Any | None:
    """Return the record's act that published a version, out of those of its dataset.

    Versions are numbered in the transaction that enters them, so the n-th such act is that of version n.
    """
    published = [act for act in acts if act.act == "dataset.version_published"]
    return published[version.number - 1] if version.number <= len(published) else None
