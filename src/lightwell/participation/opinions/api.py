"""Topics and opinions for programs; reading only."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from ninja import Path, Query, Router

from lightwell.participation.opinions import queries
from lightwell.participation.opinions.models import Topic
from lightwell.participation.opinions.schemas import ErrorOut, OpinionOut, OpinionsOut, TopicOut, TopicsOut
from lightwell.people.public import access

router = Router()
ERRORS = {400: ErrorOut, 404: ErrorOut}
Slug = Annotated[
    str, Path(pattern="^[a-z0-9_-]{1,60}$", description="The topic's address, such as night-bus")
]


@router.get("/topics", response={200: TopicsOut, **ERRORS}, summary="List topics")
@access.api("public")
def topics(request: HttpRequest) -> TopicsOut:
    """Open topics first, then those to come, those being answered, and the latest that ended."""
    listed = queries.listed_topics(whole=True)
    return TopicsOut(topics=[TopicOut.of(item.topic) for group in listed.values() for item in group])


@router.get("/topics/{slug}", response={200: TopicOut, **ERRORS}, summary="One topic")
@access.api("public")
def topic(request: HttpRequest, slug: Slug) -> TopicOut:
    """The promises of a topic, its phases and counts."""
    return TopicOut.of(_topic(slug))


@router.get("/topics/{slug}/opinions", response={200: OpinionsOut, **ERRORS}, summary="Its opinions")
@access.api("public")
def opinions(
    request: HttpRequest,
    slug: Slug,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
    after: Annotated[
        str,
        Query(
            pattern="^([A-Z]{1,6}-[0-9A-Z-]{1,18})?$",
            description="Number of the last opinion of the page before",
        ),
    ] = "",
) -> OpinionsOut:
    """Opinions, newest first, each with its answers and what came of it."""
    found = _topic(slug)
    page = queries.results_of(found, after=after, size=limit)
    query = urlencode({"limit": limit, "after": page.older_after})
    next_page = request.build_absolute_uri(f"{request.path}?{query}") if page.older_after else None
    return OpinionsOut(opinions=[OpinionOut.of(opinion) for opinion in page.rows], next=next_page)


def _topic(slug: str) -> Topic:
    found = queries.public_topic(slug)
    if found is None:
        raise Http404("There is no topic of this name. See /api/v1/topics for all of them.")
    return found
