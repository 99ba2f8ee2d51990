"""Addresses of datasets and their files, in one place."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from django.conf import settings
from django.urls import reverse

from lightwell.opendata.publishing.public import Dataset, Version

FILES = {  # name in the folder -> (ending, media type, what people call it)
    "original": ("", "application/octet-stream", ""),
    "table.csv": (".csv", "text/csv; charset=utf-8", "CSV"),
    "table.json": (".json", "application/json", "JSON"),
    "table.parquet": (".parquet", "application/vnd.apache.parquet", "Parquet"),
}


@dataclass(frozen=True)
class Download:
    """A file of a version: its name in the folder, format, size in bytes, hash and address."""

    name: str
    format: str
    size: int
    sha256: str
    href: str
    media_type: str

    @property
    def is_original(self) -> bool:
        return self.name == "original"


def downloads(dataset: Dataset, version: Version) -> list[Download]:
    """Return what can be downloaded of a version, the original first."""
    return [
        Download(
            name, label or version.format, int(version.contents[name]["size"]), str(version.contents[name]["sha256"]),
            version_file(dataset.slug, version.number, name), version.media_type if name == "original" else media_type,
        )
        for name, (_ending, media_type, label) in FILES.items()
        if name in version.contents
    ]  # fmt: skip


def version_file(slug: str, number: int, name: str) -> str:
    """Return the address of a file that never changes."""
    return reverse("dataset-version-file", args=[slug, number, name])


def site(path: str) -> str:
    """Return a path as the absolute address that people type."""
    return settings.SITE_URL + path


def api(path: str, **query: str | int) -> str:
    """Return an absolute address of the API."""
    tail = "?" + urlencode(query, quote_via=quote, safe=":,") if query else ""
    return f"{settings.SITE_URL}/api/v1/{path}{tail}"


def table_query(resource: str, main: bool) -> dict[str, str]:
    """Return the part of a query that names a table, where it is not the first one."""
    return {} if main else {"resource": resource}
