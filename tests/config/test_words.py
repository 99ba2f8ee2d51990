"""Words of templates are those of gettext, in the language of the moment, with variables escaped."""

from __future__ import annotations

import pytest
from django.template import engines
from django.utils import translation
from markupsafe import Markup

from lightwell.config import words


def said(source: str, language: str, **context: object) -> str:
    with translation.override(language):
        return engines["jinja2"].from_string(source).render(context)


def test_the_same_text_is_said_in_the_language_of_the_moment():
    for _turn in range(2):
        assert said('{{ _("Register") }}', "en") == "Register"
        assert said('{{ _("Register") }}', "zh-hant") == translation.trans_real.translation(
            "zh-hant"
        ).gettext("Register")
        assert said('{{ _("Register") }}', "zh-hant") != "Register"


def test_variables_are_escaped_and_the_text_is_not():
    assert said('{{ _("<b>%(who)s</b>", who=who) }}', "en", who="<i>") == "<b>&lt;i&gt;</b>"
    assert said("{% trans who=who %}Hello {{ who }}{% endtrans %}", "en", who="a & b") == "Hello a &amp; b"
    assert said('{{ _("%(who)s", who=who) }}', "en", who=Markup("<i>x</i>")) == "<i>x</i>"


def test_a_per_cent_sign_is_written_twice_with_and_without_variables():
    assert said('{{ _("100 %%") }}', "en") == "100 %"
    assert said('{{ _("%(n)s %%", n=5) }}', "en") == "5 %"


def test_a_variable_that_is_missing_is_an_error_as_it_is_in_jinja():
    with pytest.raises(KeyError):
        said('{{ _("%(n)s") }}', "en")


def test_the_memory_is_bounded(monkeypatch):
    monkeypatch.setattr(words, "MOST", 3)
    monkeypatch.setattr(words, "_kept", {})
    for number in range(10):
        assert words.gettext(f"text {number}") == f"text {number}"
    assert all(len(known) <= 3 for known in words._kept.values())
