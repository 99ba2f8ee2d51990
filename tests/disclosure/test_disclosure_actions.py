"""Closing, promising, moving and keeping, on a real database, with the record behind every act."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.utils import IntegrityError
from django.test.utils import CaptureQueriesContext

from lightwell.kernel import changes, clock
from lightwell.kernel.refusal import Refusal
from lightwell.opendata.disclosure import public as disclosure
from lightwell.opendata.disclosure.models import Decision, Subject
from lightwell.opendata.disclosure.public import Promise, Words
from lightwell.opendata.publishing import public as publishing
from lightwell.post.models import Message
from lightwell.record import public as record

pytestmark = pytest.mark.django_db
NEXT_YEAR = date(2027, 3, 1)


def acts(subject):
    return [act.act for act in record.acts_of(subject.ref)]


def at(day: date):
    return clock.at(datetime(day.year, day.month, day.day, 10, tzinfo=clock.TAIPEI))


def test_closing_data_is_an_official_act_with_article_reason_and_review(close):
    subject = close()
    assert (subject.state, subject.review_on) == ("not_open", NEXT_YEAR)
    assert subject.current.cited == "政府資訊公開法第18條第1項第2款"
    (act,) = record.acts_of(subject.ref)
    assert (act.act, act.office) == ("disclosure.not_open", "police/editor")
    assert record.check(act.id, "reason", subject.current.reason) == "unchanged"
    assert record.check(act.id, "reason", subject.current.reason + "。") == "changed"


def test_only_an_editor_of_the_unit_may_close_its_data(close, outsider):
    with pytest.raises(PermissionDenied):
        close(by=outsider)
    assert not Subject.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"reason": " 無 "}, "reason"),
        ({"ground": "whatever"}, "ground"),
        ({"ground": ""}, "ground"),
        ({"ground": "other"}, "written"),
        ({"review_on": date(2026, 3, 2)}, "review_on"),
        ({"review_on": date(2031, 3, 3)}, "review_on"),
    ],
)
def test_what_a_decision_needs_is_demanded_and_nothing_is_half_done(close, closing, wrong, field):
    with pytest.raises(Refusal) as refused:
        close(closing=replace(closing, **wrong))
    assert refused.value.field == field
    assert not Subject.objects.exists() and not Decision.objects.exists()


def test_the_database_itself_takes_no_closing_without_article_and_review(close):
    subject = close()
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.filter(subject=subject).update(ground="")
    with pytest.raises(IntegrityError), transaction.atomic():
        Subject.objects.filter(pk=subject.pk).update(review_on=None)


def test_a_law_that_is_not_listed_is_written_out(close, closing):
    subject = close(closing=replace(closing, ground="other", written="  海洋污染防治法 第12條 "))
    assert subject.current.cited == "海洋污染防治法 第12條"


def test_a_review_adds_a_decision_and_keeps_the_one_before(close, closing, editor):
    subject = close()
    with at(date(2027, 2, 20)):
        again = disclosure.decide_not_open(
            subject=subject,
            closing=replace(closing, reason="理由仍然存在。", review_on=date(2028, 3, 1)),
            by=editor,
        )
    assert again.number == 2 and again.supersedes == subject.current
    subject.refresh_from_db()
    assert subject.review_on == date(2028, 3, 1)
    assert acts(subject) == ["disclosure.not_open"] * 2


def test_what_was_opened_after_a_review_needs_no_review_any_more(close, editor):
    subject = close()
    disclosure.decide_open(subject=subject, reason="偵查已經終結。", by=editor)
    subject.refresh_from_db()
    assert (subject.state, subject.review_on) == ("open", None)
    with pytest.raises(Refusal):
        disclosure.decide_open(subject=subject, reason="再開一次看看。", by=editor)


def test_a_moved_promise_keeps_its_first_day_and_every_reason(close, editor):
    subject = close(opens_on=date(2026, 6, 1))
    unlock = subject.unlocks.get()
    with pytest.raises(Refusal) as refused:
        disclosure.move_day(unlock=unlock, to=date(2026, 9, 1), reason="", by=editor)
    assert refused.value.field == "reason"
    disclosure.move_day(unlock=unlock, to=date(2026, 9, 1), reason="系統改版延後。", by=editor)
    disclosure.move_day(unlock=unlock, to=date(2026, 10, 1), reason="驗收未過。", by=editor)
    unlock = subject.unlocks.get()
    assert (unlock.first_on, unlock.opens_on) == (date(2026, 6, 1), date(2026, 10, 1))
    assert [move.days for move in unlock.moves.all()] == [92, 30]
    with at(date(2026, 10, 11)):
        slip = unlock.slip
        assert (slip.moved, slip.late, slip.times) == (122, 10, 2)
    assert acts(subject) == ["disclosure.not_open", "unlock.promised", "unlock.moved", "unlock.moved"]


def test_there_is_one_promise_at_a_time(close, editor):
    subject = close(opens_on=date(2026, 6, 1))
    with pytest.raises(Refusal):
        disclosure.promise_day(subject=subject, promise=Promise(opens_on=date(2026, 7, 1)), by=editor)


def test_a_promise_of_closed_data_can_be_taken_back_but_not_one_that_nothing_forbids(close, editor, office):
    closed = close(opens_on=date(2026, 6, 1))
    disclosure.drop_promise(unlock=closed.unlocks.get(), reason="法律修正，不再能開放。", by=editor)
    assert closed.unlocks.get().state == "dropped"
    free = disclosure.promise_data(
        unit=office,
        words=Words(title="路口監視器位置"),
        promise=Promise(opens_on=date(2026, 6, 1)),
        by=editor,
    )
    assert free.state == "promised"
    with pytest.raises(Refusal):
        disclosure.drop_promise(unlock=free.unlocks.get(), reason="不想開放了。", by=editor)


def test_what_was_typed_under_an_older_version_is_refused(close, editor):
    subject = close()
    disclosure.promise_day(subject=subject, promise=Promise(opens_on=date(2026, 7, 1)), by=editor)
    with pytest.raises(Refusal):
        disclosure.decide_open(subject=subject, reason="可以開放了。", by=editor, version=subject.version)


def test_closing_a_published_dataset_withdraws_its_versions_and_stops_publishing(published, close, editor):
    dataset = published("patrols")
    subject = close(dataset=dataset, words=Words(title=dataset.title))
    dataset.refresh_from_db()
    assert (subject.slug, dataset.state) == ("patrols", "withdrawn")
    assert "第18條第1項第2款" in dataset.versions.get().withdrawn_because
    with pytest.raises(Refusal, match="第18條"):
        published("patrols")
    disclosure.decide_open(subject=subject, reason="偵查已經終結。", by=editor)
    assert published("patrols").state == "published"


def test_a_promise_is_kept_by_itself_when_its_dataset_appears(published, draft_dataset, office, editor):
    dataset = draft_dataset("cameras")
    told = []
    changes.listen(listener := lambda refs, act: told.append((act, refs[0].kind)))
    try:
        subject = disclosure.promise_data(
            unit=office,
            words=Words(title="監視器"),
            promise=Promise(opens_on=date(2026, 6, 1)),
            dataset=dataset,
            by=editor,
        )
        published("cameras")
    finally:
        changes._listeners.remove(listener)
    subject.refresh_from_db()
    unlock = subject.unlocks.get()
    assert (subject.state, unlock.state, unlock.dataset) == ("open", "opened", dataset)
    assert ("unlock.opened", "dataset") in told and ("unlock.opened", "disclosure") in told


def test_a_promise_is_kept_only_by_what_is_published_and_not_closed(
    close, draft_dataset, published, office, editor
):
    free = disclosure.promise_data(
        unit=office, words=Words(title="監視器"), promise=Promise(opens_on=date(2026, 6, 1)), by=editor
    )
    with pytest.raises(Refusal):
        disclosure.keep_promise(subject=free, dataset=draft_dataset("cameras"), by=editor)
    with pytest.raises(Refusal):
        disclosure.keep_promise(subject=close(), dataset=published("cameras"), by=editor)


def test_one_dataset_has_one_page_of_decisions(draft_dataset, close):
    dataset = draft_dataset("patrols")
    close(dataset=dataset)
    with pytest.raises(Refusal) as refused:
        close(dataset=dataset)
    assert refused.value.field == "dataset"


def test_the_information_officer_hears_once_of_a_review_to_come_and_once_when_it_is_overdue(close):
    close()
    told = lambda: [(m.template, m.language) for m in Message.objects.order_by("pk")]  # noqa: E731
    disclosure.remind()
    assert told() == []
    for day, expected in (
        (NEXT_YEAR - timedelta(days=30), ["disclosure/review_soon"]),
        (NEXT_YEAR, ["disclosure/review_soon"]),
        (NEXT_YEAR + timedelta(days=1), ["disclosure/review_soon", "disclosure/review_overdue"]),
        (NEXT_YEAR + timedelta(days=90), ["disclosure/review_soon", "disclosure/review_overdue"]),
    ):
        with at(day):
            disclosure.remind()
            disclosure.remind()
        assert [template for template, _language in told()] == expected, day


def test_a_new_decision_is_reminded_of_anew(close, closing, editor):
    subject = close()
    with at(NEXT_YEAR + timedelta(days=1)):
        disclosure.remind()
        later = replace(closing, review_on=date(2028, 3, 1))
        disclosure.decide_not_open(subject=subject, closing=later, by=editor)
    with at(date(2028, 2, 28)):
        assert disclosure.remind() == 1


def test_a_promised_day_that_has_passed_is_told_once_a_day_named(close, editor):
    unlock = close(opens_on=date(2026, 6, 1)).unlocks.get()
    with at(date(2026, 6, 2)):
        assert (disclosure.remind(), disclosure.remind()) == (1, 0)
        disclosure.move_day(unlock=unlock, to=date(2026, 7, 1), reason="驗收未過。", by=editor)
        assert disclosure.remind() == 0
    with at(date(2026, 7, 2)):
        assert disclosure.remind() == 1
    assert "2026" in Message.objects.last().subject


def test_a_sweep_without_anything_due_asks_two_questions(close):
    close()
    disclosure.remind()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        disclosure.remind()
    assert len([q for q in asked if q["sql"].startswith("SELECT")]) == 2


def test_a_catalogue_entry_without_versions_is_taken_down_too(draft_dataset, close):
    dataset = draft_dataset("entry")
    publishing.Dataset.objects.filter(pk=dataset.pk).update(state="published")
    dataset.refresh_from_db()
    close(dataset=dataset)
    dataset.refresh_from_db()
    assert dataset.state == "withdrawn"
