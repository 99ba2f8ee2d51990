"""Takes a catalogue of datasets that lie elsewhere over: each becomes a described dataset of its unit, without any version."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from django.db import transaction

from lightwell.kernel import changes, clock
from lightwell.kernel.ref import Ref
from lightwell.opendata.publishing import rules, tallies
from lightwell.opendata.publishing.catalogue_file import Entry
from lightwell.opendata.publishing.inserting import insert_alike
from lightwell.opendata.publishing.models import Dataset, Origin
from lightwell.people import public as people
from lightwell.record import public as record

BATCH = 2000
COUNTED = ("views", "downloads", "score", "listed_on", "href")


@dataclass(frozen=True)
class Catalogue:
    """Where entries come from: its name, the SHA-256 of the file, and the address of an entry with ``{title}`` in it."""

    name: str
    sha256: str
    address: str

    def slug(self, entry: Entry) -> str:
        """Return the address here of an entry: its identifier after the catalogue's name, or what stands for that."""
        name = re.sub(r"[^a-z0-9]+", "-", self.name.lower()).strip("-")[:30].strip("-")
        return f"{name or sha256(self.name.encode()).hexdigest()[:8]}-{entry.identifier}"

    def href(self, entry: Entry) -> str:
        return self.address.replace("{title}", quote(entry.title))


@dataclass(frozen=True)
class Result:
    """How many datasets the import made, changed and found as they were; and how many units it made."""

    created: int
    changed: int
    same: int
    units: int


@transaction.atomic
def take_over_catalogue(
    *, entries: Sequence[Entry], catalogue: Catalogue, below: people.Unit, by: Any
) -> Result:
    """Make or update a described dataset for each entry; one act in the record for all of them, none when nothing changed.

    Units that do not exist by name are made below ``below``. What is no longer in the catalogue stays as it is.
    """
    if by is not None:
        people.require(by, "people.administer", unit=below)
    before = people.Unit.objects.count()
    units = people.take_over_units(names={entry.unit for entry in entries}, below=below)
    known = {origin.identifier: origin for origin in Origin.objects.filter(catalogue=catalogue.name)}
    created = _create([e for e in entries if e.identifier not in known], catalogue, units, by)
    changed = _update([e for e in entries if e.identifier in known], catalogue, known)
    made = people.Unit.objects.count() - before
    result = Result(len(created), len(changed), len(entries) - len(created) - len(changed), made)
    if created or changed:
        tallies.recount()
        _enter(result, catalogue, below, by)
        changes.tell([Ref("dataset", slug) for slug in (*created, *changed)])
    return result


def _create(
    entries: Sequence[Entry], catalogue: Catalogue, units: dict[str, people.Unit], by: Any
) -> list[str]:
    slugs = [catalogue.slug(entry) for entry in entries]
    moments = [_moment(entry) for entry in entries]
    insert_alike(
        Dataset(state=Dataset.State.PUBLISHED, created_by=by),
        slug=slugs,
        title=[entry.title for entry in entries],
        unit_id=[units[entry.unit].pk for entry in entries],
        changed_at=moments,
        first_published_at=moments,
        search_text=[_search_text(entry, units[entry.unit]) for entry in entries],
    )
    keys = dict(Dataset.objects.filter(slug__in=slugs).values_list("slug", "pk"))
    counts = [_counts(entry, catalogue) for entry in entries]
    insert_alike(
        Origin(catalogue=catalogue.name),
        dataset_id=[keys[slug] for slug in slugs],
        identifier=[entry.identifier for entry in entries],
        **{name: [each[name] for each in counts] for name in COUNTED},
    )
    return slugs


def _search_text(entry: Entry, unit: people.Unit) -> str:
    return rules.search_text([entry.title, unit.name, unit.name_en])


def _update(entries: Sequence[Entry], catalogue: Catalogue, known: dict[str, Origin]) -> list[str]:
    differing = list(_differing(entries, catalogue, known))
    Origin.objects.bulk_update(differing, COUNTED, batch_size=BATCH)
    return list(Dataset.objects.filter(origin__in=differing).values_list("slug", flat=True))


def _differing(entries: Sequence[Entry], catalogue: Catalogue, known: dict[str, Origin]) -> Iterator[Origin]:
    for entry in entries:
        origin, counts = known[entry.identifier], _counts(entry, catalogue)
        if any(getattr(origin, name) != value for name, value in counts.items()):
            for name, value in counts.items():
                setattr(origin, name, value)
            yield origin


def _counts(entry: Entry, catalogue: Catalogue) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in COUNTED[:-1]} | {"href": catalogue.href(entry)}


def _moment(entry: Entry) -> datetime:
    """A described dataset is as old as its entry: it must not push what was published here down the list."""
    if entry.listed_on is None:
        return datetime(2013, 4, 29, tzinfo=clock.TAIPEI)  # the day data.gov.tw opened
    return datetime.combine(entry.listed_on, time(), clock.TAIPEI)


def _enter(result: Result, catalogue: Catalogue, below: people.Unit, by: Any) -> None:
    facts: dict[str, str | int] = {
        "catalogue": catalogue.name,
        "sha256": catalogue.sha256,
        "created": result.created,
        "changed": result.changed,
        "units": result.units,
    }
    office = people.office_of(by, below, "people.administer")
    record.enter(act="catalogue.imported", subject=Ref("unit", below.slug), office=office, facts=facts)
