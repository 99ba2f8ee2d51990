"""What enters the record, what it hides, and that neither code nor hand can change it."""

import json
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from lightwell.kernel import clock
from lightwell.kernel.ref import Ref
from lightwell.record import public as record
from lightwell.record import rules
from lightwell.record.models import Entry, Opening

MATTER = Ref("matter", "OP-115-000123")
LETTER = Ref("letter", "k7Qm2x")
NOON = datetime(2026, 3, 4, 4, 0, 30, tzinfo=UTC)


@pytest.mark.django_db
def test_an_act_that_is_rolled_back_leaves_no_entry(enter):
    with pytest.raises(RuntimeError), transaction.atomic():
        enter()
        raise RuntimeError("the action failed")
    assert Entry.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_an_entry_cannot_be_written_outside_the_transaction_of_its_act():
    with pytest.raises(transaction.TransactionManagementError):
        record.enter(act="matter.received", subject=MATTER, office="transport")
    with pytest.raises(transaction.TransactionManagementError):
        record.enter_sealed(act="matter.received", subject=MATTER, office="transport")


@pytest.mark.django_db
def test_a_public_leaf_holds_kind_time_office_subject_facts_and_hashes_but_no_text(enter):
    with clock.at(NOON):
        enter(text="王小明住在天井路一號", facts={"state": "answered", "days": 12})
    entry = Entry.objects.get()
    leaf = json.loads(entry.leaf)
    assert leaf["kind"] == "response.published" and leaf["at"] == "2026-03-04T12:00:30+08:00"
    assert leaf["office"] == "transport/officer" and leaf["subject"] == str(MATTER)
    assert leaf["facts"] == {"state": "answered", "days": 12} and leaf["id"] == entry.public_id
    assert set(leaf) == {"kind", "id", "at", "office", "subject", "content", "facts"}
    assert "王小明" not in entry.leaf and len(leaf["content"]["text"]) == 64


@pytest.mark.django_db
def test_the_same_text_has_another_hash_each_time(enter):
    enter(2)
    hashes = {json.loads(leaf)["content"]["text"] for leaf in Entry.objects.values_list("leaf", flat=True)}
    assert len(hashes) == 2


@pytest.mark.django_db
def test_a_sealed_leaf_holds_only_a_hash_and_the_hour():
    with clock.at(NOON):
        record.enter_sealed(
            act="letter.received", subject=LETTER, office="mayor", content={"text": "private"}
        )
    entry = Entry.objects.get()
    leaf = json.loads(entry.leaf)
    assert set(leaf) == {"sealed", "hour"} and leaf["hour"] == "2026-03-04T12+08:00"
    assert (entry.act, entry.office, entry.unit, entry.subject_kind, entry.subject_id, entry.at) == (
        "",
    ) * 5 + (None,)
    [opening] = record.openings_of(LETTER)
    assert rules.salted_hash(bytes.fromhex(opening.salt), opening.text.encode()) == leaf["sealed"]
    assert json.loads(opening.text)["subject"] == str(LETTER)
    assert record.acts_of(LETTER) == []


@pytest.mark.django_db
def test_a_sealed_text_is_checked_against_the_opening_and_the_opening_against_the_log():
    with transaction.atomic(), clock.at(NOON):
        entry = record.enter_sealed(
            act="response.published", subject=LETTER, office="transport", content={"text": "The letter."}
        )
    assert record.check_sealed(entry.id, "text", "The letter.") == "unchanged"
    assert record.check_sealed(entry.id, "text", "The letter!") == "changed"
    assert record.check_sealed(entry.id, "title", "The letter.") == "unknown"
    assert record.check_sealed("no-such-act", "text", "The letter.") == "unknown"
    document = record.openings_of(LETTER)[0].document
    hashed = rules.salted_hash(bytes.fromhex(document["content_salts"]["text"]), b"The letter.")
    assert json.loads(document["text"])["content"]["text"] == hashed
    forged = Opening.objects.get().text.replace("transport", "elsewhere")
    Opening.objects.update(text=forged)
    assert record.check_sealed(entry.id, "text", "The letter.") == "changed"
    with transaction.atomic():
        record.erase(LETTER)
    assert record.check_sealed(entry.id, "text", "The letter.") == "erased"


@pytest.mark.django_db
def test_erasure_deletes_salts_and_texts_and_leaves_the_leaves(enter):
    [act] = enter()
    with transaction.atomic():
        record.enter_sealed(
            act="letter.received", subject=LETTER, office="mayor", content={"text": "private"}
        )
    leaves = list(Entry.objects.order_by("id").values_list("leaf", flat=True))
    assert record.check(act, "text", "The crossing gets a light.") == "unchanged"
    assert record.erase(MATTER) == 1 and record.erase(LETTER) == 1 and record.erase(LETTER) == 0
    assert record.check(act, "text", "The crossing gets a light.") == "erased"
    assert record.openings_of(LETTER)[0].erased and Opening.objects.get().text == ""
    assert Opening.objects.get().content_salts == {}
    assert list(Entry.objects.order_by("id").values_list("leaf", flat=True)) == leaves


@pytest.mark.django_db
def test_a_text_is_unchanged_whatever_its_line_ends_and_changed_by_one_space(enter):
    [act] = enter(text="one\ntwo")
    assert record.check(act, "text", "one\r\ntwo") == "unchanged"
    assert record.check(act, "text", "one\ntwo ") == "changed"
    assert record.check(act, "title", "one\ntwo") == "unknown"
    assert record.check("nothing", "text", "one") == "unknown"


@pytest.mark.django_db
def test_the_database_itself_refuses_to_change_or_delete_an_entry(enter):
    enter()
    for statement in (
        "DELETE FROM record_entry",
        "UPDATE record_entry SET leaf = '{}'",
        "UPDATE record_entry SET office = 'x'",
    ):
        with pytest.raises(DatabaseError, match="never"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    record.integrate()
    with pytest.raises(DatabaseError, match="never"), transaction.atomic():
        Entry.objects.update(leaf_index=7)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        {"act": "Received"},
        {"act": "matter"},
        {"facts": {"Grand Total": 1}},
        {"facts": {"n": 2**60}},
        {"facts": {"note": "\ud800"}},
        {"facts": {"note": "x" * 70_000}},
    ],
)
def test_a_leaf_that_could_not_stand_for_ever_is_refused_with_a_reason(enter, wrong):
    with pytest.raises(ValueError, match="."):
        enter(**wrong)
    assert Entry.objects.count() == 0


@given(
    st.dictionaries(
        st.text(max_size=9), st.one_of(st.integers(-(2**53) + 1, 2**53 - 1), st.text(max_size=20))
    )
)
def test_canonical_leaves_are_stable_under_reading_and_writing_again(value):
    try:
        text = rules.canonical(value)
    except ValueError:
        return
    assert json.loads(text) == value and rules.canonical(json.loads(text)) == text


@pytest.mark.django_db
def test_acts_of_a_subject_take_one_query(enter, django_assert_num_queries):
    ids = enter(3)
    with django_assert_num_queries(1):
        acts = record.acts_of(MATTER)
    assert [act.id for act in acts] == ids and {act.state for act in acts} == {"pending"}
    record.integrate()
    assert [act.index for act in record.acts_of(MATTER)] == [0, 1, 2]
    assert record.state_of(ids[0]) == "integrated" and record.state_of("nothing") is None
