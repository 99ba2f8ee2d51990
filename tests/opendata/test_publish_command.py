"""`lightwell publish`: the editor's way, from a shell."""

from __future__ import annotations

import pytest

from builders import make_unit
from lightwell import cli
from lightwell.opendata.publishing.models import Dataset, Version
from opendata.tables import PARKING, make_editor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


def publish(*words: object) -> int:
    arguments = cli.parser("publish").parse_args(["publish", *map(str, words)])
    return arguments.func(arguments)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "停車場.csv"
    path.write_bytes(PARKING.encode("cp950"))
    return path


def test_a_new_dataset_is_made_and_its_file_published(file, capsys):
    make_unit("transport")
    told = ("--title", "停車場", "--title-en", "Car parks", "--unit", "transport")
    assert publish(file, "--dataset", "parking", *told) == 0
    assert "Version 1 is public" in capsys.readouterr().out
    assert publish(file, "--dataset", "parking", "--notes", "again") == 0
    assert Version.objects.filter(resource__slug="table").count() == 2
    assert publish(file, "--dataset", "parking", "--table", "2026") == 0
    assert Dataset.objects.get().resources.count() == 2


def test_a_draft_waits_for_an_editor(file, capsys):
    make_unit("transport")
    assert publish(file, "--dataset", "parking", "--title", "停車場", "--unit", "transport", "--draft") == 0
    assert "/publish/parking/files/" in capsys.readouterr().out and not Version.objects.exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--dataset", "parking"], "give --title and --unit"),
        (["--dataset", "parking", "--title", "x", "--unit", "nowhere"], "give --title and --unit"),
        (["--dataset", "PARKING", "--title", "x", "--unit", "transport"], "small letters"),
        (
            ["--dataset", "parking", "--title", "x", "--unit", "transport", "--header-rows", "x"],
            "line numbers",
        ),
        (
            ["--dataset", "parking", "--title", "x", "--unit", "transport", "--as", "nobody@example.org"],
            "no account",
        ),
    ],
)
def test_a_wish_that_cannot_be_met_says_what_to_do(file, capsys, words, said):
    make_unit("transport")
    assert publish(file, *words) == 2
    assert said in capsys.readouterr().err


def test_a_file_that_is_no_table_is_refused_with_words(tmp_path, capsys):
    make_unit("transport")
    path = tmp_path / "x.csv"
    path.write_bytes(b"%PDF-1.7 nothing")
    assert publish(path, "--dataset", "parking", "--title", "x", "--unit", "transport") == 2
    assert "PDF" in capsys.readouterr().err
    assert publish(tmp_path / "none.csv", "--dataset", "parking", "--title", "x", "--unit", "transport") == 2


def test_an_account_acts_within_its_roles(file):
    editor, _unit = make_editor("environment")
    make_unit("transport")
    told = ("--title", "停車場", "--unit", "transport", "--as", editor.email)
    assert publish(file, "--dataset", "parking", *told) == 2
    told = ("--title", "停車場", "--unit", "environment", "--as", editor.email)
    assert publish(file, "--dataset", "parking", *told) == 0
    assert Version.objects.get().published_by == editor
