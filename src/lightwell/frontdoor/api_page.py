"""The page about the API: how to ask, with lines that run, and every operation out of its own description."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lightwell.frontdoor.api import api, operations
from lightwell.people.public import access

TAGS = {
    "Open data": gettext_lazy("Open data"),
    "Matters": gettext_lazy("Matters"),
    "Opinions": gettext_lazy("Opinions"),
    "Public record": gettext_lazy("Public record"),
}


@access.public(seconds=60)
def page(request: HttpRequest) -> HttpResponse:
    """List the operations by room, with what each takes."""
    listed = list(operations())
    tags = dict.fromkeys(operation["tag"] for operation in listed)
    context = {
        "rooms": [
            {"title": TAGS.get(tag, tag), "operations": [_told(o) for o in listed if o["tag"] == tag]}
            for tag in tags
        ],
        "base": settings.SITE_URL + "/api/v1",
        "version": api.version,
        "operators": _operators(),
    }
    return render(request, "frontdoor/api.html", context)


def _told(operation: dict[str, Any]) -> dict[str, Any]:
    return operation | {"parameters": list(_parameters(operation["parameters"]))}


def _parameters(parameters: list[dict[str, Any]]) -> Iterator[dict[str, str]]:
    for told in parameters:
        schema = told.get("schema", {})
        yield {
            "name": told["name"],
            "required": _("yes") if told.get("required") else "",
            "values": _values(schema),
            "meaning": told.get("description") or schema.get("description", ""),
        }


def _values(schema: dict[str, Any]) -> str:
    """Return what a parameter takes: its choices, its range, or its type."""
    if "anyOf" in schema:
        return _values(next((part for part in schema["anyOf"] if part.get("type") != "null"), {}))
    if "enum" in schema:
        return " | ".join(str(value) for value in schema["enum"])
    if "minimum" in schema and "maximum" in schema:
        return f"{schema['minimum']:,} – {schema['maximum']:,}"
    return str(schema.get("format") or schema.get("type", ""))


def _operators() -> list[tuple[str, str]]:
    return [
        ("eq, ne", _("is, is not")),
        ("lt, le, gt, ge", _("less than, at most, more than, at least")),
        ("contains", _("text that holds this text; 臺 and 台 are one")),
        ("in", _("one of several values, with commas between them")),
        ("isnull", _("true: empty cells; false: filled ones")),
    ]
