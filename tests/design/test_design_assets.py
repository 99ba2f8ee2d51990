"""The committed style sheet and script are those of their sources, lean, licensed, and free of what is not ours."""

import importlib.util
import re
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "src" / "lightwell" / "design" / "static" / "design"


def checker(path: Path):
    spec = importlib.util.spec_from_file_location("assets_check", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def copy(tmp_path):
    """A copy of sources, macros and compiled files, to be spoilt."""
    for part in ("assets/scss", "assets/js", "src/lightwell/design/jinja2", "src/lightwell/design/static"):
        shutil.copytree(ROOT / part, tmp_path / part)
    for module in (ROOT / "src/lightwell/design").glob("*.py"):
        shutil.copy(module, tmp_path / "src/lightwell/design")
    for name in ("check.py", "package.json", "build.mjs", "build.sha256"):
        shutil.copy(ROOT / "assets" / name, tmp_path / "assets" / name)
    return tmp_path


def test_compiled_files_belong_to_their_sources():
    assert checker(ROOT / "assets" / "check.py").problems() == []


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("assets/scss/_shell.scss", "changed since the last build"),
        ("assets/package.json", "changed since the last build"),
        ("src/lightwell/design/static/design/lightwell.css", "lightwell.css is not what"),
        ("src/lightwell/design/static/design/LICENSES.txt", "LICENSES.txt is not what"),
    ],
)
def test_a_source_without_a_build_and_an_edited_output_are_found(copy, name, said):
    with (copy / name).open("a", encoding="utf-8") as file:
        file.write(" ")
    assert any(said in problem for problem in checker(copy / "assets" / "check.py").problems())


def test_a_new_class_in_a_macro_asks_for_a_build_and_a_new_word_does_not(copy):
    macros = copy / "src/lightwell/design/jinja2/design/parts/text.html"
    macros.write_text(macros.read_text("utf-8") + "words", "utf-8")
    assert checker(copy / "assets" / "check.py").problems() == []
    macros.write_text(macros.read_text("utf-8") + '<p class="govuk-body-xl">', "utf-8")
    assert len(checker(copy / "assets" / "check.py").problems()) == 1


def test_the_style_sheet_is_lean_and_has_no_foreign_font_crest_or_slant():
    css = (STATIC / "lightwell.css").read_text("utf-8")
    assert len(css.encode()) < 90_000
    assert not re.search(
        r'@font-face|GDS Transport|crest|crown(?! Copyright)|italic|@import|url\(["]?(https?:)?//', css, re.I
    )


def test_pins_are_exact_and_no_lock_file_names_a_registry():
    pins = re.findall(
        r'"[\w.-]+": "(\^|~|>|\*|latest)', (ROOT / "assets" / "package.json").read_text("utf-8")
    )
    assert pins == []


def test_licences_of_compiled_code_lie_beside_it():
    text = (STATIC / "LICENSES.txt").read_text("utf-8")
    assert "govuk-frontend 6" in text and "MIT" in text and "htmx.org 2" in text and "Zero-Clause BSD" in text
