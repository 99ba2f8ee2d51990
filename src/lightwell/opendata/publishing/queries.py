"""Reads of the publishing desk."""

from __future__ import annotations

from typing import Any

from lightwell.opendata.publishing import rules
from lightwell.opendata.publishing.models import Dataset, Draft, Version
from lightwell.people import public as people

LISTED = 200


def datasets_of(account: Any) -> list[Dataset]:
    """Return the datasets that an account may edit, most recently changed first."""
    units = people.units_of(account, "data.edit")
    return list(
        Dataset.objects.filter(unit__in=units).select_related("unit").order_by("-changed_at", "-id")[:LISTED]
    )


def drafts_of(datasets: list[Dataset]) -> list[Draft]:
    """Return the files of these datasets that wait for somebody."""
    waiting = (*rules.UNDER_WAY, *rules.OPEN_TO_HINTS)
    rows = Draft.objects.filter(dataset__in=datasets, state__in=waiting)
    return list(rows.select_related("dataset", "resource", "file")[:LISTED])


def files_of(dataset: Dataset) -> list[Draft]:
    """Return every file that ever came in for a dataset, newest first."""
    return list(dataset.drafts.select_related("resource", "file", "version")[:LISTED])


def find_dataset(slug: str) -> Dataset | None:
    """Return a dataset by its address, whatever its state."""
    return Dataset.objects.select_related("unit").filter(slug=slug).first()


def find_draft(slug: str, public_id: str) -> Draft | None:
    """Return a file under way."""
    related = ("dataset__unit", "resource", "file", "version")
    return Draft.objects.select_related(*related).filter(dataset__slug=slug, public_id=public_id).first()


def find_version(slug: str, number: int) -> Version | None:
    """Return a version of a dataset by its number, withdrawn or not."""
    related = ("dataset__unit", "resource")
    return Version.objects.select_related(*related).filter(dataset__slug=slug, number=number).first()
