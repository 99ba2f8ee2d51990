"""The one shape of errors in the public API, for the descriptions of all rooms: {"error": {"status", "message", "field"}}."""

from __future__ import annotations

from ninja import Field, Schema


class ErrorBody(Schema):
    """What went wrong."""

    status: int
    message: str = Field(description="What is wrong and what to do")
    field: str | None = Field(None, description="The parameter or column that it is about")


class ErrorOut(Schema):
    """The body of every answer that is not 2xx or 304."""

    error: ErrorBody
