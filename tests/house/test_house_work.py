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


# Verbs that are no official acts, each with its reason; all others that are handed ``by`` must enter the record.
NO_ACT = {
    "people.create_account": "an account by itself may do nothing",
    "people.edit_account": "a person's own name and language",
    "people.confirm_contact": "a person's own address",
    "people.verify_identity": "about a person, not an office; the fingerprint stands on the account",
    "people.discard_unfinished": "tidies up after an abandoned sign-in",
    "files.receive": "a file by itself is nothing yet; the act that uses it is entered",
    "files.erase": "the room whose file it was enters the erasure",
    "publishing.create_dataset": "nothing of it is public before its first version",
    "publishing.upload": "a draft of the editor",
    "publishing.give_hints": "a draft of the editor",
    "publishing.discard": "a draft of the editor",
    "petitions.write_draft": "a draft that only its author sees",
    "petitions.edit_draft": "a draft that only its author sees",
    "petitions.drop_draft": "a draft that only its author sees",
    "petitions.submit": "nothing of it is public before a moderator decides, and that is entered",
    "petitions.take_back": "as for handing it in; a signature taken back is counted by the next tally",
    "following.follow": "a person's own choice, which is nobody's business",
    "opinions.draft_topic": "nobody outside the unit sees a draft",
    "opinions.save_sheet": "half-typed work of the counter",
    "opinions.begin_sheet": "half-typed work of the counter",
    "opinions.drop_sheet": "half-typed work of the counter",
    "applications.begin": "nobody but its writer sees a draft",
    "applications.save_page": "nobody but its writer sees a draft",
    "applications.keep_file": "nobody but its writer sees a draft",
    "applications.mail_link": "nobody but its writer sees a draft",
    "applications.claim": "nobody but its writer sees a draft",
}


def functions(path: Path) -> list[ast.FunctionDef]:
    return [n for n in ast.parse(path.read_text(encoding="utf-8")).body if isinstance(n, ast.FunctionDef)]


def verbs(room: Path) -> list[str]:
    """The public functions of a room's actions that are handed who acts."""
    files = [room / "actions.py", *room.glob("actions/*.py"), room / "topics.py", room / "sheets.py"]
    found = [function for file in files if file.exists() for function in functions(file)]
    return [
        f.name for f in found if not f.name.startswith("_") and "by" in {a.arg for a in f.args.kwonlyargs}
    ]


def called_by(function: ast.FunctionDef) -> set[str]:
    targets = [node.func for node in ast.walk(function) if isinstance(node, ast.Call)]
    return {t.attr if isinstance(t, ast.Attribute) else getattr(t, "id", "") for t in targets}


def enters_the_record(name: str, defined: dict[str, set[str]], seen: set[str]) -> bool:
    """Whether a function enters the record itself or calls one of its room that does."""
    if name in seen or name not in defined:
        return False
    seen.add(name)
    called = defined[name]
    return bool(called & RECORDS) or any(enters_the_record(other, defined, seen) for other in called)


RECORDS = {"enter", "enter_sealed"}
CASEWORK = {
    "receive",
    "merge",
    "assign",
    "respond",
    "close",
    "move",
}  # of another room; held by that room's own test


@pytest.mark.parametrize("room", sorted(p.parent for p in PACKAGE.rglob("apps.py")), ids=lambda p: p.name)
def test_every_official_act_writes_the_record(room):
    defined: dict[str, set[str]] = {}
    for file in room.rglob("*.py"):
        for function in functions(file):
            defined.setdefault(function.name, set()).update(called_by(function))
    if room.name != "casework":
        for name in CASEWORK - defined.keys():
            defined[name] = {"enter"}
    silent = [f"{room.name}.{v}" for v in verbs(room) if not enters_the_record(v, defined, set())]
    assert [v for v in silent if v not in NO_ACT] == []
