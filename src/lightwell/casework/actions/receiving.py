"""Receipt: a matter gets its number, its unit and its clock, exactly once however often it is sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import Func, TextField, Value
from django.utils.translation import gettext as _

from lightwell.casework import contact, letters, timing
from lightwell.casework.handling import write
from lightwell.casework.kinds import Kind, Visibility, kind_of
from lightwell.casework.models import Channel, Display, Matter, Policy
from lightwell.casework.numbers import next_number
from lightwell.casework.policies import policy_for
from lightwell.files.public import StoredFile
from lightwell.kernel import clock, folding
from lightwell.kernel.ref import Ref
from lightwell.kernel.refusal import Refusal
from lightwell.people import public as people

LONGEST_TITLE, LONGEST_BODY = 200, 20_000
RANDOM_TRIES = 3


@dataclass(frozen=True)
class Arrival:
    """What came, checked and in one spelling; see ``receive`` for the fields."""

    kind: Kind
    title: str
    body: str
    channel: str
    unit: people.Unit
    visibility: str
    person: people.Account | None
    contact_email: str
    display: str
    display_name: str
    topic: Ref | None
    language: str
    source: StoredFile | None
    source_line: int | None
    received_at: datetime
    idempotency_key: str | None
    policy: Policy | None = None
    receipt: bool = True


def receive(
    *,
    kind: str | Kind,
    title: str,
    body: str,
    channel: str,
    unit: people.Unit,
    by: people.Account | None,
    visibility: str | None = None,
    person: people.Account | None = None,
    contact_email: str = "",
    display: str = "count",
    display_name: str = "",
    topic: Ref | None = None,
    language: str = "zh-hant",
    source: StoredFile | None = None,
    source_line: int | None = None,
    received_at: datetime | None = None,
    idempotency_key: str = "",
    policy: Policy | None = None,
    receipt: bool = True,
) -> Matter:
    """Take in one matter and return it with its number; the same ``idempotency_key`` always gives the same matter.

    Over the web anybody may; through another channel only staff of the unit (``casework.receive``) or the house itself
    (``by`` None). ``received_at`` may lie in the past, as for a sheet typed in later: the clock starts there. ``policy`` is
    the one that was promised earlier, where that is not the policy of the day; without ``receipt`` the caller writes the
    letter. Refusals name the field.
    """
    earlier = by_key(idempotency_key)
    if earlier is not None:
        return earlier
    if channel != Channel.WEB and by is not None:
        people.require(by, "casework.receive", unit=unit)
    arrival = _checked(
        kind_of(kind) if isinstance(kind, str) else kind, title, body, channel, unit, visibility, person, contact_email,
        display, display_name, topic, language, source, source_line, received_at, idempotency_key, policy, receipt,
    )  # fmt: skip
    for _attempt in range(RANDOM_TRIES):
        try:
            with transaction.atomic():
                return _enter(arrival, by)
        except IntegrityError:  # the same key came at the same moment, or a random number was drawn twice
            earlier = by_key(idempotency_key)
            if earlier is not None:
                return earlier
    raise Refusal(_("The matter could not be numbered. Send it again."))


def by_key(idempotency_key: str) -> Matter | None:
    """Return the matter that was received with a key."""
    return Matter.objects.filter(idempotency_key=idempotency_key).first() if idempotency_key else None


def _enter(arrival: Arrival, by: people.Account | None) -> Matter:
    moment, kind = clock.now(), arrival.kind
    received = clock.local(arrival.received_at).date()
    matter = Matter(
        kind=kind.name,
        title=arrival.title,
        body=arrival.body,
        language=arrival.language,
        channel=arrival.channel,
        visibility=arrival.visibility,
        topic=str(arrival.topic or ""),
        unit=arrival.unit,
        person=arrival.person,
        display=arrival.display,
        sealed_contact=contact.seal(arrival.contact_email) if arrival.contact_email else None,
        state=kind.initial.code,
        phase=kind.initial.phase,
        policy=arrival.policy or policy_for(kind, received),
        received_at=arrival.received_at,
        entered_at=moment,
        changed_at=moment,
        source=arrival.source,
        source_line=arrival.source_line,
        idempotency_key=arrival.idempotency_key,
    )
    timing.set_due(matter, people.work_calendar(arrival.unit), clock.today())
    make_findable(matter)
    matter.number = next_number(kind, received)
    matter.token_digest = contact.digest_of(contact.secret_of(matter.number))
    matter.display_name = _shown_name(arrival, matter)
    matter.save(force_insert=True)
    facts = {
        "kind": kind.name,
        "state": matter.state,
        "channel": matter.channel,
        "due": matter.due_on.isoformat(),
    }
    write(
        matter,
        "matter.received",
        by=by,
        office=f"{arrival.unit.slug}/register" if by is None or arrival.channel == Channel.WEB else "",
        facts={**facts, "received": received.isoformat()},
        content={"title": matter.title, "text": matter.body},
    )
    if arrival.receipt:
        letters.receipt(matter)
    return matter


def make_findable(matter: Matter) -> None:
    """Set the columns that search reads from title and text."""
    matter.folded = "" if matter.hidden else folding.fold(f"{matter.title} {matter.body}")
    matter.pairs = as_vector(folding.pairs(matter.folded))


def as_vector(terms: list[str]) -> Func:
    """Return the SQL that stores terms as they are, without a dictionary that would change them."""
    return Func(Value(terms, ArrayField(TextField())), function="array_to_tsvector")


def _shown_name(arrival: Arrival, matter: Matter) -> str:
    if arrival.display == Display.COUNT:
        return ""
    if arrival.person is not None and not arrival.display_name:
        return people.display_name(arrival.person, arrival.topic or matter.ref, arrival.display)
    return arrival.display_name


def _checked(
    kind: Kind,
    title: str,
    body: str,
    channel: str,
    unit: people.Unit,
    visibility: str | None,
    person: people.Account | None,
    contact_email: str,
    display: str,
    display_name: str,
    topic: Ref | None,
    language: str,
    source: StoredFile | None,
    source_line: int | None,
    received_at: datetime | None,
    idempotency_key: str,
    policy: Policy | None,
    receipt: bool,
) -> Arrival:
    return Arrival(
        kind=kind,
        title=_text(title, "title", LONGEST_TITLE),
        body=_text(body, "body", LONGEST_BODY),
        channel=_one_of(channel, Channel.values, "channel"),
        unit=_active(unit),
        visibility=_one_of(visibility or kind.default_visibility, kind.visibilities, "visibility"),
        person=person,
        contact_email=_address(contact_email),
        display=_display(kind, display, visibility or kind.default_visibility),
        display_name=display_name.replace("\x00", "").strip()[:80],
        topic=topic,
        language="en" if language.startswith("en") else "zh-hant",
        source=source,
        source_line=source_line,
        received_at=_moment(received_at),
        idempotency_key=idempotency_key[:100] or None,
        policy=policy,
        receipt=receipt,
    )


def _text(text: str, field: str, longest: int) -> str:
    clean = text.replace("\x00", "").replace("\r\n", "\n").strip()
    clean = " ".join(clean.split()) if field == "title" else clean
    if not clean:
        raise Refusal(
            _("Write what it is about.") if field == "title" else _("Write your text."), field=field
        )
    if len(clean) > longest:
        message = _("Write at most %(n)d characters; these are %(have)d.") % {
            "n": longest,
            "have": len(clean),
        }
        raise Refusal(message, field=field)
    return clean


def _one_of(value: str, known: object, field: str) -> str:
    if value not in known:  # type: ignore[operator]
        raise Refusal(_("Choose one of the choices given."), field=field)
    return str(value)


def _display(kind: Kind, display: str, visibility: str) -> str:
    if display == Display.NAME and visibility == Visibility.PSEUDONYMOUS:
        raise Refusal(
            _("Under a pseudonym the name is not shown. Choose another way to appear."), field="display"
        )
    return _one_of(display, kind.displays, "display")


def _active(unit: people.Unit) -> people.Unit:
    if not unit.active:
        raise Refusal(
            _("This unit has been closed. Write to the unit that took over its work."), field="unit"
        )
    return unit


def _address(text: str) -> str:
    if not text.strip():
        return ""
    try:
        validate_email(text.strip())
    except ValidationError:
        raise Refusal(
            _("This is not an e-mail address. Write it like name@example.org."), field="contact_email"
        )
    return text.strip()


def _moment(received_at: datetime | None) -> datetime:
    moment = received_at or clock.now()
    if moment > clock.now():
        raise Refusal(_("The day of receipt cannot lie in the future."), field="received_at")
    return moment
