"""What the API says of petitions."""

from __future__ import annotations

from typing import Self

from ninja import Field, Schema

from lightwell.participation.petitions.export import row_of, whole
from lightwell.participation.petitions.models import Petition


class ErrorBody(Schema):
    status: int
    message: str
    field: str | None = None


class ErrorOut(Schema):
    error: ErrorBody


class PetitionOut(Schema):
    id: str
    title: str = Field(description="Empty when hidden or taken back")
    ask: str
    why: str
    language: str
    unit: str = Field(description="Slug of the unit that was asked")
    state: str = Field(description="collecting, answering, answered, closed, expired, rejected or withdrawn")
    author: str = Field(description="As shown: a name, a pseudonym, or empty")
    opened: str
    closes: str = Field(description="Last day to sign")
    signatures: int = Field(description="As published by the last tally")
    threshold: int
    reached: str
    number: str = Field(description="Number of the matter that is answered, once the threshold is reached")
    answer_due: str
    answered: str
    outcome: str
    outcome_reason: str
    reason: str = Field(description="Code of the published criterion that it did not meet")
    note: str
    address: str

    @classmethod
    def of(cls, petition: Petition) -> Self:
        return cls(**row_of(petition))


class AnswerOut(Schema):
    at: str
    text: str = Field(description="CommonMark")


class NoteOut(AnswerOut):
    promised_for: str
    promise: str = Field(description="Empty for a note, else open, kept or late")


class TallyOut(Schema):
    number: int
    added: int
    withdrawn: int
    total: int
    root: str = Field(description="Merkle root of the added signatures, in the act of the record")
    at: str
    act: str


class WholeOut(PetitionOut):
    answers: list[AnswerOut]
    notes: list[NoteOut]
    tallies: list[TallyOut] = Field(description="The latest thousand, the newest first")

    @classmethod
    def of(cls, petition: Petition) -> Self:
        return cls(**whole(petition))


class PetitionsOut(Schema):
    petitions: list[PetitionOut]
    next: str | None = Field(description="Address of the next page")
