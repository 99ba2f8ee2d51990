"""The palette keeps its promise of contrast, in light and in dark: measured on the values of the style sheet."""

import re
from pathlib import Path

import pytest

from lightwell.design.chart_config import CATEGORIES, RULE, chart_config, silent
from lightwell.design.tones import STATE_TONES, TONES, tone_of

SCSS = (Path(__file__).parents[2] / "assets" / "scss" / "_palette.scss").read_text("utf-8")
TEXT_PAIRS = [
    ("ink", "paper"), ("ink", "surface"), ("ink", "sunken"),
    ("ink-soft", "paper"), ("ink-soft", "surface"), ("ink-soft", "sunken"),
    ("link", "paper"), ("link", "surface"), ("link", "sunken"), ("link-visited", "paper"), ("link-visited", "surface"),
    ("on-wall", "wall"), ("on-wall", "wall-hover"), ("wall", "surface"), ("on-deep", "deep"),
    ("on-brick", "brick"), ("on-brick", "brick-hover"), ("brick", "paper"), ("brick", "surface"),
    ("error", "paper"), ("error", "surface"), ("success", "paper"),
    *((tone, f"{tone}-soft") for tone in TONES), *((tone, "surface") for tone in TONES),
    *(("ink", f"{tone}-soft") for tone in TONES), *(("link", f"{tone}-soft") for tone in TONES),
]  # fmt: skip


def palette(name: str) -> dict[str, str]:
    body = re.search(rf"@mixin {name} {{(.*?)\n}}", SCSS, re.S)[1]
    return dict(re.findall(r"--lw-([\w-]+): (#[0-9a-f]{6})", body))


def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2.2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("pair", TEXT_PAIRS, ids="-on-".join)
def test_words_reach_four_and_a_half_to_one(scheme, pair):
    colours = palette(scheme)
    assert contrast(colours[pair[0]], colours[pair[1]]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "surface"])
def test_edges_of_fields_and_colours_of_charts_reach_three_to_one(scheme, ground):
    colours = palette(scheme)
    for colour in (colours["line-strong"], RULE, *CATEGORIES):
        assert contrast(colour, colours[ground]) >= 3, colour


def test_light_and_dark_name_the_same_colours():
    assert palette("light").keys() == palette("dark").keys()


def test_every_state_wears_a_tone_that_the_style_sheet_knows():
    assert set(STATE_TONES.values()) <= set(TONES)
    assert tone_of("a state somebody invented") == "grey"


def test_a_chart_drawn_with_the_configuration_needs_no_inline_style():
    vl_convert = pytest.importorskip("vl_convert")
    svg = vl_convert.vegalite_to_svg({
        "config": chart_config(), "mark": "bar", "data": {"values": [{"月": "一月", "件": 3}, {"月": "二月", "件": 5}]},
        "encoding": {"x": {"field": "月", "type": "nominal"}, "y": {"field": "件", "type": "quantitative"}},
    })  # fmt: skip
    assert CATEGORIES[0] in svg
    assert not re.search(r"\sstyle=|<style|<script|aria-label", svg)


def test_parts_of_a_picture_lose_their_roles_and_words_in_it_do_not():
    svg = '<svg role="img"><g role="graphics-symbol" aria-label="a: 3" fill="red"><text>aria-label="kept" role="x"</text></g></svg>'
    assert silent(svg) == '<svg><g fill="red"><text>aria-label="kept" role="x"</text></g></svg>'
