"""A request that the rules do not allow, in words for the person who made it."""

from __future__ import annotations


class Refusal(Exception):
    """Says what is wrong and what to do; ``field`` names the form field or API parameter it is about.

    Pages show it beside the form with everything typed kept; the API answers 409 or 422 with the same words.
    """

    def __init__(self, message: object, *, field: str | None = None) -> None:
        super().__init__(str(message))
        self.message = str(message)
        self.field = field
