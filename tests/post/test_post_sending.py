"""Mail is written with what it tells of, delivered after it, and never twice."""

from __future__ import annotations

import email
import email.policy
from datetime import timedelta

import pytest
from django.core.mail import EmailMessage
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from lightwell.kernel import clock
from lightwell.kernel.ref import Ref
from lightwell.kernel.refusal import Refusal
from lightwell.post import actions, letters, seal
from lightwell.post import public as post
from lightwell.post.django_backend import Backend
from lightwell.post.models import Message, State, Suppression
from lightwell.post.rules import LEASE, PAUSES
from post import smtp_server

pytestmark = pytest.mark.django_db
MATTER = Ref("matter", "OP-115-000123")
LINK = "http://127.0.0.1:8000/m/secret-token"


@pytest.fixture(autouse=True)
def own_home(home, tmp_path, monkeypatch):
    """A home of our own, and a room of one letter in two languages."""
    folder = tmp_path / "templates" / "lamps" / "mail"
    folder.mkdir(parents=True)
    (folder / "receipt.zh-hant.txt").write_text(
        "收到您的意見 {{ number }}\n\n查看進度：{{ link }}\n{{ site_name }}\n", "utf-8"
    )
    (folder / "receipt.en.txt").write_text(
        "We have your opinion {{ number }}\n\nFollow it: {{ link }}\n", "utf-8"
    )
    monkeypatch.setattr(letters, "get_app_template_dirs", lambda _: [tmp_path / "templates"])
    letters._environment.cache_clear()
    seal._fernet.cache_clear()
    yield home
    letters._environment.cache_clear()
    seal._fernet.cache_clear()


def send(key: str = "k1", **more) -> Message:
    given = {"to": "chen@example.org", "template": "lamps/receipt", "language": "zh-hant", "ref": MATTER}
    return post.send(**{**given, "context": {"number": "OP-115-000123", "link": LINK}, "key": key, **more})


def deliver() -> None:
    actions.deliver(Message.objects.values_list("pk", flat=True))


def eml(home) -> list[email.message.EmailMessage]:
    return [
        email.message_from_bytes(p.read_bytes(), policy=email.policy.default)
        for p in sorted((home / "mail").glob("*.eml"))
    ]


def test_a_mail_lands_in_the_folder_in_its_readers_language(home):
    send()
    send(key="k2", language="en")
    deliver()
    zh, en = sorted(eml(home), key=lambda mail: mail["Content-Language"], reverse=True)
    assert (
        zh["Subject"] == "收到您的意見 OP-115-000123"
        and LINK in zh.get_content()
        and "天井" in zh.get_content()
    )
    assert en["Subject"] == "We have your opinion OP-115-000123" and en["To"] == "chen@example.org"
    assert en["Auto-Submitted"] == "auto-generated" and en["Message-ID"].endswith("@127.0.0.1>")


def test_a_mail_and_its_job_go_with_the_transaction_that_wrote_them():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        send()
        assert ProcrastinateJob.objects.filter(task_name="post.deliver").count() == 1
        raise ZeroDivisionError
    assert not Message.objects.exists() and not ProcrastinateJob.objects.exists()


def test_the_same_key_is_the_same_mail(home):
    assert send().pk == send(language="en").pk
    deliver()
    assert len(eml(home)) == 1 and ProcrastinateJob.objects.count() == 1


def test_many_letters_share_a_job():
    many = [
        post.Letter(
            to=f"p{n}@example.org",
            template="lamps/receipt",
            language="en",
            key=f"n{n}",
            context={"number": str(n), "link": LINK},
        )
        for n in range(120)
    ]
    assert len(post.send_all(many)) == 120
    assert ProcrastinateJob.objects.count() == 3


def test_a_waiting_text_is_not_readable_in_the_database_and_a_delivered_one_is_not_there():
    message = send()
    assert b"secret-token" not in bytes(message.sealed_body)
    deliver()
    message.refresh_from_db()
    assert message.state == State.DELIVERED and message.sealed_body is None and message.settled_at


def test_delivering_again_changes_nothing(home):
    send()
    deliver()
    deliver()
    assert len(eml(home)) == 1 and Message.objects.get().attempts == 1


def test_content_is_not_put_into_a_mail():
    with pytest.raises(ValueError, match="is content"):
        send(context={"number": "1", "link": "x" * 500})


def test_a_template_that_misses_a_value_fails_where_it_is_sent():
    with pytest.raises(Exception, match="link"):
        send(context={"number": "1"})


@pytest.mark.parametrize("address", ["", "no address", "a@b", "x@example.org\nBcc: y@example.org"])
def test_a_malformed_address_is_a_refusal(address):
    with pytest.raises(Refusal) as refused:
        send(to=address)
    assert refused.value.field == "email" and not Message.objects.exists()


