"""The shapes of the API's answers, as its description shows them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from ninja import Field, Schema

from lightwell.opendata.access import links
from lightwell.opendata.publishing.public import Dataset, Resource, Version

VERSION_FIELDS = (
    "number", "published_at", "rows", "sha256", "original_name", "notes", "withdrawn_at", "withdrawn_because",
)  # fmt: skip


class UnitOut(Schema):
    slug: str
    name: str
    name_en: str


class LicenceOut(Schema):
    code: str
    name: str
    name_en: str
    url: str


class FileOut(Schema):
    name: str = Field(description="original, table.csv, table.json or table.parquet")
    format: str
    media_type: str
    size: int = Field(description="Bytes")
    sha256: str
    url: str


class VersionOut(Schema):
    number: int = Field(description="Counted within the dataset")
    resource: str
    published_at: datetime
    rows: int
    sha256: str = Field(description="Of the original file")
    original_name: str
    notes: str
    withdrawn_at: datetime | None
    withdrawn_because: str
    files: list[FileOut]

    @classmethod
    def of(cls, version: Version, dataset: Dataset, resource: Resource) -> VersionOut:
        """Return a version as the API tells it; a withdrawn one has no files."""
        told = {name: getattr(version, name) for name in VERSION_FIELDS}
        files = [] if version.withdrawn_at else _files(dataset, version)
        return cls(**told | {"resource": resource.slug, "files": files})


class VersionDetail(VersionOut):
    report: dict[str, Any] = Field(description="What the machine found in the file and did to it")


class ResourceOut(Schema):
    slug: str
    title: str
    title_en: str
    current: VersionOut | None

    @classmethod
    def of(cls, resource: Resource, dataset: Dataset) -> ResourceOut:
        """Return a table of a dataset with its current version."""
        current = VersionOut.of(resource.current, dataset, resource) if resource.current else None
        return cls(slug=resource.slug, title=resource.title, title_en=resource.title_en, current=current)


class DatasetOut(Schema):
    slug: str
    title: str
    title_en: str
    description: str
    description_en: str
    unit: UnitOut
    licence: LicenceOut
    frequency: str
    keywords: list[str]
    place: str
    covers_from: date | None
    covers_until: date | None
    contact: str
    contact_email: str
    first_published_at: datetime | None
    changed_at: datetime
    rows: int = Field(description="Of all current versions")
    described_only: bool = Field(
        description="Taken over from another catalogue; the data lie there, not here"
    )
    url: str = Field(description="The page for people")
    resources: list[ResourceOut]

    @classmethod
    def of(cls, dataset: Dataset, resources: list[Resource]) -> DatasetOut:
        """Return a dataset with its tables."""
        licence = dataset.licence
        told = {name: getattr(dataset, name) for name in cls.model_fields if hasattr(dataset, name)}
        return cls(
            **told
            | {
                "unit": UnitOut(slug=dataset.unit.slug, name=dataset.unit.name, name_en=dataset.unit.name_en),
                "licence": LicenceOut(
                    code=licence.code, name=licence.name.zh, name_en=licence.name.en, url=licence.url
                ),
                "described_only": dataset.is_described_only,
                "url": links.site(f"/datasets/{dataset.slug}/"),
                "resources": [ResourceOut.of(resource, dataset) for resource in resources],
            }
        )


class DatasetsOut(Schema):
    datasets: list[DatasetOut]
    next: str | None = Field(description="Address of the page after, null at the end")


class VersionsOut(Schema):
    versions: list[VersionOut]


class ResourcesOut(Schema):
    resources: list[ResourceOut]


class RowsOut(Schema):
    dataset: str
    resource: str
    version: int
    columns: list[str]
    rows: list[Any] = Field(
        description="Objects by column, or arrays in the order of columns with shape=arrays"
    )
    total: int | None = Field(
        description="Rows that fit the filters; null when total=false and there are filters"
    )
    next: str | None = Field(description="Address of the page after, null at the end")


class SchemaField(Schema):
    name: str
    title: str
    type: str
    format: str = "default"
    description: str


class TableSchemaOut(Schema):
    """A Table Schema (specs.frictionlessdata.io)."""

    fields: list[SchemaField]
    missingValues: list[str] = [""]


def _files(dataset: Dataset, version: Version) -> list[FileOut]:
    return [
        FileOut(
            name=file.name, format=file.format, media_type=file.media_type, size=file.size, sha256=file.sha256,
            url=links.site(file.href),
        )
        for file in links.downloads(dataset, version)
    ]  # fmt: skip
