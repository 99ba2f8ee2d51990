"""Begin a dataset, take files in, publish versions, take them back: the only writers of this room."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.text import slugify
from django.utils.translation import gettext as _

from lightwell.files import public as files
from lightwell.kernel import clock
from lightwell.kernel.refusal import Refusal
from lightwell.opendata.publishing import joining, rules, tallies
from lightwell.opendata.publishing.models import Dataset, Draft, Resource, Version
from lightwell.people import public as people
from lightwell.record import public as record

PURPOSE = "publishing.original"
DESCRIBED_BY = [
    "title",
    "title_en",
    "description",
    "description_en",
    "licence_code",
    "frequency",
    "contact",
    "contact_email",
    "keywords",
    "place",
    "covers_from",
    "covers_until",
]


@transaction.atomic
def create_dataset(*, by: Any, unit: people.Unit, slug: str, **described: Any) -> Dataset:
    """Begin a dataset of a unit; nothing of it is public before its first version.

    ``described`` are the fields of DESCRIBED_BY. Refusal for an address that is taken or not well-formed.
    """
    people.require(by, "data.edit", unit=unit) if by is not None else None
    _check_described(described)
    dataset = Dataset(slug=rules.check_slug(slug), unit=unit, created_by=by, **described)
    _refresh_search(dataset)
    try:
        with transaction.atomic():
            dataset.save(force_insert=True)
    except IntegrityError:
        raise Refusal(_("There is a dataset at this address already. Choose another one."), field="slug")
    return dataset


@transaction.atomic
def describe_dataset(*, dataset: Dataset, by: Any, **described: Any) -> Dataset:
    """Change what is said about a dataset; of a public one this is an official act."""
    dataset = _locked(dataset)
    _may(by, "data.edit", dataset)
    _check_described(described)
    changed = sorted(name for name, value in described.items() if getattr(dataset, name) != value)
    if not changed:
        return dataset
    for name in changed:
        setattr(dataset, name, described[name])
    dataset.changed_at = clock.now()
    _refresh_search(dataset)
    dataset.save()
    if dataset.is_public:
        tallies.recount()
        _enter(dataset, "dataset.described", by, "data.edit", facts={"changed": ", ".join(changed)})
    return dataset


@transaction.atomic
def upload(
    *,
    dataset: Dataset,
    upload: Any,
    by: Any,
    resource: Resource | None = None,
    title: str = "",
    title_en: str = "",
    notes: str = "",
    hints: Mapping[str, Any] | None = None,
) -> Draft:
    """Take a file in for a table of a dataset (a new one when ``resource`` is None) and have it read by the worker.

    The hints that helped with the last version are used again unless others are given.
    """
    _may(by, "data.edit", dataset)
    file = files.receive(upload, purpose=PURPOSE, by=by)
    last = Draft.objects.filter(version__resource=resource, version__resource__current=F("version")).first()
    resource = resource or _new_resource(dataset, title or dataset.title, title_en)
    draft = Draft.objects.create(
        dataset=dataset, resource=resource, file=file, created_by=by, notes=notes,
        hints=dict(hints if hints is not None else last.hints if last else {}),
    )  # fmt: skip
    _defer_reading(draft)
    return draft


@transaction.atomic
def give_hints(*, draft: Draft, hints: Mapping[str, Any], by: Any) -> Draft:
    """Have a file read once more, told better how: encoding, header rows, types and titles of columns."""
    draft = _locked_draft(draft)
    _may(by, "data.edit", draft.dataset)
    _require_move(draft, rules.WAITING)
    draft.hints, draft.attempt, draft.tries = dict(hints), draft.attempt + 1, 0
    draft.state, draft.message, draft.changed_at = rules.WAITING, "", clock.now()
    draft.save()
    _defer_reading(draft)
    return draft


@transaction.atomic
def discard(*, draft: Draft, by: Any) -> Draft:
    """Put a file aside; the original is kept with its report."""
    draft = _locked_draft(draft)
    _may(by, "data.edit", draft.dataset)
    _require_move(draft, rules.DISCARDED)
    draft.state, draft.changed_at = rules.DISCARDED, clock.now()
    draft.save(update_fields=["state", "changed_at"])
    return draft


@transaction.atomic
def publish(*, draft: Draft, by: Any, notes: str | None = None, personal_checked: bool = False) -> Version:
    """Make what the editor saw public, as it lies in its folder: a row more, the pointer moved, an entry in the record.

    A second call for the same file returns the version it already became. Refusal when columns look like data about
    persons and nobody says that they were checked.
    """
    dataset = _locked(draft.dataset)
    draft = _locked_draft(draft)
    _may(by, "data.publish", dataset)
    if draft.state == rules.PUBLISHED:
        return draft.version
    _require_move(draft, rules.PUBLISHED)
    joining.ask(dataset)
    personal = rules.personal_columns(draft.report)
    if personal and not personal_checked:
        words = _(
            "These columns look like data about persons: %(columns)s. Check them, or leave them out of the file."
        )
        raise Refusal(words % {"columns": ", ".join(personal)}, field="personal")
    version = _add_version(dataset, draft, by, draft.notes if notes is None else notes)
    _point_at(dataset, version)
    draft.state, draft.notes, draft.changed_at = rules.PUBLISHED, version.notes, version.published_at
    draft.save(update_fields=["state", "notes", "changed_at"])
    _enter_version(dataset, version, by)
    joining.tell(version, by)
    return version


@transaction.atomic
def withdraw(*, version: Version, reason: str, by: Any) -> Version:
    """Take a version back: its files are no longer given out, its number, hash and the reason stay for all to see."""
    if not reason.strip():
        raise Refusal(_("Say why, in a sentence that everybody may read."), field="reason")
    dataset = _locked(version.dataset)
    version = Version.objects.select_for_update().get(pk=version.pk)
    _may(by, "data.publish", dataset)
    if version.withdrawn_at:
        return version
    version.withdrawn_at, version.withdrawn_because = clock.now(), reason.strip()
    version.save(update_fields=["withdrawn_at", "withdrawn_because"])
    _fall_back(dataset, version)
    _enter(
        dataset,
        "dataset.version_withdrawn",
        by,
        "data.publish",
        facts={"version": version.number, "sha256": version.sha256},
        content={"reason": version.withdrawn_because},
    )
    return version


@transaction.atomic
def withdraw_all(*, dataset: Dataset, reason: str, by: Any) -> Dataset:
    """Take every public version of a dataset back, and its entry where it is described only; the reason stays for all to see."""
    for version in dataset.versions.filter(withdrawn_at=None).select_related("dataset"):
        withdraw(version=version, reason=reason, by=by)
    dataset = _locked(dataset)
    if dataset.is_public:
        _may(by, "data.publish", dataset)
        dataset.state, dataset.withdrawn_because = Dataset.State.WITHDRAWN, reason.strip()
        dataset.changed_at = clock.now()
        dataset.save(update_fields=["state", "withdrawn_because", "changed_at"])
        tallies.recount()
        _enter(dataset, "dataset.withdrawn", by, "data.publish", facts={}, content={"reason": reason.strip()})
    return dataset


def _add_version(dataset: Dataset, draft: Draft, by: Any, notes: str) -> Version:
    report: dict[str, Any] = draft.report or {}
    original = draft.contents["original"]
    return Version.objects.create(
        dataset=dataset, resource=draft.resource, draft=draft, number=dataset.versions_count + 1,
        published_by=by, notes=notes, original_name=draft.file.name, media_type=draft.file.media_type,
        sha256=original["sha256"], rows=report["rows"], report=report, folder=draft.folder, contents=draft.contents,
    )  # fmt: skip


def _point_at(dataset: Dataset, version: Version) -> None:
    Resource.objects.filter(pk=version.resource_id).update(current=version)
    dataset.versions_count = version.number
    dataset.first_published_at = dataset.first_published_at or version.published_at
    dataset.changed_at = version.published_at
    _refresh_current(dataset)


def _fall_back(dataset: Dataset, version: Version) -> None:
    """Point at the newest version that remains, where the withdrawn one was the current."""
    resource = version.resource
    if resource.current_id == version.pk:
        resource.current = resource.versions.filter(withdrawn_at=None).order_by("-number").first()
        resource.save(update_fields=["current"])
    dataset.changed_at = clock.now()
    _refresh_current(dataset)


def _refresh_current(dataset: Dataset) -> None:
    """Keep on the dataset what lists show of its current versions."""
    current = [r.current for r in dataset.resources.select_related("current") if r.current]
    dataset.rows = sum(version.rows for version in current)
    dataset.formats = sorted({version.format for version in current})
    dataset.state = Dataset.State.PUBLISHED if current else Dataset.State.WITHDRAWN
    dataset.save()
    tallies.recount()


def _enter_version(dataset: Dataset, version: Version, by: Any) -> None:
    contents = version.contents
    facts = {
        "version": version.number,
        "resource": version.resource.slug,
        "sha256": version.sha256,
        "csv_sha256": contents["table.csv"]["sha256"],
        "parquet_sha256": contents["table.parquet"]["sha256"],
        "rows": version.rows,
        "licence": dataset.licence_code,
    }
    _enter(dataset, "dataset.version_published", by, "data.publish", facts=facts, content=texts_of(version))


def texts_of(version: Version) -> dict[str, str]:
    """Return the texts of a version that the record keeps hashes of: the report on its file, and the notes."""
    report = json.dumps(version.report, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return {"report": report, "notes": version.notes}


def _enter(
    dataset: Dataset,
    act: str,
    by: Any,
    permission: str,
    *,
    facts: Mapping[str, str | int],
    content: Mapping[str, str] | None = None,
) -> None:
    office = people.office_of(by, dataset.unit, permission)
    record.enter(act=act, subject=dataset.ref, office=office, facts=facts, content=content)


def _new_resource(dataset: Dataset, title: str, title_en: str) -> Resource:
    position = dataset.resources.count() + 1
    slug = slugify(title_en)[:50].strip("-") or "table"
    if dataset.resources.filter(slug=slug).exists() or slug == "table" and position > 1:
        slug = f"{slug}-{position}"
    return Resource.objects.create(
        dataset=dataset, slug=slug, title=title, title_en=title_en, position=position
    )


def _check_described(described: Mapping[str, Any]) -> None:
    unknown = set(described) - set(DESCRIBED_BY)
    if unknown:
        raise TypeError(f"a dataset is not described by {sorted(unknown)}")
    first, last = described.get("covers_from"), described.get("covers_until")
    if first and last and last < first:
        raise Refusal(_("The last day covered is before the first."), field="covers_until")


def _refresh_search(dataset: Dataset) -> None:
    unit = dataset.unit
    parts = [dataset.title, dataset.title_en, dataset.description, dataset.description_en, dataset.slug]
    dataset.search_text = rules.search_text(
        [*parts, *dataset.keywords, dataset.place, unit.name, unit.name_en]
    )


def _may(by: Any, permission: str, dataset: Dataset) -> None:
    """Ask whether somebody may do this to a dataset; None is the operator at a shell, who may."""
    if by is not None:
        people.require(by, permission, unit=dataset.unit)


def _require_move(draft: Draft, to: str) -> None:
    if not rules.may_move(draft.state, to):
        words = _("This file is “%(state)s”, so that is not possible now. Load the page again.")
        raise Refusal(words % {"state": draft.get_state_display()})


def _locked(dataset: Dataset) -> Dataset:
    return Dataset.objects.select_for_update(of=("self",)).select_related("unit").get(pk=dataset.pk)


def _locked_draft(draft: Draft) -> Draft:
    related = ("dataset__unit", "resource", "file")
    return Draft.objects.select_for_update(of=("self",)).select_related(*related).get(pk=draft.pk)


def _defer_reading(draft: Draft) -> None:
    from lightwell.opendata.publishing.jobs import refine

    refine.defer(draft_ids=[draft.pk])
