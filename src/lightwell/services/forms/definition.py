"""A form as its definition file says it: pages of questions, each with the reason why it is asked. Pure data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from lightwell.kernel.bilingual import Bilingual

Rule = Any  # a JsonLogic rule
Answers = dict[
    str, Any
]  # question id -> JSON value; a question left empty on purpose has None, one not reached no key

TYPES = (
    "text", "longtext", "number", "date", "choice", "choices", "yesno", "file", "idnumber", "email", "phone", "address",
)  # fmt: skip
NOTHING = Bilingual("", "")


@dataclass(frozen=True)
class Choice:
    """One of the answers that a question offers."""

    value: str
    label: Bilingual
    hint: Bilingual = NOTHING


@dataclass(frozen=True)
class Bounds:
    """What an answer must keep to: ``least`` and ``most`` of a number, its ``decimals``; characters of a text; days of a date."""

    least: float | None = None
    most: float | None = None
    decimals: int = 0
    longest: int = 0
    first_day: date | None = None
    last_day: date | None = None
    past: bool = False  # today or before
    future: bool = False  # today or later
    accepts: tuple[str, ...] = ()  # endings of files


@dataclass(frozen=True)
class Question:
    """One question. ``purpose``, ``legal_basis``, ``source`` (the register it could be looked up in) and ``retention`` say
    why an office asks and what becomes of the answer; a person reads them under the question."""

    id: str
    type: str
    label: Bilingual
    hint: Bilingual = NOTHING
    purpose: Bilingual = NOTHING
    legal_basis: Bilingual = NOTHING
    source: Bilingual = NOTHING
    retention: Bilingual = NOTHING
    required: bool = True
    choices: tuple[Choice, ...] = ()
    when: Rule | None = None
    unit: Bilingual = NOTHING  # written behind a number
    bounds: Bounds = field(default_factory=Bounds)

    def choice(self, value: str) -> Choice | None:
        """Return the choice with this value, None when it is not offered."""
        return next((one for one in self.choices if one.value == value), None)


@dataclass(frozen=True)
class Page:
    """What is asked at once: best a single question. ``when`` is None for a page that everybody gets."""

    id: str
    title: Bilingual
    questions: tuple[Question, ...]
    when: Rule | None = None
    text: Bilingual = NOTHING  # said above the questions


@dataclass(frozen=True)
class Form:
    """All pages of one version of a service's form."""

    slug: str
    version: int
    title: Bilingual
    pages: tuple[Page, ...]
    declaration: Bilingual = NOTHING  # what the person confirms when sending

    def page(self, id: str) -> Page | None:
        """Return a page by its id, with all its questions, None when there is none."""
        return next((page for page in self.pages if page.id == id), None)

    def questions(self) -> Iterator[Question]:
        """Yield every question in order."""
        for page in self.pages:
            yield from page.questions

    def question(self, id: str) -> Question | None:
        """Return a question by its id."""
        return next((one for one in self.questions() if one.id == id), None)
