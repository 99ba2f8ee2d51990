"""Requests for data with where each leads, for programs; a request's own timeline and answers are under /matters."""

from __future__ import annotations

from typing import Annotated, Literal

from django.conf import settings
from django.http import Http404, HttpRequest
from django.utils import translation
from ninja import Field, Path, Query, Router, Schema

from lightwell.casework import public as casework
from lightwell.casework.public import Matter
from lightwell.design.error_shape import ErrorOut
from lightwell.kernel import clock
from lightwell.kernel.refusal import Refusal
from lightwell.opendata.requests import queries
from lightwell.opendata.requests.kind import DATA_REQUEST
from lightwell.opendata.requests.queries import Chain
from lightwell.people.public import access

router = Router()
ERRORS = {400: ErrorOut, 404: ErrorOut}
Lang = Annotated[Literal["zh", "en"], Query(description="Language of labels")]


class RequestOut(Schema):
    number: str
    title: str | None = Field(description="null when it is hidden from the public")
    unit: str = Field(description="Slug of the unit that answers")
    state: str
    outcome: str | None = Field(description="provided, promised, not_open, not_held or elsewhere")
    outcome_label: str | None
    format: str = Field(description="Form that was wished for: any, csv, json, xlsx, map or api")
    received_at: str
    due_on: str
    answered_at: str | None
    disclosure: str | None = Field(description="Decision or promise that answers it: see /api/v1/disclosures")
    opens_on: str | None = Field(description="Day that is promised, while the promise is to be kept")
    datasets: list[str] = Field(description="Datasets that give what was asked for: see /api/v1/datasets")
    held_by: str | None
    url: str


class RequestsOut(Schema):
    data_requests: list[RequestOut]
    next: str | None = Field(description="Address of the page after, null at the end")


class UnknownState(Refusal):
    """A state that requests do not have: 400."""

    status = 400


@router.get("/data-requests", response={200: RequestsOut, **ERRORS}, summary="Requests for data")
@access.api("public")
def data_requests(
    request: HttpRequest,
    q: Annotated[str, Query(max_length=100, description="Words, or a number")] = "",
    unit: Annotated[str, Query(max_length=40, description="Slug of a unit that answers")] = "",
    state: Annotated[
        str, Query(max_length=30, description="open, or a state such as received or closed")
    ] = "",
    overdue: bool = False,
    after: Annotated[
        str, Query(max_length=24, description="Number of the last request of the page before")
    ] = "",
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
    lang: Lang = "zh",
) -> RequestsOut:
    """Public requests for data, the newest first."""
    if state and state not in {"open", *(each.code for each in DATA_REQUEST.states)}:
        raise UnknownState(
            "There is no such state. Use open, or one of the states of a request.", field="state"
        )
    units = queries.answering_units()
    if unit and unit not in {each.slug for each in units}:
        raise UnknownState("There is no such unit that answers requests.", field="unit")
    page = queries.listed(
        units, unit=unit, state=state, q=q.replace("\x00", ""), overdue=overdue, after=after, size=limit
    )
    chains = queries.chains_of(page.rows)
    with _in(lang):
        rows = [_told(matter, chains.get(matter.number)) for matter in page.rows]
    return RequestsOut(data_requests=rows, next=_next(request, page.older_after))


@router.get("/data-requests/{number}", response={200: RequestOut, **ERRORS}, summary="One request for data")
@access.api("public")
def data_request(
    request: HttpRequest, number: Annotated[str, Path(max_length=24)], lang: Lang = "zh"
) -> RequestOut:
    """Where a request stands and leads."""
    found = queries.public_request(number)
    if found is None:
        raise Http404("There is no request with this number. See /api/v1/data-requests.")
    with _in(lang):
        return _told(found, queries.chain_of(number))


def _in(lang: str) -> translation.override:
    return translation.override("en" if lang == "en" else "zh-hant")


def _next(request: HttpRequest, after: str) -> str | None:
    if not after:
        return None
    query = request.GET.copy()
    query["after"] = after
    return f"{settings.SITE_URL}{request.path}?{query.urlencode()}"


def _told(matter: Matter, chain: Chain | None) -> RequestOut:
    outcome = matter.kind_data.outcome_or_none(matter.outcome)
    unlock = chain.unlock if chain else None
    held_by = chain.request.held_by if chain else None
    return RequestOut(
        number=matter.number,
        title=None if matter.hidden else matter.title,
        unit=matter.unit.slug,
        state=matter.state,
        outcome=matter.outcome or None,
        outcome_label=str(outcome.label) if outcome else None,
        format=chain.request.format if chain else "any",
        received_at=clock.local(matter.received_at).isoformat(timespec="seconds"),
        due_on=matter.due_on.isoformat(),
        answered_at=clock.local(matter.answered_at).isoformat(timespec="seconds")
        if matter.answered_at
        else None,
        disclosure=chain.subject.slug if chain and chain.subject else None,
        opens_on=unlock.opens_on.isoformat() if unlock else None,
        datasets=[dataset.slug for dataset in chain.datasets] if chain else [],
        held_by=held_by.slug if held_by else None,
        url=casework.matter_url(matter, absolute=True),
    )
