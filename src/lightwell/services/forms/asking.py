"""Which pages and questions apply, by what has been answered so far. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from lightwell.engines.logic import Known, evaluate3
from lightwell.engines.logic.javascript import truthy
from lightwell.services.forms.definition import Answers, Form, Page, Question, Rule


@dataclass(frozen=True)
class Standing:
    """A page as it stands: ``applies`` is None while answers of earlier pages are missing; ``page`` has only the questions
    that apply; ``answered`` when none of them is left."""

    page: Page
    applies: bool | None
    answered: bool


def applies(rule: Rule | None, answers: Mapping[str, Any]) -> bool | None:
    """Return whether a condition holds: None when it hangs on an answer that is missing."""
    if rule is None:
        return True
    found = evaluate3(rule, dict(answers))
    return truthy(found.value) if isinstance(found, Known) else None


def standing(form: Form, answers: Mapping[str, Any]) -> Iterator[Standing]:
    """Yield every page as it stands. What was answered on a page that no longer applies counts as not given (null)."""
    heard: Answers = {}
    for page in form.pages:
        here = applies(page.when, heard)
        wanted = {one.id: applies(one.when, heard) if here else here for one in page.questions}
        asked = tuple(one for one in page.questions if wanted[one.id])
        heard |= {id: None for id, wish in wanted.items() if wish is False}
        heard |= {one.id: answers[one.id] for one in asked if one.id in answers}
        has_any = here if here is not True or asked else (None if None in wanted.values() else False)
        yield Standing(replace(page, questions=asked), has_any, all(one.id in answers for one in asked))


def asked(form: Form, answers: Mapping[str, Any]) -> list[Page]:
    """Return the pages that surely apply, each with the questions that do."""
    return [one.page for one in standing(form, answers) if one.applies]


def next_page(form: Form, answers: Mapping[str, Any], after: str | None = None) -> Page | None:
    """Return the page that follows ``after`` (None: the first), None behind the last one."""
    pages = asked(form, answers)
    if after is None:
        return pages[0] if pages else None
    place = [page.id for page in form.pages].index(after)
    later = {page.id for page in form.pages[place + 1 :]}
    return next((page for page in pages if page.id in later), None)


def previous_page(form: Form, answers: Mapping[str, Any], before: str) -> Page | None:
    """Return the page that comes before ``before``, None ahead of the first one."""
    place = [page.id for page in form.pages].index(before)
    earlier = {page.id for page in form.pages[:place]}
    return next((page for page in reversed(asked(form, answers)) if page.id in earlier), None)


def first_open(form: Form, answers: Mapping[str, Any]) -> Page | None:
    """Return the first page on which something is still to be answered, None when the form is complete."""
    return next((one.page for one in standing(form, answers) if one.applies and not one.answered), None)


def kept(form: Form, answers: Mapping[str, Any]) -> Answers:
    """Return only the answers to what is asked: those of pages that no longer apply are left out."""
    return {one.id: answers[one.id] for one in _questions(form, answers) if one.id in answers}


def _questions(form: Form, answers: Mapping[str, Any]) -> Iterator[Question]:
    for page in asked(form, answers):
        yield from page.questions


def page_asked(form: Form, answers: Mapping[str, Any], id: str) -> Page | None:
    """Return one page with the questions that apply, None when it does not apply."""
    return next((page for page in asked(form, answers) if page.id == id), None)
