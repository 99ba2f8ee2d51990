"""What people type becomes the value that is kept; what cannot be read comes back with words."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from service_files import LAMPS, demo_file, one_question

from lightwell.services.forms import identity_numbers
from lightwell.services.forms import public as forms


def sent(question: forms.Question, text: str):
    page = forms.Page("p", question.label, (question,))
    form = forms.Form("x", 1, question.label, (page,))
    return forms.read_page(form, page, QueryDict(mutable=True) | {"q": text})


def value_of(question: forms.Question, text: str):
    values, errors = sent(question, text)
    assert errors == {}, errors
    return values["q"]


def error_of(question: forms.Question, text: str) -> str:
    values, errors = sent(question, text)
    assert "q" not in values
    return errors["q"]


@pytest.mark.parametrize(
    ("kind", "more", "typed", "kept"),
    [
        ("text", "", "  王小明 ", "王小明"),
        ("longtext", "", "一\r\n二", "一\n二"),
        ("number", "", "１,２００", 1200),
        ("number", "decimals = 2", "3.50", 3.5),
        ("date", "", "2026-03-02", "2026-03-02"),
        ("date", "", "115/3/2", "2026-03-02"),
        ("date", "", "民國115年3月2日", "2026-03-02"),
        ("date", "", "１１５．０３．０２", "2026-03-02"),
        ("idnumber", "", " a123456789 ", "A123456789"),
        ("email", "", "a@example.org", "a@example.org"),
        ("phone", "", "（02）2345-6789 分機 12", "(02)2345-6789 分機 12"),
        ("phone", "", "0912-345-678", "0912-345-678"),
        ("address", "", "中庭街 8 號", "中庭街 8 號"),
        ("yesno", "", "no", False),
        ("text", "required = false", "  ", None),
        ("number", "required = false", "", None),
        ("yesno", "required = false", "", None),
    ],
)  # fmt: skip
def test_what_is_typed_is_kept_as_a_value(kind, more, typed, kept):
    assert value_of(one_question(kind, more), typed) == kept


@pytest.mark.parametrize(
    ("kind", "more", "typed", "said"),
    [
        ("text", "", " ", "Fill in “Question”."),
        ("text", "longest = 3", "四個字了", "4 characters; at most 3"),
        ("number", "", "many", "in digits"),
        ("number", "", "1.5", "whole number"),
        ("number", "", "9" * 400, "in digits"),
        ("number", "least = 1\nmost = 5", "6", "from 1 to 5"),
        ("number", "least = 1", "0", "at least 1"),
        ("date", "", "2026-02-30", "real date"),
        ("date", "", "0/1/1", "real date"),
        ("date", "past = true", "2999-01-01", "not after today"),
        ("date", "future = true", "1999-01-01", "not before today"),
        ("date", "first_day = 2026-01-01", "2025-12-31", "from 2026-01-01 on"),
        ("idnumber", "", "A123456788", "no valid identity number"),
        ("email", "", "a@", "mail address"),
        ("phone", "", "12", "telephone number"),
        ("yesno", "", "perhaps", "Choose one of the answers"),
        ("yesno", "", "", "Choose: Question."),
        ("text", "", "a\x00b", "Null characters"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_comes_back_with_words(kind, more, typed, said):
    with translation.override("en"):
        assert said in error_of(one_question(kind, more), typed)


def test_several_choices_are_kept_in_the_order_in_which_they_are_offered():
    form = forms.load_form(demo_file("accessible_entrance"))
    page = forms.page_asked(form, {}, "work")
    values, errors = forms.read_page(form, page, QueryDict("works=lift&works=ramp&cost=5000"))
    assert (values["works"], errors) == (["ramp", "lift"], {})
    assert "works" in forms.read_page(form, page, QueryDict("works=moat&cost=5000"))[1]


def test_a_file_is_taken_by_its_ending_and_stays_when_no_other_is_sent():
    form = forms.load_form(demo_file("accessible_entrance"))
    page = forms.page_asked(form, {"role": "tenant"}, "tenant")
    photo = SimpleUploadedFile("同意書.PDF", b"%PDF-1.7")
    assert forms.read_page(form, page, {}, {"consent": photo})[0] == {"consent": photo}
    assert "Send one of these: PDF, JPG" in english_error(form, page, SimpleUploadedFile("a.exe", b"MZ"))
    assert "empty" in english_error(form, page, SimpleUploadedFile("a.pdf", b""))
    assert forms.read_page(form, page, {}, {})[1].keys() == {"consent"}
    kept = {"file": "abc", "name": "a.pdf", "size": 3, "media_type": "application/pdf"}
    assert forms.read_page(form, page, {}, {}, answers={"consent": kept}) == ({"consent": kept}, {})


def english_error(form, page, upload) -> str:
    with translation.override("en"):
        return forms.read_page(form, page, {}, {"consent": upload})[1]["consent"]


def test_what_was_answered_stands_in_the_fields_again():
    question = one_question("yesno")
    drawn = forms.PageForm(forms.Page("p", question.label, (question,)), answers={"q": False})
    assert drawn["q"].value() == "no"


def test_answers_are_checked_once_more_before_they_are_sent():
    form = forms.load_form(LAMPS)
    assert set(forms.problems_of(form, {})) == {"kind"}
    assert set(forms.problems_of(form, {"kind": "park", "note": 5})) == {"name", "note"}
    assert set(forms.problems_of(form, {"kind": "moon"})) == {"kind"}
    assert forms.problems_of(form, {"kind": "park", "name": "中央公園"}) == {}


json_like = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(),
    st.lists(st.text()),
    st.dictionaries(st.text(), st.text()),
)


@given(
    st.dictionaries(st.sampled_from(["kind", "name", "note", "x"]), json_like),
)
def test_whatever_stands_in_a_draft_is_judged_without_a_crash(answers):
    form = forms.load_form(LAMPS)
    for problem in forms.problems_of(form, answers).values():
        assert problem


@pytest.mark.parametrize("number", ["A123456789", "A800000014", "Z199999990"])
def test_identity_numbers_are_checked_by_their_last_digit(number):
    right = [number[:-1] + digit for digit in "0123456789" if identity_numbers.is_valid(number[:-1] + digit)]
    assert len(right) == 1
    assert number not in ("A123456789", "A800000014") or right == [number]
    swapped = number[:3] + "7" + number[4:]
    assert identity_numbers.is_valid(swapped) is (swapped == number)


@pytest.mark.parametrize(
    "number", ["", "A１23456789", "A323456789", "a123456789", "A12345678", "A1234567890", "AC01234568\n"]
)
def test_what_is_no_identity_number_is_refused(number):
    assert not identity_numbers.is_valid(number)


def test_a_summary_says_answers_in_words_of_the_language():
    form = forms.load_form(demo_file("resident_parking"))
    answers = {"registered": True, "zone": "harbour", "start": "2026-03-02", "vehicle_kind": "car"}
    with translation.override("en"):
        english = {row.question.id: row.text for row in forms.summary(form, answers)}
    assert (english["zone"], english["registered"], english["plate"]) == ("Ferry Landing", "Yes", "")
    with translation.override("zh-hant"):
        chinese = {row.question.id: row.text for row in forms.summary(form, answers)}
    assert chinese["zone"] == "渡船頭" and "2026" in chinese["start"]


def test_the_json_schema_of_a_form_names_every_question_and_what_it_takes():
    schema = forms.json_schema(forms.load_form(demo_file("resident_parking")))
    assert schema["$schema"].endswith("2020-12/schema") and schema["additionalProperties"] is False
    assert schema["properties"]["plate"]["maxLength"] == 10
    assert "address" not in schema["required"] and "plate" in schema["required"]
    assert schema["properties"]["address"]["x-when"] == {"==": [{"var": "registered"}, False]}
    assert [one["const"] for one in schema["properties"]["zone"]["oneOf"]] == [
        "old_town",
        "harbour",
        "station",
    ]


def test_complete_answers_are_valid_by_the_json_schema_and_wrong_ones_are_not():
    validators = pytest.importorskip("jsonschema_rs")
    form = forms.load_form(LAMPS)
    schema = validators.validator_for(forms.json_schema(form))
    assert schema.is_valid({"kind": "park", "name": "中央公園", "note": None})
    assert (
        not schema.is_valid({"kind": "moon"})
        and not schema.is_valid({})
        and not schema.is_valid({"kind": "park", "x": 1})
    )
