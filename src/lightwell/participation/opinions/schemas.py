"""What the API says of topics and opinions."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.conf import settings
from ninja import Field, Schema

from lightwell.participation.opinions.export import row_of
from lightwell.participation.opinions.models import Opinion, Topic
from lightwell.participation.opinions.topics import door_of


class ErrorBody(Schema):
    status: int
    message: str
    field: str | None = None


class ErrorOut(Schema):
    error: ErrorBody


class PhaseOut(Schema):
    name: str
    name_en: str
    starts_on: date
    ends_on: date
    takes_opinions: bool


class TopicOut(Schema):
    slug: str
    title: str
    title_en: str
    unit: str = Field(description="Slug of the unit that asks and answers")
    state: str = Field(description="published or concluded")
    open: bool = Field(description="Whether opinions are taken today")
    level: str = Field(description="inform, consult, involve, collaborate or empower")
    purpose: str
    can_change: str
    cannot_change: str
    decides: str
    use: str
    opinions: int = Field(description="How many, as counted in the last seconds")
    outcomes: dict[str, int]
    phases: list[PhaseOut]
    address: str

    @classmethod
    def of(cls, topic: Topic) -> Self:
        """Return a topic loaded with unit, tally and phases."""
        names = (
            "slug",
            "title",
            "title_en",
            "state",
            "level",
            "purpose",
            "can_change",
            "cannot_change",
            "decides",
            "use",
        )
        tally = getattr(topic, "tally", None)
        return cls(
            **{name: getattr(topic, name) for name in names},
            unit=topic.unit.slug,
            open=door_of(topic).open,
            opinions=tally.total if tally else 0,
            outcomes=tally.outcomes if tally else {},
            phases=[PhaseOut.from_orm(phase) for phase in topic.phases.all()],
            address=settings.SITE_URL + topic.get_absolute_url(),
        )


class TopicsOut(Schema):
    topics: list[TopicOut]


class OpinionOut(Schema):
    number: str
    title: str = Field(description="Empty when hidden or withdrawn")
    text: str
    theme: str
    shown_name: str
    channel: str
    language: str
    received: str
    state: str
    outcome: str
    outcome_reason: str
    answer: str = Field(description="CommonMark")
    answered: str
    supporters: int
    merged_into: str
    listed_as: str
    address: str

    @classmethod
    def of(cls, opinion: Opinion) -> Self:
        return cls(**row_of(opinion))


class OpinionsOut(Schema):
    opinions: list[OpinionOut]
    next: str | None = Field(description="Address of the next page")
