"""The command answers each line with one line, whatever stands in it."""

import io
import json
import subprocess
import sys

import pytest

from lightwell import cli
from lightwell.engines.logic.command import answer_to


def ask(monkeypatch, capsys, text: bytes, *options: str) -> list[str]:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text)))
    assert cli.main(["logic", *options]) == 0
    return capsys.readouterr().out.splitlines()


def test_each_line_gets_its_answer(monkeypatch, capsys):
    lines = b'{"rule": {"+": [1, 2]}}\n{"rule": {"nope": 1}}\n{"rule": {"var": "a"}, "data": {"a": "\xe5\x81\x9c"}}'
    first, second, third = map(json.loads, ask(monkeypatch, capsys, lines, "--json"))
    assert first == {"result": 3} and third == {"result": "停"}
    assert list(second) == ["error"] and "nope" in second["error"]


def test_three_valued_answers_say_what_to_ask(monkeypatch, capsys):
    lines = b'{"rule": {"and": [{"var": "x"}, {"var": "y"}]}, "data": {"x": true}}\n{"rule": {"and": [{"var": "x"}, false]}}\n'
    found = ask(monkeypatch, capsys, lines, "--json", "--three-valued")
    assert list(map(json.loads, found)) == [{"unknown": ["y"]}, {"result": False}]
    assert ask(monkeypatch, capsys, lines, "--three-valued") == ["unknown; ask next: y", "false"]


@pytest.mark.parametrize(
    "line",
    [b"", b"\n", b"x", b"[]", b"{}", b"null", b'{"data": 1}', b"\xff\xfe", b'{"rule": NaN}', b'{"rule": ' + b"[" * 100_000,
     b'{"rule": ' + b"[" * 900 + b"]" * 900 + b"}", b'{"rule": {"x": 1}, "data": {}}', None],
)  # fmt: skip
def test_a_line_that_cannot_be_answered_gets_an_error_with_words(line):
    for three_valued in (False, True):
        answer = answer_to(line, three_valued=three_valued)
        assert list(answer) == ["error"] and len(answer["error"]) > 10


def test_numbers_beyond_any_range_and_half_characters_are_written_as_json():
    assert answer_to(b'{"rule": {"+": [1e999, 1]}}') == {"result": None}
    assert answer_to(b'{"rule": ' + b"9" * 6000 + b"}") == {"result": None}
    program = [sys.executable, "-m", "lightwell.cli", "logic", "--json"]
    line = b'{"rule": "\\ud800"}\n'
    done = subprocess.run(program, input=line, capture_output=True, check=True)
    assert json.loads(done.stdout) == {"result": "\ud800"} and done.stderr == b""
