"""A definition file is read strictly: each problem names its line, its place and what to do."""

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from service_files import LAMPS, demo_file

from lightwell.services.directory.reading import read_definition
from lightwell.services.forms import public as forms


def problems(text: str) -> list[forms.Problem]:
    with translation.override("en"), pytest.raises(forms.DefinitionError) as caught:
        read_definition(text)
    return caught.value.problems


@pytest.mark.parametrize("name", ["resident_parking", "accessible_entrance", "ride_allowance"])
def test_the_demos_definition_files_hold_together(name):
    found = read_definition(demo_file(name))
    assert found.form.pages and found.columns["legal"] and found.form.declaration.zh
    for question in found.form.questions():
        assert all(
            text.zh and text.en
            for text in (question.purpose, question.legal_basis, question.source, question.retention)
        )


def test_the_three_services_have_different_shapes():
    fee, uploads, check = (
        read_definition(demo_file(n)) for n in ("resident_parking", "accessible_entrance", "ride_allowance")
    )
    assert fee.columns["fee"] == 1200
    assert [q.id for q in uploads.form.questions() if q.type == "file"] == [
        "minutes",
        "consent",
        "photo",
        "photo_side",
        "quotation",
    ]
    assert check.check is not None and len(check.check.conditions) == 4


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ('life_event = "home"', 'life_event = "hom"', "life_event", "“hom” is not among: birth"),
        ("working_days = 7", 'working_days = "7"', "working_days", "must be a whole number"),
        ("working_days = 7", "working_days = 900", "working_days", "from 1 to 365"),
        ('channels = ["web", "counter"]', 'channels = ["web", "fax"]', "channels", "“fax” is not among"),
        ('type = "longtext"', 'type = "essay"', "type", "“essay” is not among: text, longtext"),
        ('type = "longtext"', "", "[[page.question]]", "This key is missing. Add it: one of: text"),
        ('label = { zh = "公園名稱", en = "Name of the park" }', 'label = { zh = "公園名稱" }', "label", "This key is missing"),
        ('label = { zh = "公園名稱", en', 'lable = { zh = "公園名稱", en', "lable", "Did you mean “label”?"),
        ('{ var = "kind" }', '{ var = "kin" }', "when", "reads “kin”, which no earlier page asks. It can read: kind."),
        ('{ var = "kind" }', '{ var = "note" }', "when", "which no earlier page asks"),
        ('when = { "==" =', 'when = { "=" =', "when", "There is no operator '='"),
        ('when = { "==" = [{ var = "kind" }, "park"] }', "when = '{\"==\": ['", "when", "not JSON"),
        ('id = "note"', 'id = "name"', "id", "“name” is taken already"),
        ('id = "end"', 'id = "park"', "id", "“park” is taken already"),
        ('id = "note"', 'id = "My note"', "id", "is no name"),
        ('{ value = "park", zh', '{ value = "street", zh', "choices", "Two choices have the same value"),
        ('purpose = { zh = "查驗", en = "To check" }', "", "[[page.question]]", "This key is missing"),
        ("version = 1", "version = 1\nversion = 2", "version", "not TOML"),
        ('slug = "lamps"', 'slug = "Lamps!"', "slug", "is no name"),
        ('name = { zh = "路燈認養", en = "Adopt a lamp" }', 'name = "路燈"', "name", "a text in both languages"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_line_and_what_to_do(old, new, line, said):
    assert old in LAMPS
    text = LAMPS.replace(old, new, 1)
    found = problems(text)
    assert any(said in problem.message for problem in found), [str(problem) for problem in found]
    told = next(problem for problem in found if said in problem.message)
    assert line in text.splitlines()[told.line - 1]


def test_all_problems_of_a_file_are_told_at_once_in_the_order_of_the_file():
    text = LAMPS.replace('life_event = "home"', 'life_event = "x"').replace('type = "longtext"', 'type = "x"')
    lines = [problem.line for problem in problems(text.replace('id = "end"', 'id = "park"'))]
    assert len(lines) == 3 and lines == sorted(lines)


def test_every_question_needs_an_id_of_its_own_across_pages():
    again = LAMPS.replace('id = "note"', 'id = "kind"')
    assert "“kind” is taken already" in problems(again)[0].message


def test_keys_inside_of_texts_over_several_lines_are_not_counted_as_keys():
    text = LAMPS.replace('en = "Adopt a lamp" }', 'en = """Adopt\ntype = 1\n[[page]]\na lamp""" }').replace(
        'type = "longtext"', 'type = "x"'
    )
    (problem,) = problems(text)
    assert text.splitlines()[problem.line - 1] == 'type = "x"'


@given(
    st.text(max_size=300)
    | st.integers(0, len(LAMPS)).flatmap(
        lambda at: st.text(max_size=3).map(lambda x: LAMPS[:at] + x + LAMPS[at + 1 :])
    )
)
@settings(max_examples=200, deadline=None)
def test_any_text_is_a_definition_or_is_refused_with_words(text):
    try:
        read_definition(text)
    except forms.DefinitionError as error:
        assert error.problems and all(problem.message for problem in error.problems)