def test_the_states_of_a_things_mail_can_be_asked_for():
    send()
    send(key="other", ref=Ref("matter", "OP-115-000999"))
    assert [m.state for m in post.messages_for(MATTER)] == [State.QUEUED]


# -- failures -------------------------------------------------------------------------------------------------------


@pytest.fixture
def mailbox(settings):
    box = smtp_server.Mailbox()
    server = smtp_server.serve(box)
    settings.MAIL = f"smtp://127.0.0.1:{box.port}"
    yield box
    server.shutdown()
    server.server_close()


def test_a_mail_goes_out_by_smtp(mailbox):
    send(language="en", unsubscribe_url="http://127.0.0.1:8000/follow/stop/token")
    deliver()
    assert Message.objects.get().state == State.DELIVERED
    mail = email.message_from_string(mailbox.mails[0], policy=email.policy.default)
    assert (
        mail["Subject"].startswith("We have")
        and mail["List-Unsubscribe"] == "<http://127.0.0.1:8000/follow/stop/token>"
    )
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


@pytest.mark.parametrize(
    ("word", "reply"), [("RCPT", "451 busy"), ("MAIL", "421 later"), ("END", "452 full"), ("EHLO", "drop")]
)
def test_a_passing_fault_is_tried_again_later_and_then_works(mailbox, frozen_clock, word, reply):
    mailbox.replies = {word: [reply], "HELO": ["421 no"]}
    message = send()
    deliver()
    message.refresh_from_db()
    assert (
        message.state == State.QUEUED and message.next_try == frozen_clock + PAUSES[0] and message.last_error
    )
    assert actions.deliver_due() == 0, "not before its time"
    with clock.at(frozen_clock + PAUSES[0]):
        assert actions.deliver_due() == 1
    message.refresh_from_db()
    assert message.state == State.DELIVERED and message.attempts == 2


def test_a_server_that_never_answers_fails_in_the_end_and_can_be_tried_again_by_hand(settings, frozen_clock):
    settings.MAIL = "smtp://127.0.0.1:9"
    message, now = send(), frozen_clock
    for _ in range(len(PAUSES) + 1):
        with clock.at(now):
            actions.deliver_due()
        now += timedelta(days=2)
    message.refresh_from_db()
    assert message.state == State.FAILED and message.attempts == len(PAUSES) + 1
    settings.MAIL = "folder"
    with clock.at(now):
        assert actions.retry_failed() == 1
        deliver()
    message.refresh_from_db()
    assert message.state == State.DELIVERED


def test_an_address_that_does_not_exist_gets_nothing_more(mailbox):
    mailbox.replies = {"RCPT": ["550 5.1.1 no such user"]}
    send()
    deliver()
    assert Message.objects.get().state == State.BOUNCED
    second = send(key="k2", to="Chen@Example.org")
    assert second.state == State.BOUNCED and second.sealed_body is None
    assert post.lift(address="chen@example.org") and send(key="k3").state == State.QUEUED


def test_a_mail_that_is_refused_for_good_does_not_condemn_its_address(mailbox):
    mailbox.replies = {"END": ["554 looks like spam"]}
    send()
    deliver()
    assert Message.objects.get().state == State.FAILED and not Suppression.objects.exists()


def test_one_bad_mail_does_not_stop_the_others_of_its_batch(mailbox):
    mailbox.replies = {"RCPT": ["550 no such user"]}
    send()
    send(key="k2", to="lin@example.org")
    deliver()
    assert sorted(Message.objects.values_list("state", flat=True)) == [State.BOUNCED, State.DELIVERED]


def test_a_worker_that_died_while_sending_is_followed_by_another(frozen_clock, home):
    message = send()
    assert actions._claim(message.pk)
    assert actions.deliver_due() == 0, "another worker may still be at it"
    with clock.at(frozen_clock + LEASE):
        assert actions.deliver_due() == 1
    assert len(eml(home)) == 1


def test_a_folder_that_cannot_be_written_keeps_the_mail(home):
    (home / "mail").write_text("in the way")
    send()
    deliver()
    message = Message.objects.get()
    assert message.state == State.QUEUED and str(home / "mail") in message.last_error


def test_a_text_sealed_with_a_lost_key_fails_with_the_reason(home):
    send()
    (home / "keys" / "post.key").unlink()
    seal._fernet.cache_clear()
    deliver()
    assert Message.objects.get().state == State.FAILED and "post.key" in Message.objects.get().last_error


def test_a_library_mail_goes_the_same_way(home):
    Backend().send_messages([EmailMessage("Confirm\nyour address", "Open this link.", to=["wu@example.org"])])
    assert ProcrastinateJob.objects.count() == 1
    deliver()
    assert eml(home)[0]["Subject"] == "Confirm your address" and eml(home)[0]["To"] == "wu@example.org"
