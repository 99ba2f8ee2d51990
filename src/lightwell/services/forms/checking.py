"""Whether a set of answers is complete and right: asked once more at the moment of sending, whatever the pages let through."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from lightwell.services.forms import values
from lightwell.services.forms.asking import standing
from lightwell.services.forms.definition import Form, Question

FILE_KEYS = frozenset({"file", "name", "size", "media_type"})


def problems_of(form: Form, answers: Mapping[str, Any]) -> dict[str, str]:
    """Return what is wrong by question id: empty when the form is complete. Answers that are not asked for do not count."""
    found: dict[str, str] = {}
    for one in standing(form, answers):
        for question in one.page.questions if one.applies else ():
            problem = problem_of(question, answers.get(question.id))
            if problem:
                found[question.id] = problem
    return found


def problem_of(question: Question, value: Any) -> str:
    """Return what is wrong with one kept answer, "" when it is right."""
    if value is None:
        return _("This is not answered yet.") if question.required else ""
    if question.type == "file":
        whole = isinstance(value, dict) and value.keys() >= FILE_KEYS
        return "" if whole else _("Send this file again.")
    try:
        right = _read_again(question, value) == value
    except (ValidationError, TypeError) as error:
        return " ".join(getattr(error, "messages", [])) or _("Answer this again.")
    return "" if right else _("Answer this again.")


def _read_again(question: Question, value: Any) -> Any:
    if question.type == "choices":
        chosen = (
            set(value) if isinstance(value, list) and all(isinstance(one, str) for one in value) else set()
        )
        return [one.value for one in question.choices if one.value in chosen] or None
    typed = values.typed(question, value)
    return values.READERS[question.type](question, typed) if isinstance(typed, str) else None
