"""Followers hear of official acts once each, in their language, in one letter, and of nothing private."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction

from bridges.lamps import Lamps, act, lamps_known, touched
from builders import make_account, make_citizen, make_officer, make_unit
from casework.conftest import WHISPER
from lightwell.bridges.changes import public as changes_of
from lightwell.bridges.following import actions, alerts, letters, sealing
from lightwell.bridges.following.models import Alert, Follow, Follower
from lightwell.casework import public as casework
from lightwell.kernel import clock
from lightwell.kernel.ref import Ref
from lightwell.kernel.refusal import Refusal
from lightwell.people import public as people
from lightwell.post import public as post
from lightwell.post.envelope import mail_of
from lightwell.post.models import Suppression

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=clock.TAIPEI)


@pytest.fixture
def lamps(home) -> Iterator[Lamps]:
    with lamps_known() as known, clock.at(MONDAY):
        yield known


def sent(template: str = "following/news") -> list[tuple[str, str, str]]:
    rows = post.Message.objects.filter(template=template).order_by("pk")
    return [(message.to, message.subject, str(mail_of(message).body)) for message in rows]


def follower(ref: Ref, email: str = "", **how: str) -> people.Account:
    language = how.pop("language", "zh-hant")
    account = make_citizen(email, language=language)
    actions.follow(ref=ref, by=account, **how)
    return account


def readers(count: int) -> list[Follower]:
    """Followers by address."""
    addresses = [f"reader{number}@example.org" for number in range(count)]
    rows = [Follower(mark=sealing.mark_of(a), sealed_address=sealing.seal(a)) for a in addresses]
    return Follower.objects.bulk_create(rows)


def test_a_follower_gets_one_letter_with_what_happened_and_a_link(lamps):
    ref = lamps.light("one")
    follower(ref, "reader@example.org")
    act(ref, "topic.published")
    act(ref, "topic.concluded")
    alerts.run()
    ((to, subject, body),) = sent()
    assert to == "reader@example.org" and subject == "【通知】主題結案：燈 one"
    assert body.count("\n- ") == 2 and body.rindex("主題結案") > body.index("\n- ")
    assert "/lamps/one/" in body and "/follows/stop/" in body


def test_a_letter_is_in_the_language_of_its_reader(lamps):
    ref = lamps.light("one")
    follower(ref, language="en")
    act(ref, "topic.concluded")
    alerts.run()
    ((_to, subject, body),) = sent()
    assert subject == "Topic concluded: Lamp one" and "/en/follows/stop/" in body


def test_running_again_tells_nothing_twice(lamps):
    ref = lamps.light("one")
    follower(ref)
    act(ref)
    assert [alerts.run() for _time in range(3)] == [1, 0, 0]
    with clock.at(MONDAY + timedelta(hours=1)):
        assert alerts.run() == 0
    assert len(sent()) == 1 and not Alert.objects.exists()


def test_a_place_that_was_lost_does_not_write_the_same_letter_again(lamps):
    """The same changes noted once more, as after a restored backup of the reader's place, meet the key of the alert."""
    ref = lamps.light("one")
    follower(ref)
    act(ref)
    changed, _cursor = changes_of.read(changes_of.Cursor())
    alerts.note(changed)
    alerts.note(changed)
    assert Alert.objects.count() == 1
    alerts.run()
    assert len(sent()) == 1


def test_a_letter_that_cannot_be_written_leaves_everything_waiting(lamps, monkeypatch):
    ref = lamps.light("one")
    follower(ref)
    act(ref)

    def broken(*_args: object) -> None:
        raise RuntimeError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(letters, "news", broken)
        with pytest.raises(RuntimeError), transaction.atomic():
            alerts.run()
    assert sent() == []
    alerts.run()
    assert len(sent()) == 1


def test_what_is_no_official_act_is_no_news(lamps):
    ref = lamps.light("one")
    follower(ref)
    touched(ref)
    assert alerts.run() == 0 and sent() == []


def test_nobody_hears_of_what_happened_before_they_followed(lamps):
    ref = lamps.light("one")
    with clock.at(MONDAY - timedelta(hours=1)):
        act(ref)
    follower(ref)
    alerts.run()
    assert sent() == []


