"""Petitions for programs; reading only."""

from __future__ import annotations

from typing import Annotated, Literal
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from ninja import Path, Query, Router

from lightwell.participation.petitions import queries
from lightwell.participation.petitions.schemas import ErrorOut, PetitionOut, PetitionsOut, WholeOut
from lightwell.people.public import access

router = Router()
ERRORS = {400: ErrorOut, 404: ErrorOut}
Id = Annotated[str, Path(pattern="^[a-z0-9]{1,12}$", description="The petition's id, as in its address")]


@router.get("/petitions", response={200: PetitionsOut, **ERRORS}, summary="List petitions")
@access.api("public")
def petitions(
    request: HttpRequest,
    state: Annotated[
        Literal["", "open", "answering", "answered", "ended"], Query(description="Empty for all")
    ] = "",
    unit: Annotated[
        str, Query(pattern="^[a-z0-9_-]{0,40}$", description="Slug of the unit that was asked")
    ] = "",
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
    after: Annotated[
        str, Query(pattern="^[a-z0-9]{0,12}$", description="Id of the last petition of the page before")
    ] = "",
) -> PetitionsOut:
    """Public petitions, the newest first, with their counts as last published."""
    page = queries.listed(state, unit=unit, after=after, size=limit)
    query = {"state": state, "unit": unit, "limit": limit, "after": page.older_after}
    address = f"{request.path}?{urlencode({name: value for name, value in query.items() if value})}"
    next_page = request.build_absolute_uri(address) if page.older_after else None
    return PetitionsOut(petitions=[PetitionOut.of(petition) for petition in page.rows], next=next_page)


@router.get("/petitions/{id}", response={200: WholeOut, **ERRORS}, summary="One petition")
@access.api("public")
def petition(request: HttpRequest, id: Id) -> WholeOut:
    """One petition with answers, notes and tallies."""
    found = queries.public_petition(id)
    if found is None:
        raise Http404("There is no public petition of this id. See /api/v1/petitions for all of them.")
    return WholeOut.of(found)
