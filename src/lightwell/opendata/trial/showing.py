"""A result as its page shows it: numbers, the first rows with each change beside its original, what was done to each column."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from lightwell.opendata.publishing import public as publishing
from lightwell.opendata.trial import rules, words
from lightwell.opendata.trial.results import Result

NUMBERS = frozenset(["integer", "decimal", "percent", "money"])


def shown(result: Result) -> dict[str, Any]:
    """Return what the page's template takes."""
    report, changes = result.told["report"], result.told["changes"]
    columns = [
        _column(column, count, example)
        for column, count, example in zip(report["columns"], changes["counts"], changes["examples"], strict=True)
    ]  # fmt: skip
    shown_columns = columns[: rules.COLUMNS_SHOWN]
    return {
        "name": result.told["name"],
        "secret": result.secret,
        "until": result.until,
        "size": words.size(result.told["size"]),
        "rows": report["rows"],
        "columns": columns,
        "cells": report["rows"] * len(columns),
        "changed": sum(changes["counts"]),
        "done": words.done(report),
        "warned": words.warned(report),
        "heads": [{"title": _("Line"), "numeric": True}, *({"title": c["title"], "hint": c["type"]} for c in shown_columns)],
        "lines": [[line, *row] for line, row in zip(changes["lines"], changes["rows"], strict=True)],
        "hidden_columns": len(columns) - len(shown_columns),
        "downloads": rules.DOWNLOADS,
    }  # fmt: skip


def _column(column: dict[str, Any], count: int, example: dict[str, Any] | None) -> dict[str, Any]:
    return {
        "title": column["title"],
        "name": column["name"],
        "type": publishing.words.type_name(column["type"]),
        "rule": publishing.words.rule_text(column),
        "numeric": column["type"] in NUMBERS,
        "changed": count,
        "example": example,
        "failures": column["failures"],
    }
