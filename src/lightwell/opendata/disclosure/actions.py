"""Decide what stays closed and by which law, promise a day, move it, keep it: the only writers of this room."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from lightwell.kernel import changes, clock
from lightwell.kernel.refusal import Refusal
from lightwell.opendata.disclosure import checks
from lightwell.opendata.disclosure.models import Decision, Move, State, Subject, Unlock, Verdict
from lightwell.opendata.publishing import public as publishing
from lightwell.opendata.publishing.public import Dataset
from lightwell.people import public as people
from lightwell.record import public as record

PUBLISH = "data.publish"
OpenedHook = Callable[[Subject, Dataset, Any], None]
_when_opened: list[OpenedHook] = []


def on_opened(hook: OpenedHook) -> None:
    """Let ``hook(subject, dataset, by)`` act in the transaction in which promised data became available; twice counts once."""
    if hook not in _when_opened:
        _when_opened.append(hook)


@dataclass(frozen=True, kw_only=True)
class Words:
    """What a body of data is called and what it is; ``slug`` "" makes one."""

    title: str
    title_en: str = ""
    description: str = ""
    description_en: str = ""
    slug: str = ""


@dataclass(frozen=True, kw_only=True)
class Closing:
    """By which article, why, and when it is looked at again. ``written``: law and article, where ``ground`` is ``other``."""

    ground: str
    reason: str
    review_on: date
    reason_en: str = ""
    written: str = ""


@dataclass(frozen=True, kw_only=True)
class Promise:
    """The day on which it opens, and what it waits for until then."""

    opens_on: date
    waits_for: str = ""
    waits_for_en: str = ""


@transaction.atomic
def close_data(
    *,
    unit: people.Unit,
    words: Words,
    closing: Closing,
    by: Any,
    dataset: Dataset | None = None,
    promise: Promise | None = None,
    under: str = PUBLISH,
) -> Subject:
    """Say of data that it is not open: a public page from now on. Versions of ``dataset`` that were public are withdrawn.

    ``under`` is the permission that ``by`` must hold for the unit. Refusal names the field.
    """
    subject = _begin(unit, words, dataset, by, under, State.CLOSED, closing.review_on)
    decide_not_open(subject=subject, closing=closing, by=by, under=under)
    if promise is not None:
        promise_day(subject=subject, promise=promise, by=by, under=under)
    return _fresh(subject)


@transaction.atomic
def promise_data(
    *,
    unit: people.Unit,
    words: Words,
    promise: Promise,
    by: Any,
    dataset: Dataset | None = None,
    under: str = PUBLISH,
) -> Subject:
    """Say of data that nothing forbids it and that it opens on a day."""
    subject = _begin(unit, words, dataset, by, under, State.PROMISED, None)
    promise_day(subject=subject, promise=promise, by=by, under=under)
    return _fresh(subject)


@transaction.atomic
def decide_not_open(
    *, subject: Subject, closing: Closing, by: Any, under: str = PUBLISH, version: int | None = None
) -> Decision:
    """Decide, or decide again at a review, that data stays closed; the earlier decision stays to be read."""
    subject = _take(subject, by, under, version)
    closing = checks.checked(closing)
    decision = _decide(subject, Verdict.NOT_OPEN, by, under, closing)
    subject.state, subject.current, subject.review_on, subject.reminded = (
        State.CLOSED,
        decision,
        closing.review_on,
        "",
    )
    _keep(subject)
    _withdraw_versions(subject, decision, by)
    return decision


@transaction.atomic
def decide_open(
    *,
    subject: Subject,
    reason: str,
    by: Any,
    reason_en: str = "",
    under: str = PUBLISH,
    version: int | None = None,
) -> Decision:
    """Decide that nothing closes the data any more. It opens on the day that is promised, else as soon as it is published."""
    subject = _take(subject, by, under, version)
    if not subject.closed:
        raise Refusal(_("This is not closed, so it need not be opened. Load the page again."))
    decision = _decide(subject, Verdict.OPEN, by, under, None, checks.reason(reason), reason_en.strip())
    subject.current, subject.review_on, subject.reminded = decision, None, ""
    subject.state = State.PROMISED if _planned(subject) else State.OPEN
    _keep(subject)
    return decision


@transaction.atomic
def promise_day(
    *, subject: Subject, promise: Promise, by: Any, under: str = PUBLISH, version: int | None = None
) -> Unlock:
    """Name the day on which data opens; one promise at a time."""
    subject = _take(subject, by, under, version)
    checks.promised_day(promise.opens_on)
    if _planned(subject) is not None:
        raise Refusal(_("A day is promised already. Change that day, and say why."), field="opens_on")
    handle = _enter(subject, "unlock.promised", by, under, {"opens": promise.opens_on.isoformat()})
    unlock = Unlock.objects.create(
        subject=subject, unit=subject.unit, first_on=promise.opens_on, opens_on=promise.opens_on,
        waits_for=promise.waits_for.strip(), waits_for_en=promise.waits_for_en.strip(), promised_at=clock.now(),
        act_id=handle.id,
    )  # fmt: skip
    if not subject.closed:
        subject.state = State.PROMISED
    _keep(subject)
    return unlock


@transaction.atomic
def move_day(
    *,
    unlock: Unlock,
    to: date,
    reason: str,
    by: Any,
    reason_en: str = "",
    under: str = PUBLISH,
    version: int | None = None,
) -> Move:
    """Move a promised day, with a reason that the public reads; the old day stays beside it for good."""
    subject = _take(unlock.subject, by, under, version)
    unlock = _planned_one(unlock)
    checks.promised_day(to, unlock.opens_on)
    reason = checks.reason(reason)
    before = unlock.opens_on
    facts: dict[str, str | int] = {
        "from": before.isoformat(),
        "to": to.isoformat(),
        "days": (to - before).days,
    }
    handle = _enter(subject, "unlock.moved", by, under, facts, {"reason": reason})
    unlock.opens_on = to
    unlock.save(update_fields=["opens_on"])
    _keep(subject)
    return Move.objects.create(
        unlock=unlock, from_day=before, to_day=to, reason=reason, reason_en=reason_en.strip(), at=clock.now(), by=by,
        office=people.office_of(by, subject.unit, under), act_id=handle.id,
    )  # fmt: skip


@transaction.atomic
def drop_promise(
    *, unlock: Unlock, reason: str, by: Any, under: str = PUBLISH, version: int | None = None
) -> Unlock:
    """Take a promise back, with a reason that the public reads; it stays on the page as no longer promised."""
    subject = _take(unlock.subject, by, under, version)
    unlock = _planned_one(unlock)
    if not subject.closed:
        raise Refusal(
            _(
                "Nothing forbids this data, so its promise cannot be dropped. Move the day, or decide that it is not open."
            )
        )
    reason = checks.reason(reason)
    _enter(subject, "unlock.dropped", by, under, {"was": unlock.opens_on.isoformat()}, {"reason": reason})
    unlock.state, unlock.ended_at, unlock.ended_because = Unlock.State.DROPPED, clock.now(), reason
    unlock.save(update_fields=["state", "ended_at", "ended_because"])
    _keep(subject)
    return unlock


@transaction.atomic
def keep_promise(
    *, subject: Subject, dataset: Dataset, by: Any, under: str = PUBLISH, version: int | None = None
) -> Subject:
    """Say that the data is there now, as a published dataset; whoever asked for it hears of it."""
    subject = _take(subject, by, under, version)
    if subject.closed:
        raise Refusal(_("This is decided to be not open. Decide first that it is open."), field="dataset")
    if not dataset.is_public:
        raise Refusal(_("Choose a dataset that is published."), field="dataset")
    _enter(subject, "unlock.opened", by, under, {"dataset": dataset.slug})
    changes.tell([dataset.ref], "unlock.opened")
    unlock = _planned(subject)
    if unlock is not None:
        unlock.state, unlock.ended_at, unlock.dataset = Unlock.State.OPENED, clock.now(), dataset
        unlock.save(update_fields=["state", "ended_at", "dataset"])
    subject.state = State.OPEN
    subject.dataset = subject.dataset or (
        dataset if not Subject.objects.filter(dataset=dataset).exists() else None
    )
    _keep(subject)
    for hook in _when_opened:
        hook(subject, dataset, by)
    return subject


def refuse_closed(dataset: Dataset) -> None:
    """Raise a Refusal when a dataset is decided to be not open; publishing asks before a version becomes public."""
    subject = Subject.objects.filter(dataset=dataset, state=State.CLOSED).select_related("current").first()
    if subject is not None and subject.current is not None:
        words = _("This dataset is decided to be not open (%(law)s). Decide first that it is open.")
        raise Refusal(words % {"law": subject.current.cited})


def note_published(version: publishing.Version, by: Any) -> None:
    """Keep the promise by itself when a dataset that was promised becomes public."""
    subject = Subject.objects.filter(dataset=version.dataset).exclude(state=State.CLOSED).first()
    if subject is not None and _planned(subject) is not None:
        keep_promise(subject=subject, dataset=version.dataset, by=by)


def _begin(
    unit: people.Unit,
    words: Words,
    dataset: Dataset | None,
    by: Any,
    under: str,
    state: str,
    review_on: date | None,
) -> Subject:
    if by is not None:
        people.require(by, under, unit=unit)
    if dataset is not None and dataset.unit_id != unit.pk:
        raise Refusal(_("This dataset belongs to another unit."), field="dataset")
    moment = clock.now()
    subject = Subject(
        slug=dataset.slug if dataset else words.slug or _new_slug(words),
        title=checks.title(words.title), title_en=words.title_en.strip(), description=words.description.strip(),
        description_en=words.description_en.strip(), unit=unit, dataset=dataset, state=state, review_on=review_on,
        created_at=moment, changed_at=moment,
    )  # fmt: skip
    try:
        with transaction.atomic():
            subject.save(force_insert=True)
    except IntegrityError:
        raise Refusal(
            _("There is a page about this data already. Go on there."), field="dataset" if dataset else "slug"
        )
    return subject


def _new_slug(words: Words) -> str:
    base = slugify(words.title_en)[:44].strip("-") or "data"
    return (
        f"{base}-{secrets.token_hex(3)}"
        if base == "data" or Subject.objects.filter(slug=base).exists()
        else base
    )


def _take(subject: Subject, by: Any, under: str, version: int | None) -> Subject:
    """Lock a subject for this transaction, ask who may, and refuse what was typed under an older version."""
    found = (
        Subject.objects.select_for_update(of=("self",))
        .select_related("unit", "dataset", "current")
        .get(pk=subject.pk)
    )
    if by is not None:
        people.require(by, under, unit=found.unit)
    if version is not None and version != found.version:
        raise Refusal(_("Somebody changed this after you opened it. See what is new, then send yours again."))
    return found


def _keep(subject: Subject) -> None:
    subject.changed_at, subject.version = clock.now(), subject.version + 1
    subject.save()


def _fresh(subject: Subject) -> Subject:
    return Subject.objects.select_related("unit", "dataset", "current").get(pk=subject.pk)


def _decide(
    subject: Subject,
    verdict: str,
    by: Any,
    under: str,
    closing: Closing | None,
    reason: str = "",
    reason_en: str = "",
) -> Decision:
    before = subject.decisions.order_by("-number").first()
    decision = Decision(
        subject=subject, number=before.number + 1 if before else 1, verdict=verdict, supersedes=before,
        reason=closing.reason if closing else reason, reason_en=closing.reason_en if closing else reason_en,
        ground=closing.ground if closing else "", written=closing.written if closing else "",
        review_on=closing.review_on if closing else None, decided_at=clock.now(), decided_by=by,
        office=people.office_of(by, subject.unit, under),
    )  # fmt: skip
    facts: dict[str, str | int] = {"decision": decision.number, "class": verdict}
    if closing is not None:
        facts |= {"ground": closing.ground, "review": closing.review_on.isoformat()}
    act = "disclosure.not_open" if closing is not None else "disclosure.open"
    decision.act_id = _enter(subject, act, by, under, facts, texts_of(decision)).id
    decision.save(force_insert=True)
    return decision


def texts_of(decision: Decision) -> dict[str, str]:
    """Return the texts of a decision that the record keeps hashes of."""
    texts = {"reason": decision.reason, "reason_en": decision.reason_en, "law": decision.written}
    return {name: text for name, text in texts.items() if text}


def _withdraw_versions(subject: Subject, decision: Decision, by: Any) -> None:
    if subject.dataset is not None:
        publishing.withdraw_all(dataset=subject.dataset, reason=f"{decision.cited}：{decision.reason}", by=by)


def _planned(subject: Subject) -> Unlock | None:
    return subject.unlocks.filter(state=Unlock.State.PLANNED).first()


def _planned_one(unlock: Unlock) -> Unlock:
    found = (
        Unlock.objects.select_for_update(of=("self",))
        .filter(pk=unlock.pk, state=Unlock.State.PLANNED)
        .first()
    )
    if found is None:
        raise Refusal(_("This promise has ended. Load the page again."))
    return found


def _enter(
    subject: Subject,
    act: str,
    by: Any,
    under: str,
    facts: Mapping[str, str | int],
    content: Mapping[str, str] | None = None,
) -> record.EntryHandle:
    office = people.office_of(by, subject.unit, under)
    handle = record.enter(act=act, subject=subject.ref, office=office, facts=facts, content=content)
    if subject.dataset is not None:
        changes.tell([subject.dataset.ref], act)
    return handle
