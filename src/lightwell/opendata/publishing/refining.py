"""One file through the tables engine into an immutable folder. Only the worker imports this: DuckDB and Vega are heavy."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lightwell.engines import tables
from lightwell.files import public as files
from lightwell.opendata.publishing import charting, folders, reading, rules
from lightwell.opendata.publishing.models import Draft

ORIGINAL, REPORT = "original", "report.json"


class _Refused(Exception):
    """The engine read no table; carries its report out of the half-made folder."""

    def __init__(self, report: tables.Report) -> None:
        super().__init__(report.status)
        self.report = report


def refine(draft: Draft, file: files.StoredFile) -> dict[str, Any]:
    """Return what is to be written on a draft's row: state, report, folder and contents.

    The folder of this attempt is made once; when a killed worker has left a whole one, that is used.
    """
    name = reading.folder_name(draft)

    def write(folder: Path) -> None:
        reading.copy_original(file, folder / ORIGINAL)
        report = tables.refine(
            folder / ORIGINAL, out=folder, hints=hints(draft.hints), title=draft.dataset.title
        )
        if report.status == "refused":
            raise _Refused(report)
        charting.draw(report, folder)
        (folder / REPORT).write_text(json.dumps(report.to_json(), ensure_ascii=False), "utf-8")

    try:
        contents = folders.make(name, write)
    except _Refused as refused:
        return {"state": rules.REFUSED, "report": refused.report.to_json(), "message": "", "folder": ""}
    report = json.loads((folders.path(name) / REPORT).read_text("utf-8"))
    return {"state": rules.READY, "report": report, "message": "", "folder": name, "contents": contents}


def hints(told: Mapping[str, Any]) -> tables.Hints:
    """Return the engine's hints from what a draft keeps of the editor's."""
    lines = told.get("header_rows")
    return tables.Hints(
        encoding=told.get("encoding") or None,
        delimiter=told.get("delimiter") or None,
        header_rows=tuple(lines) if lines is not None else None,
        types=dict(told.get("types") or {}),
        titles=dict(told.get("titles") or {}),
    )
