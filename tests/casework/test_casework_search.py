"""Search finds every piece of a text, two characters long or one, in any spelling."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lightwell.casework import public as casework
from lightwell.casework.queries import Filters, register_page, similar_matters
from lightwell.kernel import folding
from lightwell.kernel.ref import Ref


def found(q: str) -> list[str]:
    return [matter.title for matter in register_page(Filters(q=q)).rows]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query",
    [
        "路燈",
        "燈",
        "臺北",
        "台北",
        "台北路三段",
        "ＬＥＤ",
        "led",
        "Led 燈",
        "LN-115-000001",
        " ln-115-000001",
        "三段 LED",
    ],
)
def test_a_matter_is_found_by_each_of_its_words(monday, send, query):
    send(title="路燈不亮", body="臺北路三段的 LED 路燈壞了。")
    send(title="公園座椅", body="請增設座椅。")
    assert found(query) == ["路燈不亮"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query",
    ["橋樑", "燈路", "路燈 座椅", "'; --", "!&|", "路燈' | '座椅", "%", "\\", "\x00", "LN-115-000009"],
)
def test_what_is_not_there_is_not_found_and_nothing_breaks(monday, send, query):
    send(title="路燈不亮", body="臺北路三段的路燈壞了。")
    send(title="公園座椅", body="請增設。")
    assert found(query) == []


@pytest.mark.django_db
def test_whatever_piece_is_cut_from_a_text_finds_it(monday, send):
    text = "請在社區活動中心增設 WiFi 與無障礙坡道，謝謝！"
    send(title="增設", body=text)
    for start in range(len(text)):
        for length in (1, 2, 3, 7):
            piece = text[start : start + length]
            if folding.words_of(piece):
                assert found(piece) == ["增設"], piece


@given(st.text(max_size=60), st.data())
def test_pairs_of_a_piece_are_pairs_of_the_whole(text, data):
    folded = folding.fold(text)
    start = data.draw(st.integers(0, max(len(folded) - 1, 0)))
    piece = folded[start : start + data.draw(st.integers(1, 8))]
    whole = folding.pairs(folded)
    for word in folding.runs(piece):
        for i in range(len(word) - 1):
            assert word[i : i + 2] in whole
        assert any(pair.startswith(word[-1]) for pair in whole)


@given(st.text(max_size=80))
def test_folding_twice_changes_nothing_more(text):
    assert folding.fold(folding.fold(text)) == folding.fold(text)


@pytest.mark.django_db
def test_texts_that_say_nearly_the_same_are_found_within_their_topic(monday, send):
    here, there = Ref("topic", "lights"), Ref("topic", "bridges")
    send(title="路燈壞了", body="臺北路三段的路燈壞了兩週，請派人修理。", topic=here)
    send(title="公園座椅", body="請在公園增設有遮蔭的座椅。", topic=here)
    send(title="路燈壞了", body="臺北路三段的路燈壞了兩週，請派人修理。", topic=there)
    hits = similar_matters("台北路三段路燈壞了好幾週，請派人來修", here)
    assert [matter.topic for matter, _likeness in hits] == ["topic/lights"]
    assert hits[0][1] > 0.5
    assert similar_matters("完全不同的事情", here) == [] == similar_matters("", here)
    assert casework.similar_matters is similar_matters
