"""The answers in words, for the page on which a person checks them and for the officer's desk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from lightwell.design import public as design
from lightwell.services.forms.asking import standing
from lightwell.services.forms.definition import Form, Question
from lightwell.services.forms.page_forms import said


@dataclass(frozen=True)
class Row:
    """One answer: ``page`` is the id of the page to change it on; ``text`` is "" when it is not answered; ``file`` is the
    public id of a file."""

    page: str
    page_title: str
    question: Question
    label: str
    text: str
    file: str = ""


def summary(form: Form, answers: Mapping[str, Any]) -> list[Row]:
    """Return a row for every question that is asked, in order, in the page's language."""
    rows = []
    for one in standing(form, answers):
        for question in one.page.questions if one.applies else ():
            value = answers.get(question.id)
            file = str(value.get("file", "")) if isinstance(value, dict) else ""
            rows.append(
                Row(
                    one.page.id,
                    said(one.page.title),
                    question,
                    said(question.label),
                    text_of(question, value),
                    file,
                )
            )
    return rows


def text_of(question: Question, value: Any) -> str:
    """Return one answer in words, "" for none."""
    if value is None or value == "":
        return ""
    if question.type == "yesno":
        return _("Yes") if value else _("No")
    if question.type in ("choice", "choices"):
        chosen = value if isinstance(value, list) else [value]
        return _(", ").join(said(one.label) for one in question.choices if one.value in chosen)
    if question.type == "file":
        return str(value.get("name", "")) if isinstance(value, dict) else ""
    return _number_or_text(question, value)


def _number_or_text(question: Question, value: Any) -> str:
    if question.type == "date":
        return design.day_text(date.fromisoformat(value))
    if question.type == "number":
        return f"{value:,} {said(question.unit)}".strip()
    return str(value)
