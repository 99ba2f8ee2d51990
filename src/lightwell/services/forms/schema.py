"""The answers of a form as JSON Schema (2020-12): what other programs need to fill it in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lightwell.services.forms.checking import FILE_KEYS
from lightwell.services.forms.definition import Form, Question

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema(form: Form) -> dict[str, Any]:
    """Return the schema of a form's answers: one property per question, required when it is asked of everybody.

    A question that depends on others carries its conditions as ``x-when`` (JsonLogic over the answers); ``x-purpose`` and
    its like say why it is asked.
    """
    pairs = [(page, question) for page in form.pages for question in page.questions]
    return {
        "$schema": DIALECT,
        "title": form.title.zh,
        "x-title-en": form.title.en,
        "x-version": form.version,
        "type": "object",
        "additionalProperties": False,
        "properties": {
            one.id: _property(one, [rule for rule in (page.when, one.when) if rule]) for page, one in pairs
        },
        "required": [one.id for page, one in pairs if one.required and not page.when and not one.when],
    }


def _property(question: Question, conditions: list[Any]) -> dict[str, Any]:
    kind = _KINDS[question.type](question)
    if not question.required or conditions:
        kind = {"anyOf": [kind, {"type": "null"}]}
    found: dict[str, Any] = {
        "title": question.label.zh,
        "x-title-en": question.label.en,
        "x-purpose": question.purpose.zh,
        "x-legal-basis": question.legal_basis.zh,
        "x-source": question.source.zh,
        "x-retention": question.retention.zh,
        **kind,
    }
    if conditions:
        found["x-when"] = conditions[0] if len(conditions) == 1 else {"and": conditions}
    return found


def _text(question: Question) -> dict[str, Any]:
    return {"type": "string", "minLength": 1, "maxLength": question.bounds.longest}


def _number(question: Question) -> dict[str, Any]:
    bounds = question.bounds
    ends = {"minimum": bounds.least, "maximum": bounds.most}
    kind = "number" if bounds.decimals else "integer"
    return {"type": kind, **{key: end for key, end in ends.items() if end is not None}}


def _one_of(question: Question) -> dict[str, Any]:
    offered = [
        {"const": one.value, "title": one.label.zh, "x-title-en": one.label.en} for one in question.choices
    ]
    return {"type": "string", "oneOf": offered}


def _some_of(question: Question) -> dict[str, Any]:
    return {"type": "array", "minItems": 1, "uniqueItems": True, "items": _one_of(question)}


def _file(question: Question) -> dict[str, Any]:
    parts: dict[str, Any] = {name: {"type": "string"} for name in sorted(FILE_KEYS - {"size"})}
    parts["size"] = {"type": "integer", "minimum": 1}
    return {"type": "object", "properties": parts, "required": sorted(FILE_KEYS)}


_KINDS: dict[str, Callable[[Question], dict[str, Any]]] = {
    "text": _text,
    "longtext": _text,
    "address": _text,
    "phone": _text,
    "email": lambda question: _text(question) | {"format": "email"},
    "idnumber": lambda _question: {"type": "string", "pattern": "^[A-Z][A-D1289][0-9]{8}$"},
    "number": _number,
    "date": lambda _question: {"type": "string", "format": "date"},
    "yesno": lambda _question: {"type": "boolean"},
    "choice": _one_of,
    "choices": _some_of,
    "file": _file,
}
