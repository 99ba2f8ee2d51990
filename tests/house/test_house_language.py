"""Both languages are complete, and no page speaks past them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from jinja2 import Environment

from lightwell import translations

PACKAGE = Path(__file__).parents[2] / "src" / "lightwell"
TEMPLATES = sorted(PACKAGE.rglob("jinja2/**/*.html"))
PAGES = [path for path in TEMPLATES if not path.is_relative_to(PACKAGE / "design")]
TAG = re.compile(r"<[^>]*>", re.S)
WORD = re.compile(r"[A-Za-z\u3400-\u9fff]{2,}")


@pytest.mark.parametrize("room", translations.rooms(), ids=lambda p: p.name)
def test_every_string_of_a_room_is_translated_and_none_is_fuzzy(room):
    assert list(translations.problems(room)) == []


def words_as_they_stand(source: str) -> str:
    """The text of a template outside its code, and outside of what ``trans`` hands to gettext."""
    said, inside = [], False
    for _line, kind, value in Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"]).lex(source):
        if kind == "name" and value in {"trans", "endtrans"}:
            inside = value == "trans"
        elif kind == "data" and not inside:
            said.append(value)
    return TAG.sub(" ", "".join(said))


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.stem)
def test_a_template_holds_no_words_outside_gettext(path):
    bare = WORD.findall(words_as_they_stand(path.read_text(encoding="utf-8")))
    assert [
        word for word in bare if word not in {"amp", "nbsp", "middot", "times", "Lightwell", "天井"}
    ] == []


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.po")), ids=lambda p: p.parts[-5])
def test_a_translation_is_in_traditional_chinese(path):
    """Characters that only simplified Chinese uses, of those that government texts need most."""
    simplified = set(
        "这个们时会来对说国发应该与关开现实业务员过还进后达种长问题没样义头书车门见东马鱼鸟龙买卖协议论证评资质处报错误输"
    )
    traditional_too = set("后")
    found = set(re.sub(r"^#.*$", "", path.read_text(encoding="utf-8"), flags=re.M)) & (
        simplified - traditional_too
    )
    assert found - set("来") == set()


def test_the_same_words_are_translated_alike_in_every_room():
    """gettext joins the rooms' catalogues: two translations of one text would show at random; pgettext tells them apart."""
    said: dict[tuple[str | None, str], dict[str, str]] = {}
    for room in translations.rooms():
        for message in translations.read(room):
            if message.id:
                key = (message.context, message.id if isinstance(message.id, str) else message.id[0])
                text = message.string if isinstance(message.string, str) else message.string[0]
                said.setdefault(key, {})[room.name] = text
    assert {key: texts for key, texts in said.items() if len(set(texts.values()) - {""}) > 1} == {}
