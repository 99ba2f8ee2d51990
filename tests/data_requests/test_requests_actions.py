"""From a wish to a dataset: asked, answered with what the outcome needs, promised, kept."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from lightwell.casework import public as casework
from lightwell.kernel import clock
from lightwell.kernel.refusal import Refusal
from lightwell.opendata.disclosure import public as disclosure
from lightwell.opendata.disclosure.public import Closing, Promise, Subject, Words
from lightwell.opendata.requests import public as requests
from lightwell.opendata.requests import queries, rules
from lightwell.opendata.requests.models import DataRequest, Fulfilment
from lightwell.opendata.requests.public import Answer, Wish
from lightwell.people.public import Unit
from lightwell.post.models import Message
from lightwell.record import public as record

pytestmark = pytest.mark.django_db
DAY = date(2026, 9, 1)
CLOSING = Closing(ground="foi-18-1-7", reason="含廠商的製程資料。", review_on=date(2027, 3, 1))


def acts(matter):
    return [act.act for act in record.acts_of(matter.ref)]


def test_a_request_is_a_public_matter_with_a_number_and_fifteen_days(asked, office):
    matter = asked(accept=False)
    assert matter.number.startswith("DR-115-") and matter.visibility == "pseudonymous"
    assert (matter.due_on, matter.unit) == (date(2026, 3, 17), office)
    assert casework.find_public(matter.number) is not None


def test_the_same_form_sent_twice_is_one_request(office):
    wish = Wish(title="路燈", text="每一盞路燈的位置。", unit=office)
    first, again = (requests.ask(wish=wish, nonce="nonce-12345", by=None) for _ in range(2))
    assert first == again and DataRequest.objects.count() == 1


def test_somebody_who_does_not_know_whom_to_ask_reaches_a_unit_that_can_answer(officer, office):
    Unit.objects.create(slug="nobody", name="無人機關", path="/aaa/")
    matter = requests.ask(wish=Wish(title="路燈", text="每一盞路燈的位置。"), by=None)
    assert matter.unit == office and matter.data_request.unit_unknown


def test_nothing_is_received_while_no_unit_can_answer(office):
    with pytest.raises(Refusal):
        requests.ask(wish=Wish(title="路燈", text="每一盞路燈的位置。"), by=None)


def test_what_a_person_wrote_stands_in_the_matter_alone_so_that_erasing_takes_all_of_it(asked):
    matter = asked(purpose="研究母親的病")
    assert "用途：研究母親的病" in matter.body  # in the language of who asks
    casework.erase(matter=matter, reason="本人請求。", by=None)
    assert not any("母親" in str(value) for row in DataRequest.objects.values() for value in row.values())


def test_joining_a_request_for_the_same_data_gives_both_the_one_answer(asked, office):
    first = asked()
    second = requests.ask(
        wish=Wish(title="河川水質", text="跟前面一樣。", unit=office), supports=first, by=None
    )
    assert second.merged_into == first


@pytest.mark.parametrize(
    ("outcome", "field"), [("provided", "dataset"), ("promised", "opens_on"), ("not_open", "ground"), ("elsewhere", "held_by")]
)  # fmt: skip
def test_an_outcome_without_what_it_needs_is_refused_and_nothing_is_published(asked, officer, outcome, field):
    matter = asked()
    with pytest.raises(Refusal) as refused:
        requests.answer(matter=matter, answer=Answer(outcome=outcome, text="謝謝您。"), by=officer)
    assert refused.value.field == field
    matter.refresh_from_db()
    assert matter.state == "accepted" and not matter.responses.exists()


@given(outcome=st.sampled_from(sorted(rules.NEEDS)), given_=st.dictionaries(
    st.sampled_from(["dataset", "opens_on", "ground", "reason", "review_on", "held_by"]), st.sampled_from(["", None, "x"])
))  # fmt: skip
def test_what_is_lacking_and_what_is_given_make_up_what_is_needed(outcome, given_):
    lacking = rules.lacking(outcome, given_)
    have = [name for name in rules.NEEDS[outcome] if given_.get(name)]
    assert sorted(lacking + have) == sorted(rules.NEEDS[outcome])


def test_only_the_unit_that_was_asked_answers(asked, outsider):
    with pytest.raises(PermissionDenied):
        requests.answer(matter=asked(), answer=Answer(outcome="not_held", text="沒有。"), by=outsider)


def test_data_that_is_given_closes_the_request_and_stands_in_the_record(asked, officer, published):
    dataset = published()
    answer = Answer(outcome="provided", text="已經發布。", dataset=dataset)
    matter = requests.answer(matter=asked(), answer=answer, by=officer)
    assert (matter.state, matter.outcome) == ("closed", "provided")
    assert str(dataset) in matter.outcome_reason
    assert acts(matter)[-3:] == ["response.published", "request.fulfilled", "matter.closed"]
    assert Fulfilment.objects.get().dataset == dataset
    assert [m.template for m in Message.objects.order_by("pk")] == ["casework/receipt", "casework/answered"]


def test_a_closed_request_leads_to_a_page_with_the_article_and_the_review(asked, officer):
    words = Words(title="製程用水", title_en="Process water")
    answer = Answer(outcome="not_open", text="依法不開放。", closing=CLOSING, words=words)
    matter = requests.answer(matter=asked(), answer=answer, by=officer)
    subject = matter.data_request.subject
    assert (subject.title, subject.closed, subject.review_on) == ("製程用水", True, CLOSING.review_on)
    assert "政府資訊公開法第18條第1項第7款" in matter.outcome_reason
    assert [act.office for act in record.acts_of(subject.ref)] == ["environment/officer"]


def test_half_an_answer_is_none_when_the_decision_is_refused(asked, officer):
    wrong = Closing(ground="foi-18-1-7", reason="含廠商的製程資料。", review_on=date(2026, 1, 1))
    matter = asked()
    with pytest.raises(Refusal) as refused:
        requests.answer(
            matter=matter, answer=Answer(outcome="not_open", text="不。", closing=wrong), by=officer
        )
    assert refused.value.field == "review_on"
    matter.refresh_from_db()
    assert matter.open and not Subject.objects.exists() and "response.published" not in acts(matter)


def test_a_promise_that_is_kept_closes_every_request_for_it_and_tells_each_person(
    asked, officer, editor, published
):
    first = requests.answer(
        matter=asked(),
        answer=Answer(outcome="promised", text="九月。", promise=Promise(opens_on=DAY)),
        by=officer,
    )
    subject = first.data_request.subject
    second = requests.answer(
        matter=asked("水質", email="other@home.example"),
        answer=Answer(outcome="promised", text="同前案。", subject=subject), by=officer,
    )  # fmt: skip
    assert [m.outcome for m in (first, second)] == ["promised"] * 2
    dataset = published()
    Message.objects.all().delete()
    disclosure.keep_promise(subject=subject, dataset=dataset, by=editor)
    for matter in (first, second):
        matter.refresh_from_db()
        assert (matter.outcome, matter.state) == ("provided", "closed")
        assert acts(matter)[-2:] == ["request.fulfilled", "matter.closed"]
    assert Message.objects.filter(template="casework/closed").count() == 2
    assert [chain.number for chain in queries.chains_to_dataset(dataset.slug)] == [
        first.number,
        second.number,
    ]


def test_a_promised_request_that_is_answered_with_the_dataset_keeps_the_promise(asked, officer, published):
    promised = Answer(outcome="promised", text="九月。", promise=Promise(opens_on=DAY))
    matter = requests.answer(matter=asked(), answer=promised, by=officer)
    matter = requests.answer(
        matter=matter, answer=Answer(outcome="provided", dataset=published()), by=officer
    )
    subject = matter.data_request.subject
    subject.refresh_from_db()
    assert (matter.outcome, subject.state, subject.unlocks.get().state) == ("provided", "open", "opened")
    assert Fulfilment.objects.count() == 1


def test_data_held_elsewhere_names_the_unit_and_data_that_does_not_exist_says_so(asked, officer, outsider):
    parks = Unit.objects.get(slug="parks")
    matter = requests.answer(
        matter=asked(), answer=Answer(outcome="elsewhere", text="請洽。", held_by=parks), by=officer
    )
    assert matter.data_request.held_by == parks and str(parks) in matter.outcome_reason
    matter = requests.answer(
        matter=asked("別的"), answer=Answer(outcome="not_held", text="查無。"), by=officer
    )
    assert (matter.outcome, matter.state) == ("not_held", "closed")


def test_a_dataset_can_be_linked_later_and_only_once(asked, officer, published):
    matter = requests.answer(matter=asked(), answer=Answer(outcome="not_held", text="查無。"), by=officer)
    dataset = published()
    matter = requests.link_dataset(matter=matter, dataset=dataset, by=officer)
    before = acts(matter)
    requests.link_dataset(matter=matter, dataset=dataset, by=officer)
    assert acts(matter) == before and matter.outcome == "provided"


def test_a_dataset_is_not_linked_before_there_is_an_answer_nor_by_strangers(
    asked, officer, outsider, published
):
    dataset = published()
    with pytest.raises(Refusal):
        requests.link_dataset(matter=asked(), dataset=dataset, by=officer)
    matter = requests.answer(
        matter=asked("別的"), answer=Answer(outcome="not_held", text="查無。"), by=officer
    )
    with pytest.raises(PermissionDenied):
        requests.link_dataset(matter=matter, dataset=dataset, by=outsider)


def test_an_answer_typed_under_an_older_version_is_a_conflict(asked, officer):
    matter = asked()
    seen = matter.version
    casework.assign(matter=matter, officer=officer, by=officer)
    with pytest.raises(casework.Stale):
        requests.answer(
            matter=matter, answer=Answer(outcome="not_held", text="查無。"), by=officer, version=seen
        )


def test_similar_data_is_found_by_its_words_in_either_spelling(published, asked):
    published("river-water", "臺北河川水質監測")
    published("trees", "行道樹位置")
    assert [d.slug for d in queries.similar_datasets("台北河川的水質")] == ["river-water"]
    assert queries.similar_datasets("資料") == [] and queries.similar_datasets("") == []
    matter = asked()
    assert [m.number for m, _likeness in queries.similar_requests(f"{matter.title} {matter.body}")] == [
        matter.number
    ]


@given(st.text(max_size=60))
def test_terms_are_few_and_tell_something(text):
    found = rules.terms(text)
    assert len(found) <= rules.TERMS and not set(found) & rules.EMPTY
    assert 1 <= rules.enough(len(found)) <= max(1, len(found))


def test_the_clock_of_a_request_is_extended_once_by_fifteen_days(asked, officer):
    matter = casework.extend(matter=asked(), reason="資料量大，須逐筆檢視。", by=officer)
    assert matter.due_on == date(2026, 4, 1) and clock.today() == date(2026, 3, 2)


@pytest.mark.django_db(transaction=True)
def test_an_answer_and_a_kept_promise_at_the_same_moment_both_come_through(asked, officer, editor, published):
    """Both write the same matter and the same promise; whoever comes second waits, and nobody's act is lost."""
    promise = Answer(outcome="promised", text="九月。", promise=Promise(opens_on=DAY))
    matter = requests.answer(matter=asked(), answer=promise, by=officer)
    subject, dataset = matter.data_request.subject, published()
    ready = threading.Barrier(2)

    def at_once(work):
        with clock.at(clock.now()):
            ready.wait()
            try:
                work()
            except Refusal:
                pass  # the promise had been kept by the other one
            finally:
                connection.close()

    given = Answer(outcome="provided", dataset=dataset)
    both = (
        lambda: requests.answer(matter=matter, answer=given, by=officer),
        lambda: disclosure.keep_promise(subject=subject, dataset=dataset, by=editor),
    )
    with ThreadPoolExecutor(2) as threads:
        for done in [threads.submit(at_once, work) for work in both]:
            done.result(timeout=20)
    matter.refresh_from_db()
    subject.refresh_from_db()
    assert (matter.outcome, subject.state, Fulfilment.objects.count()) == ("provided", "open", 1)
    assert subject.unlocks.get().state == "opened"
