"""Hits are shown where they stand, in the words of the text itself."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lightwell.bridges.search.showing import markup
from lightwell.engines.search.marking import marked, quoted
from lightwell.engines.search.words import phrases


def hits(text: str, typed: str) -> list[str]:
    return [piece for piece, hit in marked(text, phrases(typed)) if hit]


def test_the_text_stays_as_it_is_written_around_its_hits():
    assert hits("臺北市與台北縣的ＬＥＤ路燈", "台北 led") == ["臺北", "台北", "ＬＥＤ"]
    assert hits("called LED", "led") == ["LED"]
    assert hits("㈱停車場 PM2.5", "pm2.5 停車") == ["停車", "PM2.5"]


def test_what_is_found_is_escaped():
    assert (
        markup(marked("<script>停車</script>", phrases("停車")))
        == "&lt;script&gt;<mark>停車</mark>&lt;/script&gt;"
    )


def test_a_quotation_is_cut_around_the_first_hit():
    text = "前言。" * 100 + "這裡有停車場，" + "後記。" * 100
    pieces = quoted(text, phrases("停車場"), 60)
    assert ("停車場", True) in pieces
    assert pieces[0] == ("…", False) == pieces[-1]
    assert sum(len(piece) for piece, _hit in pieces) < 70


def test_a_quotation_without_a_hit_is_the_beginning():
    assert quoted("這是說明。\n第二段", phrases("停車"), 60) == [("這是說明。 第二段", False)]


@given(st.text(max_size=80), st.text(max_size=8))
def test_pieces_are_the_whole_text(text, typed):
    import unicodedata

    assert "".join(piece for piece, _hit in marked(text, phrases(typed))) == unicodedata.normalize(
        "NFC", text
    )