def test_after_a_letter_what_happens_next_waits_and_goes_together(lamps):
    one, two = lamps.light("one"), lamps.light("two")
    account = follower(one)
    actions.follow(ref=two, by=account)
    act(one)
    alerts.run()
    with clock.at(MONDAY + timedelta(minutes=2)):
        act(one)
        act(two, "topic.concluded")
        assert alerts.run() == 0
    with clock.at(MONDAY + timedelta(minutes=11)):
        assert alerts.run() == 1
    assert len(sent()) == 2
    _to, subject, body = sent()[1]
    assert "2" in subject and "/lamps/one/" in body and "/lamps/two/" in body and "/follows/stop-all/" in body


def test_a_digest_comes_at_eight_and_holds_the_day(lamps):
    one, two = lamps.light("one"), lamps.light("two")
    account = follower(one, often="daily")
    actions.follow(ref=two, often="daily", by=account)
    act(one)
    act(two)
    assert alerts.run() == 0
    with clock.at(datetime(2026, 3, 3, 7, 59, tzinfo=clock.TAIPEI)):
        assert alerts.run() == 0
    with clock.at(datetime(2026, 3, 3, 8, 0, tzinfo=clock.TAIPEI)):
        assert alerts.run() == 1
    assert len(sent()) == 1


def test_a_choice_of_how_often_holds_for_what_is_waiting(lamps):
    ref = lamps.light("one")
    account = follower(ref, often="daily")
    act(ref)
    alerts.run()
    actions.follow(ref=ref, often="now", by=account)
    assert alerts.run() == 1


def test_a_follower_of_a_unit_hears_of_its_things_once_even_following_both(lamps):
    with clock.at(MONDAY - timedelta(hours=1)):
        make_unit("transport", name="交通局")
    ref = lamps.light("one", unit="transport")
    lamps.light("other", unit="parks")
    account = follower(ref)
    actions.follow(ref=Ref("unit", "transport"), by=account)
    unit_follow = Follow.objects.get(kind="unit")
    act(ref)
    act(Ref("lamp", "other"))
    alerts.run()
    ((_to, _subject, body),) = sent()
    assert "/lamps/one/" in body and "/lamps/other/" not in body
    actions.stop(follow=Follow.objects.exclude(pk=unit_follow.pk).get())
    with clock.at(MONDAY + timedelta(hours=1)):
        act(ref)
        alerts.run()
    assert len(sent()) == 2


def test_who_follows_a_unit_hears_what_came_of_things_and_not_each_step(lamps):
    with clock.at(MONDAY - timedelta(hours=1)):
        make_unit("transport", name="交通局")
    ref = lamps.light("one", unit="transport")
    follower(Ref("unit", "transport"), "watcher@example.org")
    follower(ref, "reader@example.org")
    act(ref, "matter.assigned")
    alerts.run()
    assert [to for to, _subject, _body in sent()] == ["reader@example.org"]
    act(ref, "response.published")
    with clock.at(MONDAY + timedelta(hours=1)):
        alerts.run()
    assert sorted(to for to, _subject, _body in sent()) == ["reader@example.org"] * 2 + [
        "watcher@example.org"
    ]


def test_who_follows_a_topic_hears_of_the_answers_to_opinions_on_it(lamps):
    topic = lamps.light("topic")
    with clock.at(MONDAY - timedelta(hours=1)):
        office = make_unit("transport", name="交通局")
    follower(topic, "reader@example.org")
    matter = casework.receive(
        kind="opinion", title="末班車", body="末班車再晚一點。", channel="web", unit=office, topic=topic, by=None
    )  # fmt: skip
    officer = make_officer(office)
    matter = casework.move(matter=matter, to="accepted", by=officer)
    alerts.run()
    assert sent() == []
    casework.respond(matter=matter, text="會晚一點。", by=officer)
    alerts.run()
    ((to, subject, body),) = sent()
    assert to == "reader@example.org" and "末班車" in subject and f"/register/{matter.number}/" in body


def test_what_became_private_before_the_letter_is_not_told(lamps):
    one = lamps.light("one", title="秘密的燈")
    follower(one, often="daily")
    act(one)
    alerts.run()
    lamps.put_out("one")
    with clock.at(MONDAY + timedelta(days=1)):
        alerts.run()
    assert sent() == [] and not Alert.objects.exists()


