"""What is installed is what was pinned, and what is prepared is not prepared again."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from lightwell.operations import pins, stamps

PROJECT = Path(__file__).parents[2]


@pytest.fixture
def project(tmp_path) -> Path:
    shutil.copytree(PROJECT / "requirements", tmp_path / "requirements")
    shutil.copy(PROJECT / "pyproject.toml", tmp_path)
    return tmp_path


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_pins_are_those_of_the_project():
    assert pins.faults() == []


def test_a_new_dependency_without_a_pin_is_found(project):
    change(project / "pyproject.toml", '"tzdata",', '"tzdata", "left-pad>=1",')
    assert any("left-pad" in fault for fault in pins.faults(project))


def test_a_pin_that_no_longer_fits_is_found(project):
    change(project / "pyproject.toml", '"django~=5.2.0"', '"django~=6.0.0"')
    assert any("django~=6.0.0" in fault for fault in pins.faults(project))


def test_a_pin_without_its_hash_is_found(project):
    (project / "requirements" / "run.txt").write_text("django==5.2.1\n")
    assert "requirements/run.txt has no hash for django" in pins.faults(project)


def test_no_registry_is_named_in_the_pins():
    for path in (PROJECT / "requirements").iterdir():
        assert "index-url" not in path.read_text() and "://" not in path.read_text()


def test_a_mark_changes_with_a_migration_and_with_nothing_else(tmp_path, monkeypatch):
    monkeypatch.setattr(stamps, "PACKAGE", tmp_path)
    folder = tmp_path / "room" / "migrations"
    folder.mkdir(parents=True)
    (folder / "0001_initial.py").write_text("one")
    first = stamps.of_migrations()
    (tmp_path / "room" / "models.py").write_text("other code")
    assert stamps.of_migrations() == first
    (folder / "0002_more.py").write_text("two")
    assert stamps.of_migrations() != first


@pytest.mark.parametrize("content", ["", "{", "[1]", '"x"'])
def test_a_broken_note_of_what_was_prepared_means_nothing_was(tmp_path, content):
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "prepared.json").write_text(content)
    assert stamps.kept(tmp_path) == {}
    stamps.keep(tmp_path, static="a")
    stamps.keep(tmp_path, migrate="b")
    assert stamps.kept(tmp_path) == {"static": "a", "migrate": "b"}
