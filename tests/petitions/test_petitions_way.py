"""The way of a petition: written, checked, opened, ended; who may do what, and what the record holds of it."""

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from builders import make_citizen
from lightwell.kernel import clock
from lightwell.kernel.refusal import Refusal
from lightwell.kernel.workdays import DAY
from lightwell.participation.petitions import actions, deadlines, moderation, policies, queries
from lightwell.participation.petitions.models import Petition
from lightwell.participation.petitions.rules import State, Terms
from lightwell.participation.petitions.standing import standing_of
from lightwell.post.public import messages_for
from lightwell.record import public as record
from petitions.conftest import MONDAY, TITLE, need, text

pytestmark = pytest.mark.django_db


def acts(petition: Petition) -> list[str]:
    return [act.act for act in record.acts_of(petition.ref)]


def test_a_draft_is_seen_by_nobody_and_stands_in_no_record(draft):
    assert queries.public_petition(draft.public_id) is None
    assert queries.listed().rows == [] and acts(draft) == []


def test_the_same_form_sent_twice_gives_one_draft(office, author):
    first, second = (actions.write_draft(text=text(office), by=author, nonce="n" * 20) for _time in range(2))
    assert first.pk == second.pk


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "短"),
        ("title", "長" * 61),
        ("title", " \x00 "),
        ("ask", ""),
        ("ask", "問" * 1001),
        ("why", "\r\n"),
        ("why", "因" * 5001),
        ("display", "loud"),
    ],
)
def test_a_text_that_is_missing_or_too_long_is_refused_at_its_field(office, author, field, value):
    with pytest.raises(Refusal) as refused:
        actions.write_draft(text=text(office, **{field: value}), by=author)
    assert refused.value.field == field


def test_somebody_keeps_so_many_drafts_and_no_more(office, author):
    for _number in range(actions.MOST_DRAFTS):
        actions.write_draft(text=text(office), by=author)
    with pytest.raises(Refusal):
        actions.write_draft(text=text(office), by=author)


def test_a_petition_is_handed_in_by_a_person_who_is_known(office):
    somebody = make_citizen("unknown@home.example")
    draft = actions.write_draft(text=text(office), by=somebody)
    with pytest.raises(Refusal):
        actions.submit(petition=draft, by=somebody)
    draft.refresh_from_db()
    assert draft.state == State.DRAFT


def test_moderation_is_due_on_the_third_working_day(submitted):
    assert submitted.check_by == date(2026, 3, 5)
    assert standing_of(submitted).due == date(2026, 3, 5)


def test_an_overdue_moderation_says_so(submitted):
    with clock.at(MONDAY + timedelta(days=4)):
        assert standing_of(submitted).tone == "overdue"


def test_nobody_else_touches_a_petition_of_mine(draft, citizen):
    for action in (actions.submit, actions.drop_draft, actions.take_back, actions.withdraw):
        with pytest.raises(Refusal):
            action(petition=draft, by=citizen)
    with pytest.raises(Refusal):
        actions.edit_draft(petition=draft, text=text(draft.unit), by=citizen)


def test_what_was_handed_in_is_taken_back_before_it_is_changed(submitted, author, office):
    with pytest.raises(Refusal):
        actions.edit_draft(petition=submitted, text=text(office, title="另一個題目在這裡"), by=author)
    again = actions.take_back(petition=submitted, by=author)
    changed = actions.edit_draft(petition=again, text=text(office, title="另一個題目在這裡"), by=author)
    assert (changed.state, changed.title, changed.check_by) == (State.DRAFT, "另一個題目在這裡", None)


def test_only_moderators_of_the_unit_decide_and_nobody_about_their_own(
    submitted, moderator, officer, outsider, citizen, author
):
    for account in (officer, outsider, citizen):
        with pytest.raises(PermissionDenied):
            moderation.accept(petition=submitted, by=account)
        with pytest.raises(PermissionDenied):
            moderation.reject(petition=submitted, reason_code="unclear", by=account)
    Petition.objects.filter(pk=submitted.pk).update(author=moderator)
    with pytest.raises(Refusal):
        moderation.accept(petition=submitted, by=moderator)
    Petition.objects.filter(pk=submitted.pk).update(author=author)
    assert moderation.accept(petition=submitted, by=moderator).state == State.COLLECTING


