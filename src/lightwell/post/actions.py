"""Write a message in the caller's transaction, deliver it afterwards, try again, give up, remember dead addresses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from lightwell.kernel import clock
from lightwell.kernel.ref import Ref
from lightwell.kernel.refusal import Refusal
from lightwell.post import letters, rules
from lightwell.post.carriers import Carrier, Undelivered, carrier
from lightwell.post.envelope import mail_of
from lightwell.post.models import Message, State, Suppression
from lightwell.post.rules import Fault
from lightwell.post.seal import SealBroken, seal

BATCH = 50  # messages in one job


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What ``send`` takes, for rooms that send many at once."""

    to: str
    template: str
    language: str
    key: str
    context: Mapping[str, Any] = field(default_factory=dict)
    ref: Ref | None = None
    account: Any = None
    unsubscribe_url: str = ""


def send(
    *,
    to: str,
    template: str,
    language: str,
    context: Mapping[str, Any],
    key: str,
    ref: Ref | None = None,
    account: Any = None,
    unsubscribe_url: str = "",
) -> Message:
    """Queue one mail in the caller's transaction; when that rolls back there is no mail.

    ``template`` is ``room/name`` (see ``letters``). ``key`` makes it happen once: a second call with the same key changes
    nothing and returns the first message. ``context`` holds facts and a link, never private content. A malformed address
    is a Refusal.
    """
    letter = Letter(
        to=to, template=template, language=language, key=key, context=context, ref=ref, account=account,
        unsubscribe_url=unsubscribe_url,
    )  # fmt: skip
    return send_all([letter])[0]


def send_all(letters_: Iterable[Letter]) -> list[Message]:
    """Queue many mails with one job for each fifty; returns their messages in order."""
    with transaction.atomic():
        written = [_write(letter) for letter in letters_]
        _defer([message for message, new in written if new and message.state == State.QUEUED])
    return [message for message, _new in written]


def send_written(*, to: str, subject: str, body: str, language: str, key: str) -> Message:
    """Queue a mail that a library has already written (sign-in mails)."""
    with transaction.atomic():
        fields = {"to": _address(to), "language": letters.file_language(language), "template": ""}
        message, new = _once(key, fields, subject, body)
        _defer([message] if new and message.state == State.QUEUED else [])
    return message


def _write(letter: Letter) -> tuple[Message, bool]:
    subject, body = letters.write(letter.template, letter.language, letter.context)
    fields = {
        "to": _address(letter.to),
        "template": letter.template,
        "language": letters.file_language(letter.language),
        "ref": str(letter.ref) if letter.ref else "",
        "account_number": getattr(letter.account, "pk", None),
        "unsubscribe_url": letter.unsubscribe_url,
    }
    return _once(letter.key, fields, subject, body)


def _once(key: str, fields: dict[str, Any], subject: str, body: str) -> tuple[Message, bool]:
    moment = clock.now()
    stopped = Suppression.objects.filter(address=fields["to"].lower()).first()
    fields |= {"subject": subject[:300], "created_at": moment, "next_try": moment}
    if stopped:
        fields |= {"state": State.BOUNCED, "settled_at": moment, "last_error": stopped.reason}
    else:
        fields["sealed_body"] = seal(body)
    return Message.objects.get_or_create(key=key, defaults=fields)


def _address(text: str) -> str:
    try:
        validate_email(text.strip())
    except ValidationError:
        raise Refusal(_("This is not an e-mail address. Write it like name@example.org."), field="email")
    return text.strip()


def _defer(messages: list[Message]) -> None:
    from lightwell.post.jobs import deliver_messages

    ids = [message.pk for message in messages]
    for start in range(0, len(ids), BATCH):
        deliver_messages.defer(message_ids=ids[start : start + BATCH])


def deliver(message_ids: Iterable[int]) -> int:
    """Hand over each message that is due and that no other worker is sending; returns how many went."""
    done, talk = 0, carrier()
    try:
        for message_id in message_ids:
            message = _claim(message_id)
            done += bool(message and _hand_over(message, talk))
    finally:
        talk.close()
    return done


def deliver_due(limit: int = 200) -> int:
    """Deliver what waited for its next try, or was left behind by a worker that died."""
    waiting = Message.objects.filter(state__in=[State.QUEUED, State.SENDING], next_try__lte=clock.now())
    ids = list(waiting.order_by("next_try").values_list("pk", flat=True)[:limit])
    return deliver(ids) if ids else 0


def _claim(message_id: int) -> Message | None:
    """Take one message, committed before anything is sent: a crash leaves it for another worker after the lease."""
    moment = clock.now()
    with transaction.atomic():
        message = (
            Message.objects.select_for_update(skip_locked=True)
            .filter(pk=message_id, state__in=[State.QUEUED, State.SENDING], next_try__lte=moment)
            .first()
        )
        if message is None:
            return None
        message.state, message.attempts = State.SENDING, message.attempts + 1
        message.next_try = moment + rules.LEASE
        message.save(update_fields=["state", "attempts", "next_try"])
    return message


def _hand_over(message: Message, talk: Carrier) -> bool:
    name = f"{message.created_at:%Y%m%dT%H%M%S}-{message.public_id}"
    try:
        talk.carry(name, mail_of(message))
    except Undelivered as problem:
        _settle_fault(message, problem.fault, str(problem))
        return False
    except SealBroken as problem:
        _settle_fault(message, Fault.LASTING, str(problem))
        return False
    _settle(message, State.DELIVERED, "")
    return True


def _settle_fault(message: Message, fault: Fault, why: str) -> None:
    again = rules.next_try(message.attempts, clock.now()) if fault is Fault.PASSING else None
    if again:
        message.state, message.next_try, message.last_error = State.QUEUED, again, why[:500]
        message.save(update_fields=["state", "next_try", "last_error"])
    elif fault is Fault.ADDRESS:
        bounce(message=message, why=why)
    else:
        _settle(message, State.FAILED, why)


def _settle(message: Message, state: State, why: str) -> None:
    """End a message; what was delivered or bounced loses its text, what failed keeps it for a retry by hand."""
    message.state, message.settled_at, message.last_error = state, clock.now(), why[:500]
    if state != State.FAILED:
        message.sealed_body = None
    message.save(update_fields=["state", "settled_at", "last_error", "sealed_body"])


def bounce(*, message: Message, why: str) -> None:
    """Mark a message as returned and send nothing more to its address."""
    with transaction.atomic():
        _settle(message, State.BOUNCED, why)
        suppress(address=message.to, reason=why)


def suppress(*, address: str, reason: str) -> None:
    """Send nothing more to an address; the first reason stays."""
    Suppression.objects.get_or_create(
        address=address.strip().lower(), defaults={"reason": reason[:300], "since": clock.now()}
    )


def lift(*, address: str) -> bool:
    """Let an address have mail again, as when its owner confirms it anew; returns whether it was stopped."""
    return bool(Suppression.objects.filter(address=address.strip().lower()).delete()[0])


def retry_failed(*, since: Any = None) -> int:
    """Queue failed messages once more, as after the operator mended the mail server; returns how many."""
    with transaction.atomic():
        failed = Message.objects.select_for_update().filter(state=State.FAILED, sealed_body__isnull=False)
        messages = list(failed.filter(settled_at__gte=since) if since else failed)
        Message.objects.filter(pk__in=[m.pk for m in messages]).update(
            state=State.QUEUED, attempts=0, next_try=clock.now(), settled_at=None
        )
        _defer(messages)
    return len(messages)
