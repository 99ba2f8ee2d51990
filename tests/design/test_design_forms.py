"""Every kind of field is drawn with label, hint and error tied to it, and what people typed comes back."""

import re
from html.parser import HTMLParser

import pytest
from django import forms
from django.forms import formset_factory
from django.template import engines
from django.utils import translation

from lightwell.design.fields import error_lines, field_view


class Everything(forms.Form):
    name = forms.CharField(label="姓名", help_text="與證件相同 <b>")
    secret = forms.CharField(label="密碼", widget=forms.PasswordInput)
    text = forms.CharField(label="內容", widget=forms.Textarea)
    unit = forms.ChoiceField(label="機關", choices=[("", "—"), ("甲", [("road", "養護")]), ("land", "地政")])
    show = forms.ChoiceField(
        label="顯示", choices=[("", "—"), ("a", "A"), ("b", "B")], widget=forms.RadioSelect
    )
    many = forms.MultipleChoiceField(label="主題", choices=[("x", "X"), ("y", "Y")], required=False)
    day = forms.DateField(label="日期", widget=forms.DateInput(format="%Y-%m-%d"))
    file = forms.FileField(label="檔案", required=False)
    agree = forms.BooleanField(label="同意")
    token = forms.CharField(widget=forms.HiddenInput)


class Ids(HTMLParser):
    """Gathers ids, and what refers to them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.wanted: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if "id" in found:
            self.ids.append(found["id"])
        self.wanted |= {found["for"]} if "for" in found else set()
        self.wanted |= set((found.get("aria-describedby") or "").split())
        if tag == "a" and (found.get("href") or "").startswith("#"):
            self.wanted.add(found["href"][1:])


def draw(source: str, **context) -> str:
    head = '{% import "design/components.html" as ui %}'
    return engines["jinja2"].from_string(head + source).render(context)


FORM = "{{ ui.error_summary(form) }}{% call ui.form('', csrf='') %}{{ ui.fields(form) }}{% endcall %}"


@pytest.mark.parametrize("data", [None, {}, {"name": "王", "show": "b", "many": ["y"], "unit": "road"}])
def test_every_label_hint_error_and_link_of_a_form_leads_to_something_that_is_there_once(data):
    found = Ids(draw(FORM, form=Everything(data)))
    assert len(found.ids) == len(set(found.ids))
    assert found.wanted <= set(found.ids)


def test_what_people_typed_comes_back_escaped_but_a_password_never_does():
    html = draw(
        FORM,
        form=Everything({"name": '"><script>', "secret": "opensesame", "text": "</textarea>", "show": "b"}),
    )
    assert "<script>" not in html and "&#34;&gt;&lt;script&gt;" in html and "opensesame" not in html
    assert html.count("</textarea>") == 1
    assert re.search(r'value="b" checked', html) and not re.search(r'value="a" checked', html)


def test_an_empty_choice_stands_in_a_select_and_not_among_radio_buttons():
    form = Everything()
    assert [c.value for _, group in field_view(form["unit"]).groups for c in group] == ["", "road", "land"]
    assert [c.value for _, group in field_view(form["show"]).groups for c in group] == ["a", "b"]


def test_the_summary_names_the_field_that_was_left_empty_and_links_to_its_first_control():
    with translation.override("en"):
        lines = dict(error_lines([Everything({})]))
    assert lines["Fill in “姓名”."] == "id_name"
    assert lines["Choose: 顯示."] == "id_show"
    assert lines["Tick “同意” to go on."] == "id_agree"


def test_a_form_keeps_its_own_words_for_a_missing_field():
    class Own(forms.Form):
        name = forms.CharField(error_messages={"required": "請寫姓名，機關才能回覆您"})

    assert error_lines([Own({})]) == [("請寫姓名，機關才能回覆您", "id_name")]


def test_the_summary_reaches_into_formsets_and_says_errors_of_the_whole_first():
    Lines = formset_factory(Everything, min_num=2, validate_min=True)
    formset = Lines({"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-name": "王"})
    lines = error_lines([formset])
    assert lines[0][1] is None and ("id_form-0-text" in {anchor for _, anchor in lines})


def test_a_form_that_posts_without_a_token_is_refused_while_the_page_is_written():
    with pytest.raises(ValueError, match="csrf"):
        draw("{% call ui.form('/x') %}{% endcall %}")
    assert 'method="get"' in draw("{% call ui.form('/x', method='get') %}{% endcall %}")
