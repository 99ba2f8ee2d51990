"""Ask for data, answer with what the outcome needs, link the dataset that came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from lightwell.casework import public as casework
from lightwell.casework.public import Matter
from lightwell.design.public import day_text
from lightwell.kernel import changes, clock
from lightwell.kernel.refusal import Refusal
from lightwell.opendata.disclosure import public as disclosure
from lightwell.opendata.disclosure.public import Closing, Promise, Subject
from lightwell.opendata.publishing.public import Dataset
from lightwell.opendata.requests import kind as codes
from lightwell.opendata.requests import rules
from lightwell.opendata.requests.kind import DATA_REQUEST
from lightwell.opendata.requests.models import DataRequest, Format, Fulfilment
from lightwell.people import public as people
from lightwell.record import public as record

ANSWERS = "casework.answer"


@dataclass(frozen=True, kw_only=True)
class Wish:
    """Which data somebody wants. ``unit`` None: they do not know whom to ask. ``shown_name`` is for people without an account."""

    title: str
    text: str
    unit: people.Unit | None = None
    purpose: str = ""
    format: str = Format.ANY
    display: str = "count"
    shown_name: str = ""
    email: str = ""
    language: str = "zh-hant"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What an office answers: its words, what came of it, and what that outcome needs (``rules.NEEDS``).

    ``subject`` links what was decided or promised before, instead of deciding it again.
    """

    outcome: str
    text: str = ""
    dataset: Dataset | None = None
    promise: Promise | None = None
    closing: Closing | None = None
    subject: Subject | None = None
    held_by: people.Unit | None = None
    words: disclosure.Words | None = None  # what the data is called on its page; else as in the request


@transaction.atomic
def ask(
    *,
    wish: Wish,
    by: people.Account | None,
    nonce: str = "",
    supports: Matter | None = None,
    channel: str = "web",
) -> Matter:
    """Receive a request for data and return it with its number; the same form sent twice gives the same matter.

    ``supports``: a request for the same data, with which this one is joined at once. Refusals name the field.
    """
    unit = wish.unit or unit_for_unknown()
    key = rules.once(nonce, wish.title, wish.text, supports.number if supports else "") if nonce else ""
    matter = casework.receive(
        kind=DATA_REQUEST.name, title=wish.title, body=_body(wish), channel=channel, unit=unit, by=by,
        language=wish.language, idempotency_key=key, **_appearance(wish, by),
    )  # fmt: skip
    beside = {"format": wish.format, "unit_unknown": wish.unit is None}
    DataRequest.objects.get_or_create(matter=matter, defaults=beside)
    if supports is not None and matter.merged_into_id is None:
        matter = casework.merge(matter=matter, into=_mergeable(supports), by=None)
    return matter


@transaction.atomic
def answer(
    *, matter: Matter, answer: Answer, by: people.Account | None, version: int | None = None
) -> Matter:
    """Answer a request and say what came of it, in one act of the office; or change what came of an answered one.

    Refusal with the field when the outcome lacks what it needs: a dataset, a day, article and reason and review, a unit.
    """
    if by is not None:
        people.require(by, ANSWERS, unit=matter.unit)
    _demand(answer)
    _take_subjects(matter, answer)
    if told := matter.open:
        casework.respond(matter=matter, text=answer.text, by=by, version=version)
        version = None
    request = _request_of(matter)
    reason = _SETTLING[answer.outcome](request, answer, by)
    return casework.close(
        matter=matter, outcome=answer.outcome, reason=reason, by=by, version=version, told=told
    )


@transaction.atomic
def link_dataset(
    *, matter: Matter, dataset: Dataset, by: people.Account | None, version: int | None = None
) -> Matter:
    """Link a published dataset as what an answered request asked for; the person hears of it. Twice links once."""
    if matter.open:
        raise Refusal(_("Answer the request first; the answer itself links the dataset."), field="dataset")
    request = _request_of(matter)
    if not _fulfil(request, dataset, by):
        return matter
    reason = _published_words(matter, dataset)
    return casework.close(matter=matter, outcome=codes.PROVIDED, reason=reason, by=by, version=version)


