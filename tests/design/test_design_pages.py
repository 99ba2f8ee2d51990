"""The shell and the error pages stand alone, and the macros give what assistive technology needs."""

import re
from datetime import date

import pytest
from django.template import engines
from django.utils import translation

from lightwell.design.gallery import gallery_context

STATUSES = [400, 403, 404, 413, 429, 500, 503]


def render(name: str, **context) -> str:
    return engines["jinja2"].get_template(name).render(context)


def draw(source: str, **context) -> str:
    return (
        engines["jinja2"].from_string('{% import "design/components.html" as ui %}' + source).render(context)
    )


@pytest.mark.parametrize("language", ["zh-hant", "en"])
@pytest.mark.parametrize("status", STATUSES)
def test_an_error_page_needs_no_request_no_database_and_speaks_one_language(status, language):
    with translation.override(language):
        html = render(f"design/errors/{status}.html", lang=language, reference="7f3k")
    assert html.count("<h1") == 1 and str(status) in html and "7f3k" in html
    main = re.search(r"<main.*</main>", html, re.S)[0]
    assert bool(re.search(r"[\u4e00-\u9fff]", main)) == (language == "zh-hant")


@pytest.mark.parametrize("language", ["zh-hant", "en"])
def test_the_gallery_draws_every_macro_without_a_style_a_script_or_a_stray_name(language):
    with translation.override(language):
        html = render("design/gallery.html", lang=language, **gallery_context())
    assert html.count("<h1") == 1 and f'lang="{"zh-Hant-TW" if language == "zh-hant" else "en"}"' in html
    assert not re.search(r"\sstyle=|<style|\son\w+=", html)
    assert html.count("<script") == 1 and "None" not in html and "Undefined" not in html


def test_an_aside_that_is_not_filled_leaves_no_empty_landmark():
    page = '{% extends "design/shell.html" %}{% block title %}T{% endblock %}'
    assert "<aside" not in draw_page(page)
    assert "<aside" in draw_page(page + "{% block aside %}x{% endblock %}")


def draw_page(source: str) -> str:
    return engines["jinja2"].from_string(source).render({})


def test_a_title_is_escaped_in_the_head_and_in_the_heading():
    html = (
        engines["jinja2"]
        .from_string('{% extends "design/shell.html" %}{% block title %}{{ name }}{% endblock %}')
        .render({"name": "<i>a & b"})
    )
    assert "<i>a" not in html and html.count("&lt;i&gt;a &amp; b") >= 1


def test_a_sorted_column_says_so_and_a_number_stands_at_the_end():
    html = draw(
        "{{ ui.table('C', cols, [{'n': 3}, {'n': none}]) }}",
        cols=[{"title": "N", "key": "n", "numeric": True, "href": "?s", "sorted": "ascending"}],
    )
    assert 'aria-sort="ascending"' in html and 'tabindex="0"' in html and 'aria-label="C"' in html
    assert html.count("cell--numeric") == 2


def test_the_current_page_is_marked_and_one_page_has_no_row_of_numbers():
    page = {"number": 2, "pages": 3, "prev_href": "?1", "next_href": "?3", "href": lambda n: f"?{n}"}
    html = draw("{{ ui.pagination(page) }}", page=page)
    assert re.findall(r'href="\?2"[^>]*aria-current="page"', html)
    assert draw("{{ ui.pagination(page) }}", page={**page, "pages": 1}).strip() == ""


def test_a_timeline_takes_mappings_objects_days_and_words():
    class Event:
        when, title, tone, proof_href = date(2026, 3, 4), "收到", "blue", "/record/act/1"

    with translation.override("zh-hant"):
        html = draw("{{ ui.timeline(es) }}", es=[Event(), {"when": "不久", "title": "<x>", "body": "a & b"}])
    assert (
        'datetime="2026-03-04"' in html
        and "&lt;x&gt;" in html
        and "a &amp; b" in html
        and "/record/act/1" in html
    )


def test_the_deadline_says_where_it_stands_what_next_by_when_and_who():
    with translation.override("en"):
        html = draw(
            "{{ ui.deadline(due, 'overdue', 'Late', next='Goes up', who='Office', days='2 days late') }}",
            due=date(2026, 4, 16),
        )
    for words in (
        "Late",
        "What happens next",
        "Goes up",
        "By when",
        "16 April 2026",
        "2 days late",
        "Who answers",
        "Office",
    ):
        assert words in html
    assert "lw-deadline--red" in html


def test_cells_are_escaped_unless_they_are_markup_and_absent_ones_are_said_aloud():
    with translation.override("en"):
        html = draw("{{ ui.table('C', ['A<', 'B'], [['<b>', ui.tag('ok')], [none, 0]], layout='stack') }}")
    assert (
        "&lt;b&gt;" in html
        and '<strong class="lw-tag' in html
        and ">none</span>" in html
        and ">0</td>" in html
    )
    assert 'data-label="A&lt;"' in html


def test_a_row_that_does_not_fit_the_columns_fails_while_the_page_is_written():
    with pytest.raises(ValueError):
        draw("{{ ui.table('C', ['A', 'B'], [[1]]) }}")
    with pytest.raises(TypeError):
        draw("{{ ui.table('C', [{'titel': 'A'}], [[1]]) }}")
