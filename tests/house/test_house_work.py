"""Queues have workers, acts have records, settings have words, the map has targets."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from django.core.management import call_command
from procrastinate.contrib.django import app as jobs_app

from lightwell.kernel import environment

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "lightwell"


def test_every_queue_has_a_worker():
    from lightwell.operations.worker import QUEUES

    ours = {
        task.queue
        for name, task in jobs_app.tasks.items()
        if not name.startswith(("builtin", "procrastinate"))
    }
    assert ours and ours <= set(QUEUES)


def test_every_job_may_be_tried_again():
    silent = [
        n
        for n, t in jobs_app.tasks.items()
        if not n.startswith(("builtin", "procrastinate")) and not t.retry_strategy
    ]
    assert silent == []


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_the_table_of_settings_is_the_one_in_the_docs():
    rows = dict(
        re.findall(
            r"^\| `([A-Z_]+)` \| (.*?) \|$", (ROOT / "docs/settings.md").read_text(encoding="utf-8"), re.M
        )
    )
    wanted = {v.name: f"{v.default or 'unset'} | {v.meaning}" for v in environment.VARIABLES}
    assert rows == wanted


def test_settings_are_read_from_the_environment_in_one_place():
    reading = []
    for path in PACKAGE.rglob("*.py"):
        if path == PACKAGE / "kernel" / "environment.py":
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if re.search(
                r"os\.environ\.get|os\.getenv|os\.environ\[[\"'](?!DJANGO_SETTINGS_MODULE)[A-Z_]+[\"']\](?!\s*=)",
                line,
            ):
                reading.append(f"{path.relative_to(PACKAGE)}:{number}")
    assert reading == []


def test_every_target_of_the_map_exists():
    targets = re.findall(r"`([\w/]+\.\w+)`", (ROOT / "docs/map.md").read_text(encoding="utf-8"))
    assert targets and [t for t in targets if not (PACKAGE / t).exists() and not (ROOT / t).exists()] == []


# Actions that are no official acts, each with its reason.
NO_ACT = {
}  # fmt: skip


def functions(path: Path) -> list[ast.FunctionDef]:
    return [n for n in ast.parse(path.read_text(encoding="utf-8")).body if isinstance(n, ast.FunctionDef)]


def enters_the_record(name: str, defined: dict[str, ast.FunctionDef], seen: set[str]) -> bool:
    """Whether a function enters the record itself or calls one of its module that does."""
    if name in seen or name not in defined:
        return False
    seen.add(name)
    called = set()
    for node in ast.walk(defined[name]):
        if isinstance(node, ast.Call):
            target = node.func
            called.add(target.attr if isinstance(target, ast.Attribute) else getattr(target, "id", ""))
    return bool(called & {"enter", "enter_sealed"}) or any(
        enters_the_record(c, defined, seen) for c in called
    )