def note_opened(subject: Subject, dataset: Dataset, by: Any) -> None:
    """Tell everybody who asked for it that promised data is there; runs in the transaction that opened it."""
    asked = DataRequest.objects.filter(subject=subject, matter__phase="closed").select_related("matter__unit")
    for request in asked.order_by("pk"):
        link_dataset(matter=request.matter, dataset=dataset, by=None)


def unit_for_unknown() -> people.Unit:
    """Return who gets a request of somebody who does not know whom to ask: the unit nearest to the top that can answer."""
    from lightwell.opendata.requests.queries import answering_units

    found = min(answering_units(), key=lambda unit: (unit.path.count("/"), unit.path), default=None)
    if found is None:
        raise Refusal(_("No unit can answer requests yet. Try again later."), field="unit")
    return found


def _body(wish: Wish) -> str:
    """The words of the matter: all that the person wrote, so that hiding or erasing the matter takes all of it."""
    purpose = wish.purpose.strip()
    with translation.override(wish.language):
        said = _("What it is for: %(purpose)s") % {"purpose": purpose}
    words = f"\n\n{said}" if purpose else ""
    text = wish.text.strip()
    if len(text) < rules.SHORTEST:
        raise Refusal(
            _("Describe the data, in at least %(n)d characters.") % {"n": rules.SHORTEST}, field="text"
        )
    return text + words


def _appearance(wish: Wish, person: people.Account | None) -> dict[str, Any]:
    named = wish.display != "count"
    if named and person is None and not wish.shown_name.strip():
        raise Refusal(
            _("Write the name that is to be shown, or choose to be counted only."), field="shown_name"
        )
    return {
        "visibility": "public" if wish.display == "name" else "pseudonymous",
        "person": person,
        "contact_email": wish.email,
        "display": wish.display,
        "display_name": wish.shown_name.strip() if named and person is None else "",
    }


def _mergeable(other: Matter) -> Matter:
    if other.kind != DATA_REQUEST.name or other.private:
        raise Refusal(_("That is not a request for data. Choose another one, or send yours by itself."))
    return other.merged_into or other


def _take_subjects(matter: Matter, answer: Answer) -> None:
    """Lock what the answer leads to before the matter itself, as ``note_opened`` does: two at once wait, none dies."""
    wanted = Q(requests__matter=matter) | Q(pk=answer.subject.pk if answer.subject else None)
    ids = sorted(set(Subject.objects.filter(wanted).values_list("pk", flat=True)))
    list(Subject.objects.select_for_update().filter(pk__in=ids).order_by("pk"))


def _request_of(matter: Matter) -> DataRequest:
    return DataRequest.objects.select_for_update().get_or_create(matter=matter)[0]


def _demand(answer: Answer) -> None:
    """Refuse an answer whose outcome lacks what it needs."""
    closing, known = answer.closing, answer.subject is not None
    given: dict[str, object] = {
        "dataset": answer.dataset,
        "opens_on": answer.promise is not None or known,
        "ground": closing is not None or known,
        "reason": closing is not None or known,
        "review_on": closing is not None or known,
        "held_by": answer.held_by,
    }
    if answer.outcome not in _SETTLING:
        raise Refusal(_("Choose what came of the request."), field="outcome")
    for name in rules.lacking(answer.outcome, given):
        raise Refusal(str(LACKING[name]()), field=name)


LACKING = {
    "dataset": lambda: _("Choose the published dataset that gives what was asked for."),
    "opens_on": lambda: _("Name the day on which the data opens."),
    "ground": lambda: _("Choose the law and article by which it is not open."),
    "reason": lambda: _("Write the reason in a sentence: everybody reads it."),
    "review_on": lambda: _("Say by when the decision is looked at again."),
    "held_by": lambda: _("Choose the unit that has the data."),
}


def _provide(request: DataRequest, answer: Answer, by: people.Account | None) -> str:
    dataset = answer.dataset
    assert dataset is not None  # demanded
    _fulfil(request, dataset, by)
    subject = request.subject
    if (
        subject is not None
        and subject.state == "promised"
        and subject.unlocks.filter(state="planned").exists()
    ):
        disclosure.keep_promise(subject=subject, dataset=dataset, by=by, under=ANSWERS)
    return _published_words(request.matter, dataset)


