"""Imports and foreign keys only go down the house."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from importlinter.cli import lint_imports

PACKAGE = Path(__file__).parents[2] / "src" / "lightwell"
STOREYS = [
    {"design", "kernel"},
    {"engines"},
    {"record"},
    {"post", "files"},
    {"people"},
    {"casework"},
    {"opendata", "participation", "services"},
    {"bridges"},
    {"frontdoor"},
    {"operations"},
    {"config"},
    {"demo"},
]
LEVEL = {name: level for level, names in enumerate(STOREYS) for name in names}
ASKING = {(w, a) for w in ("datetime", "date", "timezone") for a in ("now", "utcnow", "today")}
DOORS = {"public", "urls", "api", "jobs", "apps", "command"}


def storey(module: str) -> int:
    return LEVEL[module.split(".")[1]]


def room_of(path: Path) -> str:
    """The dotted name of the room that a file lies in: ``lightwell.opendata.access``."""
    parts = path.relative_to(PACKAGE).parts
    depth = 2 if parts[0] in {"opendata", "participation", "services", "bridges", "engines"} else 1
    return ".".join(("lightwell", *parts[:depth]))


def test_the_contracts_of_the_import_linter_hold():
    assert lint_imports(config_filename=str(PACKAGE.parents[1] / "pyproject.toml")) == 0


def test_every_foreign_key_points_down_or_stays_in_its_room():
    climbing = []
    for model in apps.get_models():
        if not model.__module__.startswith("lightwell."):
            continue
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            forward = isinstance(field, (models.ForeignKey, models.ManyToManyField))
            if not forward or target is None or not target.__module__.startswith("lightwell."):
                continue
            same_room = target._meta.app_label == model._meta.app_label
            if not same_room and storey(target.__module__) >= storey(model.__module__):
                same_wing = model.__module__.split(".")[1:2] == target.__module__.split(".")[1:2]
                if not same_wing:
                    climbing.append(f"{model.__name__}.{field.name} -> {target.__name__}")
    assert climbing == []


def imports_of(path: Path) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            found += [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
    return [name for name in found if name.startswith("lightwell.")]


def test_a_room_enters_another_room_only_through_its_door():
    """``public`` for everybody; ``urls``, ``api``, ``jobs`` and ``command`` for those who mount them."""
    broken = []
    rooms = {room_of(path) for path in PACKAGE.rglob("apps.py") if room_of(path) != "lightwell.design"}
    for path in PACKAGE.rglob("*.py"):
        if "migrations" in path.parts:
            continue
        for name in imports_of(path):
            room = next((r for r in rooms if name == r or name.startswith(r + ".")), None)
            if room is None or path.is_relative_to(PACKAGE.joinpath(*room.split(".")[1:])):
                continue
            rest = name[len(room) + 1 :].split(".")[0]
            if rest not in DOORS and not is_glue(path, name):
                broken.append(f"{path.relative_to(PACKAGE)} imports {name}")
    assert broken == []


def is_glue(path: Path, name: str) -> bool:
    """The settings module and the WSGI file name two things that no door can show."""
    return path.is_relative_to(PACKAGE / "config") and name.startswith(
        ("lightwell.people.sign_in_settings", "lightwell.frontdoor")
    )


@pytest.mark.parametrize("word", ["utils", "helpers", "common", "misc", "manager", "managers"])
def test_no_module_is_named_for_nothing(word):
    assert not list(PACKAGE.rglob(f"{word}.py")) and not [p for p in PACKAGE.rglob(word) if p.is_dir()]


def test_a_module_over_400_lines_says_why_at_its_top():
    silent = []
    for path in PACKAGE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if text.count("\n") > 400 and "migrations" not in path.parts:
            head = "\n".join(text.splitlines()[:25]).lower()
            if "one module" not in head and "long because" not in head:
                silent.append(str(path.relative_to(PACKAGE)))
    assert silent == []


def test_only_the_kernel_asks_the_system_for_the_time():
    asking = []
    for path in PACKAGE.rglob("*.py"):
        if path == PACKAGE / "kernel" / "clock.py" or "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Attribute) or not isinstance(node.value, ast.Name):
                continue
            if (node.value.id, node.attr) in ASKING:
                asking.append(f"{path.relative_to(PACKAGE)}:{node.lineno}")
    assert asking == []
