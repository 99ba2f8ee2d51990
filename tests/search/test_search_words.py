"""Terms and phrases: whatever piece is cut from a text is found by them, and nothing that is not in it."""

from __future__ import annotations

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lightwell.engines.search import words
from lightwell.engines.search.words import GAP, phrases, terms
from lightwell.kernel.folding import fold

CHINESE = st.text("空氣品質停車場臺台北市人口統計路燈，。 、", max_size=30)


def holds(text: str, piece: str) -> bool:
    """What an index of positions answers, by hand."""
    laid = terms(fold(text))

    def fits(at: int, step) -> bool:
        if at >= len(laid) or laid[at] == GAP:
            return False
        term = laid[at]
        return term == step.term or step.begins and term.startswith(step.term)

    return all(
        any(all(fits(start + step.at, step) for step in phrase.steps) for start in range(len(laid)))
        for phrase in phrases(piece)
    )


@given(CHINESE, CHINESE)
def test_chinese_words_are_found_exactly_where_they_stand(text, typed):
    wanted = [word for word in fold(typed).split() if word.strip("，。、,")]
    runs = [run for word in wanted for run in phrases(word)[0].runs]
    if len(runs) == len(wanted):  # a word with punctuation inside is a phrase, tested below
        assert holds(text, " ".join(wanted)) == all(run in fold(text) for run in runs)


@given(st.text(max_size=40), st.data())
def test_a_piece_of_any_text_between_two_ends_of_words_is_found_in_it(text, data):
    folded = fold(text)
    runs = phrases(folded)
    if runs:
        assert holds(text, data.draw(st.sampled_from(runs)).text)


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("路燈LED燈", "路燈led"),
        ("路燈LED燈", "LED燈"),
        ("細懸浮微粒（PM2.5）", "pm2.5"),
        ("細懸浮微粒（PM2.5）", "ＰＭ２.５"),
        ("Datasets of the city", "dataset"),
        ("Datasets of the city", '"of the city"'),
        ("108學年度", "學年"),
        ("A區", "a區"),
        ("停車場", "停"),
        ("停車場", "場"),
        ("臺北市", "台北"),
        ("台北市", "臺北"),
    ],
)
def test_a_text_is_found_by_what_stands_in_it(text, typed):
    assert holds(text, typed)


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("空氣，品質", "空氣品質"),
        ("品質空氣", "空氣品質"),
        ("停車 場", "停車場"),
        ("called", "led"),
        ("Datasets", '"dataset"'),
        ("1150", "115"),
        ("路燈 LED", "路燈LED"),
    ],
)
def test_a_text_is_not_found_by_what_does_not_stand_in_it(text, typed):
    assert not holds(text, typed)


@given(st.text(max_size=300))
def test_whatever_is_typed_is_read(typed):
    for phrase in phrases(typed):
        assert phrase.steps


def test_the_examples_in_the_text_are_true():
    assert doctest.testmod(words).failed == 0