def test_a_follow_of_what_is_gone_ends_with_a_note_that_does_not_name_it(lamps):
    ref = lamps.light("one", title="秘密的燈")
    follower(ref, "reader@example.org")
    lamps.put_out("one")
    act(ref, "topic.changed")
    alerts.run()
    act(ref, "topic.changed")
    alerts.run()
    ((to, subject, body),) = sent("following/gone")
    assert to == "reader@example.org" and "one" in subject and "秘密" not in subject + body
    assert sent() == [] and Follow.objects.get().ended_at is not None


def test_a_kind_that_no_room_shows_just_now_ends_no_follow(home):
    with clock.at(MONDAY):
        with lamps_known() as lamps:
            ref = lamps.light("one")
            follower(ref)
        act(ref)
        alerts.run()
    assert Follow.objects.get().ended_at is None


def test_a_reader_who_left_the_account_or_whose_mail_came_back_gets_nothing(lamps):
    ref = lamps.light("one")
    left, returned = follower(ref, "left@example.org"), follower(ref, "returned@example.org")
    people.Account.objects.filter(pk=left.pk).update(is_active=False)
    post.suppress(address=returned.email, reason="no such address")
    act(ref)
    alerts.run()
    assert {m.to: m.state for m in post.Message.objects.filter(template="following/news")} == {
        "returned@example.org": "bounced"
    }
    assert Suppression.objects.count() == 1


def test_the_letter_can_be_stopped_by_the_mail_program(lamps):
    ref = lamps.light("one")
    follower(ref)
    act(ref)
    alerts.run()
    mail = mail_of(post.Message.objects.get(template="following/news")).message()
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "/follows/stop/" in mail["List-Unsubscribe"]


def test_many_followers_cost_a_fixed_number_of_queries_for_what_changed(lamps, django_assert_max_num_queries):
    ref = lamps.light("one")
    rows = readers(20)
    Follow.objects.bulk_create(
        Follow(follower=row, kind="lamp", target="one", confirmed_at=clock.now()) for row in rows
    )
    act(ref)
    lamps.asked = 0
    changed, _cursor = changes_of.read(changes_of.Cursor())
    with django_assert_max_num_queries(6):
        alerts.note(changed)
    assert lamps.asked == 1 and Alert.objects.count() == 20
    alerts.dispatch()
    assert len(sent()) == 20


def test_a_private_matter_tells_no_follower_of_its_unit(lamps):
    casework.register_kind(WHISPER)
    try:
        with clock.at(MONDAY - timedelta(hours=1)):
            office, citizen = make_unit("transport", name="交通局"), make_citizen()
        follower(Ref("unit", "transport"), "watcher@example.org")
        matter = casework.receive(
            kind="whisper", title="私事", body="不公開的內容在這裡。", channel="web", unit=office, by=citizen, person=citizen
        )  # fmt: skip
        assert matter.ref not in {change.ref for change in changes_of.read(changes_of.Cursor())[0]}
        alerts.run()
        assert sent() == []
    finally:
        casework.forget_kind(WHISPER.name)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_write_each_follower_one_letter(home):
    with lamps_known() as lamps:
        ref = lamps.light("one")
        rows = readers(30)
        confirmed = clock.now()
        Follow.objects.bulk_create(
            Follow(follower=row, kind="lamp", target="one", confirmed_at=confirmed) for row in rows
        )
        act(ref)
        start = threading.Barrier(4)

        def work() -> None:
            start.wait()
            while changes_of.take(alerts.READER, alerts.note):
                pass
            for _turn in range(12):
                alerts.dispatch(limit=5)
            connection.close()

        workers = [threading.Thread(target=work) for _n in range(4)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        alerts.run()
    addresses = [to for to, _subject, _body in sent()]
    assert len(addresses) == len(set(addresses)) == 30 and not Alert.objects.exists()


def test_somebody_without_a_confirmed_address_cannot_follow_at_once(lamps):
    ref = lamps.light("one")
    with pytest.raises(Refusal):
        actions.follow(ref=ref, by=make_account(assurance=people.Assurance.ANONYMOUS))
    assert not Follow.objects.exists()
