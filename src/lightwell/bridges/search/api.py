"""The search for programs."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.conf import settings
from django.http import HttpRequest
from ninja import Field, Query, Router, Schema
from ninja.errors import HttpError

from lightwell.bridges.search import asking
from lightwell.engines.search.asking import Hit
from lightwell.engines.search.reading import Absent
from lightwell.kernel import things
from lightwell.kernel.refusal import Refusal
from lightwell.people.public import access

router = Router()


class ErrorDetail(Schema):
    status: int
    message: str
    field: str | None = None


class ErrorOut(Schema):
    error: ErrorDetail


class HitOut(Schema):
    kind: str = Field(description="dataset, topic, matter, petition, service …")
    id: str = Field(description="Public id of the thing within its kind")
    title: str
    title_en: str
    text: str = Field(description="What was searched besides the title; long texts are cut")
    text_en: str
    wing: str
    unit: str = Field(description="Slug of the unit that answers for it")
    state: str = Field(description="kind.state, as the parameter takes it")
    changed_at: datetime
    url: str


class CountOut(Schema):
    value: str
    count: int


class SearchOut(Schema):
    total: int
    hits: list[HitOut]
    facets: dict[str, list[CountOut]] = Field(
        description="Counts by wing, kind, unit and state; of a facet that is chosen, as if it were not"
    )


@router.get(
    "/search", response={200: SearchOut, 400: ErrorOut, 503: ErrorOut}, summary="Search everything public"
)
@access.api("public")
def search(
    request: HttpRequest,
    q: Annotated[
        str, Query(description="Words that must all occur; 臺 finds 台; quotation marks keep words together")
    ] = "",
    wing: Annotated[str, Query(description="opendata, participation or services")] = "",
    kind: str = "",
    unit: Annotated[str, Query(description="Slug of a unit")] = "",
    state: Annotated[str, Query(description="kind.state")] = "",
    page: Annotated[int, Query(ge=1, le=asking.FARTHEST)] = 1,
    limit: Annotated[int, Query(ge=1, le=100)] = asking.PER_PAGE,
) -> SearchOut:
    """Exact: every thing whose title, text, number or unit holds each of the words. First those that are called so, then
    those with the words in the title, newer and weightier ones above."""
    given = {"q": q, "wing": wing, "kind": kind, "unit": unit, "state": state, "page": str(page)}
    try:
        answer = asking.ask(asking.read(given), limit=limit)
    except Refusal as refusal:
        refusal.status = 400  # type: ignore[attr-defined]  # a parameter of the address
        raise
    except Absent:
        raise HttpError(503, "The search is being prepared. Try again in a minute.")
    counts = {
        name: [CountOut(value=value, count=count) for value, count in values]
        for name, values in answer.facets.items()
    }
    return SearchOut(total=answer.total, hits=[_out(hit) for hit in answer.hits], facets=counts)


def _out(hit: Hit) -> HitOut:
    id, source = hit.key.partition("/")[2], things.source_of(hit.kind)
    path = source.address(id) if source else ""
    return HitOut(
        kind=hit.kind,
        id=id,
        title=hit.titles[0],
        title_en=hit.titles[1],
        text=hit.texts[0],
        text_en=hit.texts[1],
        wing=hit.wing,
        unit=hit.unit,
        state=hit.state,
        changed_at=hit.at,
        url=settings.SITE_URL + path,
    )
