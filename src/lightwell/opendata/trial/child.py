"""The process that reads a stranger's file: no Django, no secret, no network of its own making, and hard limits.

    python -m lightwell.opendata.trial.child FILE FOLDER

writes ``told.json`` (report and changes, cut to what a page shows) into FOLDER, and beside it ``table.csv`` and ``table.json``
when the file is a table.
"""

from __future__ import annotations

import json
import resource
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from lightwell.opendata.trial import rules

TOLD = "told.json"


def limit() -> None:
    """Let the kernel stop this process before it harms its neighbours."""
    for what, most in (
        (resource.RLIMIT_AS, rules.MEMORY),
        (resource.RLIMIT_CPU, rules.PROCESSOR_SECONDS),
        (resource.RLIMIT_FSIZE, rules.WRITTEN),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def examine(file: Path, folder: Path) -> dict[str, Any]:
    """Read the file, write the downloads, return what the page tells."""
    from lightwell.engines import tables

    report, changes = tables.compare(file, out=folder, rows=rules.ROWS_SHOWN)
    told = {"report": report.to_json(), "changes": asdict(changes) if changes else None}
    return _cut(told)


def _cut(told: dict[str, Any]) -> dict[str, Any]:
    """Without the ends of very long texts, and without the cells of columns that no page shows."""
    if told["changes"]:
        told["changes"]["rows"] = [row[: rules.COLUMNS_SHOWN] for row in told["changes"]["rows"]]
    return dict(_short(told))


def _short(value: Any) -> Any:
    if isinstance(value, str):
        most = rules.CHARACTERS_SHOWN
        return value if len(value) <= most else value[: most - 1] + "…"
    if isinstance(value, dict):
        return {key: _short(one) for key, one in value.items()}
    return [_short(one) for one in value] if isinstance(value, list | tuple) else value


def main(arguments: list[str]) -> int:
    file, folder = map(Path, arguments)
    limit()
    told = examine(file, folder)
    (folder / TOLD).write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