def test_an_accepted_petition_has_fixed_days_and_threshold_and_its_text_in_the_record(submitted, moderator):
    need(7)
    opened = moderation.accept(petition=submitted, by=moderator)
    assert (opened.threshold, opened.closes_on) == (7, date(2026, 5, 1))
    (act,) = record.acts_of(opened.ref)
    assert (act.act, act.office) == ("petition.opened", "parks/moderator")
    assert record.check(act.id, "title", TITLE) == "unchanged"
    assert record.check(act.id, "ask", opened.ask + "！") == "changed"
    need(9)
    opened.refresh_from_db()
    # the row was changed here; a real change is a new row, from a day to come
    with pytest.raises(Refusal):
        policies.add_policy(starts_on=clock.today(), terms=Terms(), by=None)


def test_a_petition_keeps_the_policy_of_the_day_on_which_it_opened(collecting, office, author):
    policies.add_policy(starts_on=clock.today() + DAY, terms=Terms(5, 30, 100), by=None)
    with clock.at(MONDAY + timedelta(days=1)):
        later = actions.submit(petition=actions.write_draft(text=text(office), by=author), by=author)
        later = moderation.accept(petition=later, by=None)
    assert (later.threshold, (later.closes_on - later.opened_on).days) == (100, 30)
    assert collecting.threshold == 3


@pytest.mark.parametrize("terms", [Terms(0), Terms(61), Terms(3, 0), Terms(3, 731), Terms(3, 60, 0)])
def test_a_policy_without_sense_is_refused(db, monday, terms):
    with pytest.raises(Refusal):
        policies.add_policy(starts_on=clock.today() + DAY, terms=terms, by=None)


def test_a_rejection_names_a_published_criterion_and_is_public(submitted, moderator):
    for code, note in (("whim", ""), ("", ""), ("same_as", " ")):
        with pytest.raises(Refusal):
            moderation.reject(petition=submitted, reason_code=code, note=note, by=moderator)
    turned = moderation.reject(
        petition=submitted, reason_code="same_as", note="與另一提議相同。", by=moderator
    )
    assert queries.public_petition(turned.public_id) is not None and not turned.hidden
    assert acts(turned) == ["petition.rejected"]
    assert [message.template for message in messages_for(turned.ref)] == ["petitions/rejected"]


def test_a_text_that_does_harm_is_hidden_with_its_reason(submitted, moderator, collecting):
    late = moderation.reject(petition=collecting, reason_code="personal_data", by=moderator)
    assert late.hidden and late.state == State.REJECTED
    assert acts(late) == ["petition.opened", "petition.stopped"]


def test_no_second_decision_is_taken(collecting, moderator):
    with pytest.raises(Refusal):
        moderation.accept(petition=collecting, by=moderator)


def test_an_author_takes_a_petition_back_and_a_tombstone_stays(collecting, author):
    gone = actions.withdraw(petition=collecting, by=author, reason="已經解決了。")
    assert gone.hidden and gone.state == State.WITHDRAWN and gone.note == "已經解決了。"
    assert acts(gone) == ["petition.opened", "petition.withdrawn"]


def test_a_petition_ends_after_its_last_day_once(collecting):
    with clock.at(datetime(2026, 5, 1, 23, 59, tzinfo=clock.TAIPEI)):
        assert deadlines.sweep() == 0
    with clock.at(datetime(2026, 5, 2, 0, 1, tzinfo=clock.TAIPEI)):
        assert deadlines.sweep() == 1 and deadlines.sweep() == 0
    collecting.refresh_from_db()
    assert collecting.state == State.EXPIRED
    assert [message.template for message in messages_for(collecting.ref)] == [
        "petitions/expired",
        "petitions/opened",
    ]


def test_petitions_that_ask_for_the_same_are_found_whatever_the_spelling(collecting, office, author):
    other = text(office, title="臺北車站前請多種樹", ask="種樹。")
    other = moderation.accept(
        petition=actions.submit(petition=actions.write_draft(text=other, by=author), by=author), by=None
    )
    assert queries.similar("河濱公園加設廁所兩間") == [collecting]
    assert queries.similar("台北車站請多種樹") == [other]
    assert (
        queries.similar("圖書館延長開放時間") == []
        and queries.similar("") == []
        and queries.similar("廁") == []
    )
    assert queries.similar(collecting.title, exclude=collecting.public_id) == []


def test_the_list_goes_page_by_page_and_misses_none(office, author):
    for number in range(5):
        draft = actions.write_draft(text=text(office, title=f"第{number}個提議在這裡"), by=author)
        moderation.accept(petition=actions.submit(petition=draft, by=author), by=None)
    first = queries.listed("open", size=2)
    second = queries.listed("open", after=first.older_after, size=2)
    third = queries.listed("open", after=second.older_after, size=2)
    found = [petition.title[1] for page in (first, second, third) for petition in page.rows]
    assert found == list("43210") and third.older_after == ""
