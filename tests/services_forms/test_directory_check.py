"""Whether somebody may use a service: asked as little as possible, answered with every reason."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from service_files import demo_file

from lightwell.services.directory import answer_seal
from lightwell.services.directory.eligibility import MET, NEEDLESS, NOT_MET, Check, verdict
from lightwell.services.directory.reading import read_definition

CHECK: Check = read_definition(demo_file("ride_allowance")).check
WHOLE = {
    "resident": True, "months": "long", "oldest": 70, "certificate": False, "small_child": False, "income": "low", "other_aid": False,
}  # fmt: skip


def standings(answers) -> list[str]:
    return [finding.standing for finding in verdict(CHECK, answers).findings]


def test_whoever_meets_every_condition_may():
    assert verdict(CHECK, WHOLE).may is True and standings(WHOLE) == [MET] * 4


def test_one_no_settles_it_and_the_rest_is_not_asked():
    found = verdict(CHECK, {"resident": False})
    assert found.may is False and found.next is None
    assert standings({"resident": False}) == [NOT_MET, NEEDLESS, NEEDLESS, NEEDLESS]


def test_one_reason_of_care_is_enough_and_the_others_are_not_asked():
    found = verdict(CHECK, {"resident": True, "months": "long", "oldest": 70})
    assert found.next.id == "income" and found.left == 2
    found = verdict(CHECK, {"resident": True, "months": "long", "oldest": 40})
    assert found.next.id == "certificate" and found.left == 4


ANSWERS = st.fixed_dictionaries(
    {
        "resident": st.booleans(), "months": st.sampled_from(["short", "long"]), "oldest": st.integers(0, 130),
        "certificate": st.booleans(), "small_child": st.booleans(),
        "income": st.sampled_from(["low", "up_to_43000", "above"]), "other_aid": st.booleans(),
    }
)  # fmt: skip


@given(ANSWERS)
@settings(deadline=None)
def test_asking_one_at_a_time_gives_the_verdict_of_all_answers_with_fewer_questions(whole):
    answers: dict = {}
    asked = []
    while (found := verdict(CHECK, answers)).next is not None:
        asked.append(found.next.id)
        assert found.left <= len(CHECK.questions) - len(answers)
        answers[found.next.id] = whole[found.next.id]
    assert found.may == verdict(CHECK, whole).may
    assert len(asked) == len(set(asked)) <= len(CHECK.questions)
    if found.may:
        assert NOT_MET not in [finding.standing for finding in found.findings]


def test_answers_travel_sealed_and_nothing_else_is_taken_for_them(home):
    token = answer_seal.sealed(WHOLE)
    assert "income" not in token and answer_seal.unsealed(token) == WHOLE
    for other in ("", "x", token[:-5], "停" * 20, token + "x" * 5000):
        assert answer_seal.unsealed(other) == {}
    assert answer_seal.sealed({}) == ""


@pytest.mark.parametrize("name", ["resident_parking", "accessible_entrance"])
def test_a_service_without_conditions_has_no_check(name):
    assert read_definition(demo_file(name)).check is None
