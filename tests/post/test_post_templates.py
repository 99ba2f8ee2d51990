"""Every room's mail: in both languages, with a subject, with a link, and plain."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "src" / "lightwell"
TEMPLATES = sorted(PACKAGE.rglob("jinja2/*/mail/*.txt"))
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def test_there_is_mail_to_look_at():
    assert len(TEMPLATES) > 10


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: f"{p.parents[1].name}-{p.stem}")
def test_a_mail_has_a_subject_a_link_and_its_twin_in_the_other_language(path):
    stem, language, _txt = path.name.split(".")
    text = path.read_text(encoding="utf-8")
    subject, _, body = text.partition("\n")
    assert (
        language in {"en", "zh-hant"}
        and path.with_name(f"{stem}.{'zh-hant' if language == 'en' else 'en'}.txt").exists()
    )
    assert subject.strip() and len(subject) < 120
    assert re.search(r"\{\{\s*\w*(link|url|href)\w*\s*\}\}", body), "mail carries a link"
    assert not re.search(r"<[a-z]+[ />]|&\w+;", text), "mail is plain text"
    assert bool(CHINESE.search(subject)) == (language == "zh-hant")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: f"{p.parents[1].name}-{p.stem}")
def test_a_mail_asks_for_the_same_values_in_both_languages(path):
    stem, language, _txt = path.name.split(".")
    other = path.with_name(f"{stem}.{'zh-hant' if language == 'en' else 'en'}.txt")
    values = [
        set(re.findall(r"\{[{%][^}]*?\b([a-z_]+)\b", p.read_text(encoding="utf-8"))) for p in (path, other)
    ]
    assert values[0] == values[1]
