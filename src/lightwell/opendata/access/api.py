"""Open data for programs: datasets, versions, and rows with filter, sort and pages."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Path, Query, Router

from lightwell.design.error_shape import ErrorOut
from lightwell.opendata.access import answers, asking, catalogue, grammar, links
from lightwell.opendata.access.catalogue import Found, Wanted
from lightwell.opendata.access.grammar import BadQuestion
from lightwell.opendata.access.schemas import (
    DatasetOut,
    DatasetsOut,
    ResourceOut,
    ResourcesOut,
    RowsOut,
    SchemaField,
    TableSchemaOut,
    VersionDetail,
    VersionOut,
    VersionsOut,
)
from lightwell.opendata.publishing.public import Dataset
from lightwell.people.public import access

router = Router()
ERRORS = {400: ErrorOut, 404: ErrorOut}
Slug = Annotated[
    str, Path(pattern="^[a-z0-9-]{1,60}$", description="The dataset's address, such as air-quality")
]
Table = Annotated[
    str, Query(max_length=60, description="A table of the dataset; the first one when left out")
]
VersionNumber = Annotated[
    int | None, Query(ge=1, le=2**31 - 1, description="A version; the current one when left out")
]
ROWS_CONTENT = {
    "responses": {
        200: {
            "content": {
                "text/csv": {"schema": {"type": "string"}},
                "application/x-ndjson": {"schema": {"type": "string"}},
            }
        }
    }
}


@router.get("/datasets", response={200: DatasetsOut, **ERRORS}, summary="List datasets")
@access.api("public")
def datasets(
    request: HttpRequest,
    q: Annotated[str, Query(max_length=100, description="Words; 臺 and 台 are one")] = "",
    unit: Annotated[str, Query(max_length=60, description="Slug of the unit")] = "",
    licence: Annotated[str, Query(max_length=20, description="ogdl-tw-1, cc0-1.0 or cc-by-4.0")] = "",
    format: Annotated[str, Query(max_length=5, description="Format of the original, such as CSV")] = "",
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
    after: Annotated[
        str, Query(max_length=60, description="Slug of the last dataset of the page before")
    ] = "",
) -> DatasetsOut:
    """Published datasets, those that changed last first."""
    wanted = Wanted(*(_clean(text) for text in (q, unit, licence, format)))
    rows = catalogue.public_datasets(wanted)
    if after:
        rows = catalogue.after(rows, _known(after))
    found = list(catalogue.with_tables(rows)[: limit + 1])
    shown = [DatasetOut.of(dataset, list(dataset.resources.all())) for dataset in found[:limit]]
    asked: dict[str, str | int] = {"q": q, "unit": unit, "licence": licence, "format": format, "limit": limit}
    more = (
        {name: value for name, value in asked.items() if value} | {"after": shown[-1].slug} if shown else {}
    )
    return DatasetsOut(datasets=shown, next=links.api("datasets", **more) if len(found) > limit else None)


@router.get("/datasets/{slug}", response={200: DatasetOut, **ERRORS}, summary="One dataset")
@access.api("public")
def dataset(request: HttpRequest, slug: Slug) -> DatasetOut:
    """A dataset with its tables and their current versions."""
    found = _dataset(slug)
    return DatasetOut.of(found, catalogue.tables_of(found))


@router.get("/datasets/{slug}/resources", response={200: ResourcesOut, **ERRORS}, summary="Its tables")
@access.api("public")
def resources(request: HttpRequest, slug: Slug) -> ResourcesOut:
    """The tables of a dataset."""
    found = _dataset(slug)
    return ResourcesOut(resources=[ResourceOut.of(table, found) for table in catalogue.tables_of(found)])


@router.get("/datasets/{slug}/versions", response={200: VersionsOut, **ERRORS}, summary="Its versions")
@access.api("public")
def versions(request: HttpRequest, slug: Slug) -> VersionsOut:
    """Every version, newest first; a withdrawn one with the reason and without files."""
    found = _dataset(slug)
    listed = catalogue.versions_of(found)
    return VersionsOut(versions=[VersionOut.of(version, found, version.resource) for version in listed])


@router.get(
    "/datasets/{slug}/versions/{number}", response={200: VersionDetail, **ERRORS}, summary="One version"
)
@access.api("public")
def version(
    request: HttpRequest, slug: Slug, number: Annotated[int, Path(ge=1, le=2**31 - 1)]
) -> VersionDetail:
    """A version with the report on its file."""
    found = _found(slug, "", number)
    told = VersionOut.of(found.version, found.dataset, found.resource)
    return VersionDetail(**told.model_dump(), report=found.version.report)


@router.get(
    "/datasets/{slug}/schema",
    response={200: TableSchemaOut, **ERRORS, 410: ErrorOut},
    summary="Columns, as a Table Schema",
)
@access.api("public")
def schema(
    request: HttpRequest, slug: Slug, resource: Table = "", version: VersionNumber = None
) -> TableSchemaOut:
    """Name, title and type of every column, in the words of Table Schema."""
    found = _found(slug, resource, version)
    return TableSchemaOut(fields=[_field(one) for one in asking.serving_of(found.version).fields])


@router.get(
    "/datasets/{slug}/rows",
    response={200: RowsOut, **ERRORS, 410: ErrorOut},
    summary="Rows of a table",
    openapi_extra=ROWS_CONTENT,
)
@access.api("public")
def rows(
    request: HttpRequest,
    slug: Slug,
    filter: Annotated[
        list[str],
        Query(description="COLUMN:OPERATOR:VALUE, again and again; operators " + " ".join(grammar.OPERATORS)),
    ] = [],  # noqa: B006  (ninja reads it as a default, nobody changes it)
    sort: Annotated[str, Query(max_length=500, description="COLUMN,-COLUMN; minus: largest first")] = "",
    columns: Annotated[str, Query(max_length=4000, description="COLUMN,COLUMN; all when left out")] = "",
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    offset: Annotated[int, Query(ge=0, le=10**8, description="Rows to leave out; `after` is faster")] = 0,
    after: Annotated[str, Query(max_length=4000, description="Token of the page before, from `next`")] = "",
    resource: Table = "",
    version: VersionNumber = None,
    format: Literal["json", "csv", "ndjson"] = "json",
    shape: Literal["objects", "arrays"] = "objects",
    total: Annotated[bool, Query(description="false saves counting the rows that fit a filter")] = True,
) -> HttpResponse:
    """Rows in file order, or sorted. `next` is the address of the page after; follow it until it is null.

    The first column `row_id` (the row's number, from 1) can be asked for, filtered and sorted like any other.
    """
    answers.refuse_unknown(request)
    found = _found(slug, resource, version)
    asked = answers.Asked(filter, sort, columns, limit, offset, after, format, shape, total)
    return answers.answer(request, found, asked, pinned=version is not None)


TABLE_TYPES = {
    "integer": "integer",
    "money": "number",
    "decimal": "number",
    "percent": "number",
    "longitude": "number",
    "latitude": "number",
    "tm2_x": "number",
    "tm2_y": "number",
    "boolean": "boolean",
    "date": "date",
    "datetime": "datetime",
    "year": "year",
}


def _field(one: Any) -> SchemaField:
    formats = {"email": "email", "url": "uri"}
    kind = TABLE_TYPES.get(one.type or "", "string")
    told = f"Lightwell type: {one.type or 'empty'}"
    return SchemaField(
        name=one.name,
        title=one.title,
        type=kind,
        format=formats.get(one.type or "", "default"),
        description=told,
    )


def _dataset(slug: str) -> Dataset:
    found = catalogue.find_dataset(slug)
    if found is None:
        raise Http404(f"There is no dataset {slug!r}. The list is at /api/v1/datasets.")
    return found


def _found(slug: str, resource: str, number: int | None) -> Found:
    found = catalogue.find(slug, _clean(resource), number)
    if found is None:
        _dataset(slug)
        raise Http404("The dataset has no such table or version. See /api/v1/datasets/" + slug + "/versions.")
    return found


def _known(slug: str) -> Dataset:
    found = catalogue.find_dataset(_clean(slug))
    if found is None:
        raise BadQuestion("after must be the slug of a dataset, as `next` gives it.", field="after")
    return found


def _clean(text: str) -> str:
    """Return text that PostgreSQL can compare; it knows no NUL and no half of a surrogate pair."""
    if "\x00" in text or not text.isprintable() and any("\ud800" <= c <= "\udfff" for c in text):
        raise BadQuestion("A parameter holds a character that no text can hold (NUL or a lone surrogate).")
    return text