def _promise(request: DataRequest, answer: Answer, by: people.Account | None) -> str:
    subject = answer.subject or request.subject
    if subject is None:
        assert answer.promise is not None  # demanded
        matter = request.matter
        subject = disclosure.promise_data(
            unit=matter.unit, words=_words_of(matter, answer), promise=answer.promise, by=by, under=ANSWERS
        )
    elif answer.promise is not None and not subject.unlocks.filter(state="planned").exists():
        disclosure.promise_day(subject=subject, promise=answer.promise, by=by, under=ANSWERS)
    _lead_to(request, subject)
    unlock = subject.unlocks.filter(state="planned").first()
    if unlock is None:
        raise Refusal(_("No day is promised for that data. Name one."), field="opens_on")
    with translation.override(request.matter.language):
        return _("To be opened on %(day)s. If the day moves, the old one and the reason stay public.") % {
            "day": day_text(unlock.opens_on)
        }


def _keep_closed(request: DataRequest, answer: Answer, by: people.Account | None) -> str:
    subject = answer.subject or request.subject
    if subject is None:
        assert answer.closing is not None  # demanded
        matter = request.matter
        subject = disclosure.close_data(
            unit=matter.unit, words=_words_of(matter, answer), closing=answer.closing, promise=answer.promise, by=by,
            under=ANSWERS,
        )  # fmt: skip
    elif answer.closing is not None:
        disclosure.decide_not_open(subject=subject, closing=answer.closing, by=by, under=ANSWERS)
    subject.refresh_from_db()
    if not subject.closed or subject.current is None:
        raise Refusal(
            _("That data is not closed. Choose the law and article, or another outcome."), field="ground"
        )
    _lead_to(request, subject)
    with translation.override(request.matter.language):
        because = subject.current.because.in_language(request.matter.language)
        return _("Not open, under %(law)s: %(reason)s") % {"law": subject.current.cited, "reason": because}


def _not_held(request: DataRequest, answer: Answer, by: people.Account | None) -> str:
    with translation.override(request.matter.language):
        return _("No office has this data.")


def _elsewhere(request: DataRequest, answer: Answer, by: people.Account | None) -> str:
    request.held_by = answer.held_by
    request.save(update_fields=["held_by"])
    with translation.override(request.matter.language):
        return _("%(unit)s has this data.") % {"unit": answer.held_by}


_SETTLING = {
    codes.PROVIDED: _provide,
    codes.PROMISED: _promise,
    codes.NOT_OPEN: _keep_closed,
    codes.NOT_HELD: _not_held,
    codes.ELSEWHERE: _elsewhere,
}


def _words_of(matter: Matter, answer: Answer) -> disclosure.Words:
    """Name data as the office does, else after the request; the person's own text stays there, where it can be taken back."""
    return answer.words or disclosure.Words(title=matter.title)


def _lead_to(request: DataRequest, subject: Subject) -> None:
    request.subject = subject
    request.save(update_fields=["subject"])


def _published_words(matter: Matter, dataset: Dataset) -> str:
    with translation.override(matter.language):
        return _("Published as the dataset “%(title)s”.") % {"title": dataset}


def _fulfil(request: DataRequest, dataset: Dataset, by: people.Account | None) -> bool:
    """Link a dataset as an act of the record; False when it was linked before."""
    if not dataset.is_public:
        raise Refusal(_("Choose a dataset that is published."), field="dataset")
    if by is not None:
        people.require(by, ANSWERS, unit=request.matter.unit)
    if request.fulfilments.filter(dataset=dataset).exists():
        return False
    office = people.office_of(by, request.matter.unit, ANSWERS)
    act = record.enter(
        act="request.fulfilled", subject=request.matter.ref, office=office, facts={"dataset": dataset.slug}
    )
    changes.tell([dataset.ref], "request.fulfilled")
    Fulfilment.objects.create(request=request, dataset=dataset, at=clock.now(), office=office, act_id=act.id)
    return True
