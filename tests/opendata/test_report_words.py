"""What the machine did is told in words for people, for everything that it can tell."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.utils import translation

from lightwell.engines import tables
from lightwell.opendata.publishing import words
from lightwell.opendata.publishing.forms import line_numbers

ENGINE = Path(tables.__file__).parent


def codes(call: str) -> set[str]:
    found = (
        re.findall(rf"{call}\(\s*\"([a-z_]+)\"", file.read_text("utf-8")) for file in ENGINE.glob("*.py")
    )
    return {code for listed in found for code in listed}


@pytest.mark.parametrize("code", sorted(codes(r"notes\.add") | codes(r"Warned")))
def test_every_warning_of_the_engine_has_a_sentence(code):
    assert code in words.WARNINGS


@pytest.mark.parametrize("code", sorted(codes("TableRefused") - {"no_file"}))
def test_every_refusal_of_the_engine_says_what_to_do(code):
    assert code in words.REFUSALS


@pytest.mark.parametrize("language", ["en", "zh-hant"])
@pytest.mark.parametrize("kind", tables.TYPES)
def test_every_type_has_a_name_and_a_rule(kind, language):
    with translation.override(language):
        assert words.type_name(kind) != "" and words.rule_text({"type": kind}) != ""
        assert (words.type_name(kind) in str(words.TYPES[kind])) and kind in words.RULES


def test_numbers_are_told_in_spans():
    assert words.spans([7, 1, 2, 3]) in ("1–3, 7", "1–3、7")
    assert words.spans(range(1, 100, 2)).endswith("…")


@pytest.mark.parametrize(
    ("text", "lines"), [("", None), ("0", []), ("3", [3]), ("3-4", [3, 4]), ("4，3", [3, 4])]
)
def test_header_rows_are_read_as_editors_write_them(text, lines):
    assert line_numbers(text) == lines


@pytest.mark.parametrize("text", ["a", "3-", "4-3", "1-99", "-1", "0-2", "9" * 9])
def test_header_rows_that_are_none_are_refused(text):
    with pytest.raises(Exception, match=r".+"):
        line_numbers(text)
