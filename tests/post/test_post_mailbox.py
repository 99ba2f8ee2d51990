"""The demo's letter box, and mail that comes back."""

from __future__ import annotations

import io

import pytest
from django.core.management import call_command

from lightwell.kernel.loopback import is_loopback
from lightwell.post import actions, bounces, mailbox, seal
from lightwell.post.models import Message, State, Suppression

NOTICE = """\
From: MAILER-DAEMON@mx.example.org
To: no-reply@127.0.0.1
Subject: Undelivered Mail Returned to Sender
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

Sorry.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; chen@example.org
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 no such user

--b
Content-Type: message/rfc822

Message-ID: <{id}@127.0.0.1>
Subject: hello

text
--b--
"""


@pytest.fixture(autouse=True)
def own_home(home):
    seal._fernet.cache_clear()
    yield home
    seal._fernet.cache_clear()


@pytest.fixture
def client(client):
    """A browser on this machine."""
    client.defaults["HTTP_HOST"] = "127.0.0.1:8000"
    return client


def delivered(
    number: int = 1, body: str = "您好\n\n請看：\nhttp://127.0.0.1:8000/register/\n<b>no tag</b>"
) -> Message:
    message = actions.send_written(
        to="chen@example.org", subject=f"收件通知 {number}", body=body, language="zh-hant", key=f"k{number}"
    )
    actions.deliver([message.pk])
    return message


def notice(message: Message, action: str = "failed", status: str = "5.1.1") -> bytes:
    return NOTICE.format(id=message.public_id, action=action, status=status).encode()


@pytest.mark.django_db
def test_the_box_lists_mails_newest_first_and_pages_on(home):
    for number in range(3):
        delivered(number)
    first = mailbox.newest(2)
    assert len(first) == 2 and first[0].name > first[1].name and first[0].to == "chen@example.org"
    assert len(mailbox.newest(2, before=first[-1].name)) == 1
    (home / "mail" / "notes.eml").write_text("not ours")
    assert len(mailbox.newest(10)) == 3


@pytest.mark.django_db
def test_a_mail_is_shown_with_links_to_follow_and_without_markup_of_its_own(client, settings):
    settings.DEMO = True
    delivered()
    listed = client.get("/mail/").content.decode()
    name = mailbox.newest(1)[0].name
    assert "收件通知 1" in listed and f'href="/mail/{name}/"' in listed
    shown = client.get(f"/mail/{name}/").content.decode()
    assert 'href="http://127.0.0.1:8000/register/"' in shown and "&lt;b&gt;no tag" in shown


@pytest.mark.django_db
@pytest.mark.parametrize("extra", [{"REMOTE_ADDR": "192.0.2.7"}, {"HTTP_X_FORWARDED_FOR": "192.0.2.7"}])
def test_the_box_is_for_this_machine_only(client, settings, extra):
    settings.DEMO = True
    assert client.get("/mail/", **extra).status_code == 404


@pytest.mark.django_db
def test_there_is_no_box_outside_the_demo(client):
    assert client.get("/mail/").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["..", "20260302T100000-" + "a" * 26, "x", "..%2f..%2fkeys%2fsecret"])
def test_a_mail_that_is_not_there_is_not_found(client, settings, name):
    settings.DEMO = True
    assert client.get(f"/mail/{name}/").status_code == 404


@pytest.mark.parametrize(
    ("environ", "ours"),
    [
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "127.0.0.1:8000"}, True),
        ({"REMOTE_ADDR": "::1", "HTTP_HOST": "[::1]:8000"}, True),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "localhost"}, True),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "rebound.example.org"}, False),
        ({"REMOTE_ADDR": "10.0.0.3", "HTTP_HOST": "localhost"}, False),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "localhost", "HTTP_FORWARDED": "for=1.2.3.4"}, False),
        ({}, False),
    ],
)
def test_only_this_machine_itself_counts_as_loopback(environ, ours):
    assert is_loopback(environ) is ours


@pytest.mark.django_db
def test_a_mail_that_comes_back_stops_mail_to_its_address(monkeypatch):
    message = delivered()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(notice(message))))
    call_command("mail", "bounce", stdout=(out := io.StringIO()))
    message.refresh_from_db()
    assert (
        message.state == State.BOUNCED
        and "no such user" in message.last_error
        and message.public_id in out.getvalue()
    )
    assert Suppression.objects.get().address == "chen@example.org"
    call_command("mail", "lift", "chen@example.org", stdout=io.StringIO())
    assert not Suppression.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "content",
    [b"", b"Subject: I am away\n\nUntil Monday.", b"\xff\xfe\x00", b"Content-Type: multipart/report\n\nx"],
)
def test_other_mail_to_the_sender_changes_nothing(content):
    delivered()
    assert bounces.take(content) is None and not Suppression.objects.exists()


@pytest.mark.django_db
def test_a_delay_is_no_bounce():
    message = delivered()
    assert bounces.take(notice(message, action="delayed", status="4.4.1")) is None
    assert bounces.take(notice(message, status="4.2.2")) is None


@pytest.mark.django_db
def test_the_operator_sees_what_failed(settings):
    message = delivered()
    Message.objects.update(state=State.FAILED, last_error="no route")
    call_command("mail", "status", stdout=(out := io.StringIO()))
    assert "failed     1" in out.getvalue() and f"{message.public_id}: no route" in out.getvalue()
