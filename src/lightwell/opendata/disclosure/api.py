"""What is not open and what opens when, for programs; reading only."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import Field, Path, Query, Router, Schema

from lightwell.design.error_shape import ErrorOut
from lightwell.kernel import clock
from lightwell.opendata.disclosure import exports, queries, statutes
from lightwell.opendata.disclosure.models import Decision, Subject, Unlock
from lightwell.people.public import access
from lightwell.record import public as record

router = Router()
ERRORS = {400: ErrorOut, 404: ErrorOut}
Slug = Annotated[
    str, Path(pattern="^[a-z0-9-]{1,60}$", description="As in the address of its page: patrol-routes")
]
PageNumber = Annotated[int, Query(ge=1, le=9999, description="50 a page")]


class ClosedOut(Schema):
    id: str
    title: str
    title_en: str
    unit: str = Field(description="Slug of the unit that answers for it")
    unit_name: str
    law: str = Field(description="Law and article, as they are cited")
    law_en: str
    reason: str
    reason_en: str
    decided_on: str
    review_on: str = Field(description="By when the decision is looked at again")
    review_late_days: int
    url: str


class ClosedPage(Schema):
    disclosures: list[ClosedOut]
    more: bool = Field(description="Whether there is a page after this one")


class MoveOut(Schema):
    from_day: str = Field(alias="from")
    to: str
    reason: str
    reason_en: str
    at: str


class UnlockOut(Schema):
    id: str
    title: str
    title_en: str
    unit: str
    unit_name: str
    class_: str = Field(alias="class", description="not_open while a law closes it, else open")
    opens_on: str
    first_promised_on: str
    moved_days: int = Field(description="Days between the first promise and this one")
    late_days: int = Field(description="Days for which the promised day has passed")
    times_moved: int
    waits_for: str
    url: str
    moves: list[MoveOut]


class UnlockPage(Schema):
    as_of: str
    unlocks: list[UnlockOut]
    more: bool


class DecisionOut(Schema):
    number: int
    class_: str = Field(alias="class")
    law: str
    law_en: str
    reason: str
    reason_en: str
    decided_at: str
    review_on: str | None
    proof: str | None


class SubjectOut(Schema):
    id: str
    title: str
    title_en: str
    description: str
    description_en: str
    unit: str
    state: str = Field(description="not_open, promised or open")
    dataset: str | None
    decisions: list[DecisionOut]
    unlocks: list[UnlockOut]
    url: str


@router.get(
    "/disclosures", response={200: ClosedPage, **ERRORS}, summary="Data that is not open", by_alias=True
)
@access.api("public")
def disclosures(
    request: HttpRequest,
    q: Annotated[str, Query(max_length=100, description="Words; 臺 and 台 are one")] = "",
    unit: Annotated[str, Query(max_length=40, description="Slug of the unit")] = "",
    law: Annotated[str, Query(max_length=20, description="Such as foi, pdpa, secrets, copyright")] = "",
    overdue: Annotated[bool, Query(description="Only with an overdue review")] = False,
    page: PageNumber = 1,
) -> dict[str, Any]:
    """Decisions that hold, the next review first."""
    q, unit, law = (text.replace("\x00", "") for text in (q, unit, law))
    found = queries.closed(queries.Wanted(q, unit, law, overdue), page)
    return {"disclosures": [exports.closed_row(subject) for subject in found.rows], "more": found.more}


@router.get("/disclosures/{slug}", response={200: SubjectOut, **ERRORS}, summary="One of them", by_alias=True)
@access.api("public")
def disclosure(request: HttpRequest, slug: Slug) -> dict[str, Any]:
    """Every decision on it, and every day that was promised, with the proofs of the acts."""
    found = queries.find(slug)
    if found is None:
        raise Http404("There is nothing of this name. See /api/v1/disclosures and /api/v1/unlock.")
    return _told(found)


@router.get("/unlock", response={200: UnlockPage, **ERRORS}, summary="What opens when", by_alias=True)
@access.api("public")
def unlock(request: HttpRequest, page: PageNumber = 1) -> dict[str, Any]:
    """Promises that are still to be kept, the soonest first, with every move of their days."""
    found = queries.to_come(page)
    rows = [_unlock(each) for each in found.rows]
    return {"as_of": clock.today().isoformat(), "unlocks": rows, "more": found.more}


def _unlock(found: Unlock) -> dict[str, Any]:
    return exports.unlock_row(found) | {"moves": exports.moves_of(found)}


def _told(found: Subject) -> dict[str, Any]:
    for each in found.unlocks.all():  # loaded already: no query for each
        each.subject, each.unit = found, found.unit
    return {
        "id": found.slug,
        "title": found.title,
        "title_en": found.title_en,
        "description": found.description,
        "description_en": found.description_en,
        "unit": found.unit.slug,
        "state": found.state,
        "dataset": found.dataset.slug if found.dataset and found.dataset.is_public else None,
        "decisions": [_decision(decision) for decision in found.decisions.all()],
        "unlocks": [_unlock(each) for each in found.unlocks.all()],
        "url": exports.address_of(found),
    }


def _decision(found: Decision) -> dict[str, Any]:
    return {
        "number": found.number,
        "class": found.verdict,
        "law": statutes.cited(found.ground, found.written, "zh-hant"),
        "law_en": statutes.cited(found.ground, found.written, "en"),
        "reason": found.reason,
        "reason_en": found.reason_en,
        "decided_at": clock.local(found.decided_at).isoformat(timespec="seconds"),
        "review_on": found.review_on.isoformat() if found.review_on else None,
        "proof": record.act_url(found.act_id) if found.act_id else None,
    }
