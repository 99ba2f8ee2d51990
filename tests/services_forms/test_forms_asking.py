"""Which pages apply, by what has been answered: no answer is lost, none is asked in vain."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from service_files import LAMPS, demo_file

from lightwell.services.forms import public as forms

LAMP = forms.load_form(LAMPS)
DEMO = [
    forms.load_form(demo_file(name)) for name in ("resident_parking", "accessible_entrance", "ride_allowance")
]


def ids(pages) -> list[str]:
    return [page.id for page in pages]


def test_a_page_with_a_condition_waits_for_the_answer_that_it_hangs_on():
    assert ids(forms.asked(LAMP, {})) == ["kind", "end"]
    assert ids(forms.asked(LAMP, {"kind": "park"})) == ["kind", "park", "end"]
    assert ids(forms.asked(LAMP, {"kind": "street"})) == ["kind", "end"]
    assert [one.applies for one in forms.standing(LAMP, {})] == [True, None, True]


def test_pages_follow_each_other_both_ways_by_the_answers():
    assert forms.next_page(LAMP, {}).id == "kind"
    assert forms.next_page(LAMP, {"kind": "park"}, "kind").id == "park"
    assert forms.next_page(LAMP, {"kind": "street"}, "kind").id == "end"
    assert forms.next_page(LAMP, {"kind": "street"}, "end") is None
    assert forms.previous_page(LAMP, {"kind": "street"}, "end").id == "kind"
    assert forms.previous_page(LAMP, {}, "kind") is None


def test_the_first_open_page_is_the_first_with_something_unanswered():
    assert forms.first_open(LAMP, {}).id == "kind"
    assert forms.first_open(LAMP, {"kind": "park"}).id == "park"
    assert forms.first_open(LAMP, {"kind": "street"}).id == "end"
    assert forms.first_open(LAMP, {"kind": "street", "note": None}) is None


def test_an_answer_to_a_page_that_no_longer_applies_does_not_count():
    answers = {"kind": "street", "name": "中央公園", "note": None}
    assert forms.kept(LAMP, answers) == {"kind": "street", "note": None}
    assert [row.question.id for row in forms.summary(LAMP, answers)] == ["kind", "note"]
    assert forms.problems_of(LAMP, answers) == {}


def test_a_later_condition_does_not_see_an_answer_that_is_not_asked():
    more = '\n[[page]]\nid = "more"\ntitle = { zh = "更多", en = "More" }\nwhen = { "!!" = [{ var = "name" }] }\n[[page.question]]\nid = "more"\ntype = "yesno"\nlabel = { zh = "要", en = "More?" }\n'
    form = forms.load_form(LAMPS + more)
    assert "more" in ids(forms.asked(form, {"kind": "park", "name": "x"}))
    assert "more" not in ids(forms.asked(form, {"kind": "street", "name": "x"}))


def some_answer(question: forms.Question) -> st.SearchStrategy:
    values = {
        "yesno": st.booleans(),
        "choice": st.sampled_from([one.value for one in question.choices] or [""]),
        "choices": st.lists(
            st.sampled_from([one.value for one in question.choices] or [""]), min_size=1, unique=True
        ),
    }
    return values.get(question.type, st.just("x")) | (st.none() if not question.required else st.nothing())


@pytest.mark.parametrize("form", DEMO, ids=lambda form: form.slug)
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_answering_page_by_page_always_comes_to_the_end_and_leaves_nothing_open(form, data):
    answers: dict = {}
    for _page in range(len(form.pages) + 1):
        page = forms.first_open(form, answers)
        if page is None:
            break
        assert all(question.id not in answers for question in page.questions)
        answers |= {question.id: data.draw(some_answer(question)) for question in page.questions}
    assert forms.first_open(form, answers) is None
    assert all(one.applies is not None for one in forms.standing(form, answers))
    json.dumps(forms.kept(form, answers))
