"""A draft becomes an application: once, whatever the browser does, and with every answer."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from lightwell.casework import public as casework
from lightwell.kernel import clock
from lightwell.kernel.refusal import Refusal
from lightwell.people import public as people
from lightwell.record import public as record
from lightwell.services.applications import counts, letters, questions, rules, sealing
from lightwell.services.applications.actions.drafting import forget_unused, keep_file
from lightwell.services.applications.kind import APPLICATION, SUPPLIED
from lightwell.services.applications.models import Answer, Application, Draft, DraftState, Inquiry
from lightwell.services.applications.offers import Offer
from lightwell.services.forms import public as forms


@transaction.atomic
def send(*, draft: Draft, offer: Offer, by: people.Account | None) -> Application:
    """Send a draft: the office gets a private matter with its number and clock, and the draft is emptied.

    Sending again, from another window, by Back or after a crash, gives the application that exists. Refusal when an
    answer is missing, the service has closed, or it asks for more assurance than there is.
    """
    locked = Draft.objects.select_for_update().filter(pk=draft.pk).first()
    if locked is None:
        raise Refusal(_("This draft has been erased."))
    if not locked.open:
        return Application.objects.select_related("matter").get(draft=locked)
    person = by or locked.account
    if locked.account_id not in (None, person.pk if person else None):
        raise Refusal(_("This draft belongs to another account."))
    answers = _complete(locked)
    _check_offer(offer, locked, person)
    forget_unused(locked, answers)
    application = _enter(locked, offer, answers, person)
    _empty(locked, person)
    counts.add(offer.slug, **{rules.SENT: 1})
    return application


def _complete(draft: Draft) -> sealing.Answers:
    """Return the answers to what is asked, without those to questions that no longer apply; Refusal when one is missing."""
    form, answers = questions.form_of(draft), draft.answers
    if forms.problems_of(form, answers):
        raise Refusal(_("Some questions are still open. Answer them first."))
    return forms.kept(form, answers)


def _check_offer(offer: Offer, draft: Draft, person: people.Account | None) -> None:
    if not offer.open:
        raise Refusal(
            _(
                "This service has stopped taking applications online. Your draft is kept; the page of the service says what you can do."
            )
        )
    if not is_sure(offer, draft, person):
        raise Refusal(
            _(
                "This service asks for more certainty about who you are. See what is needed, then send it again."
            )
        )


def is_sure(offer: Offer, draft: Draft, person: people.Account | None) -> bool:
    """Return whether we are as sure of the person as the service asks; a confirmed address counts as a verified contact."""
    held = int(people.assurance_of(person))
    if draft.contact_confirmed_at is not None:
        held = max(held, int(people.Assurance.CONTACT))
    return held >= offer.assurance


def _enter(
    draft: Draft, offer: Offer, answers: sealing.Answers, person: people.Account | None
) -> Application:
    matter = casework.receive(
        kind=APPLICATION,
        title=offer.title.in_language(draft.language),
        body=_(
            "The answers are kept encrypted with this application and are shown only to you and to the office that handles it."
        ),
        channel="web",
        unit=offer.unit,
        by=person,
        person=person,
        contact_email="" if person else draft.contact,
        language=draft.language,
        idempotency_key=f"application/{draft.public_id}",
        policy=casework.policy_for(APPLICATION, clock.today(), offer.terms),
    )
    application = Application.objects.create(
        matter=matter,
        draft=draft,
        service=draft.service,
        form_version=draft.form_version,
        sent_at=clock.now(),
    )
    add_answers(application, answers, act="application.sent")
    return application


def add_answers(application: Application, answers: sealing.Answers, *, act: str) -> Answer:
    """Keep answers as they stand now, and enter their hash sealed into the record: the person can prove what they sent."""
    number = application.sendings.count() + 1
    facts: dict[str, str | int] = {"sending": number, "form_version": application.form_version}
    entry = record.enter_sealed(
        act=act,
        subject=application.matter.ref,
        office="public",
        content={"answers": sealing.canonical(answers)},
        facts=facts,
    )
    return Answer.objects.create(
        application=application,
        number=number,
        sealed_answers=sealing.seal(answers),
        at=clock.now(),
        act_id=entry.id,
    )


def _empty(draft: Draft, person: people.Account | None) -> None:
    """Leave of a draft only that it was sent; the mailed link is dead from here on."""
    draft.state, draft.account = DraftState.SENT, person
    draft.sealed_answers = draft.sealed_contact = draft.link_digest = None
    draft.save(update_fields=["state", "account", "sealed_answers", "sealed_contact", "link_digest"])


@transaction.atomic
def supply(
    *,
    application: Application,
    values: sealing.Answers,
    reply: str = "",
    uploads: dict[str, object] | None = None,
    by: people.Account | None,
) -> Application:
    """Give the office what it missed; the clock goes on. The caller has made sure that it is the person.

    Refusal when nothing is asked for any more, or nothing was given.
    """
    Application.objects.select_for_update().get(pk=application.pk)
    inquiry = Inquiry.objects.select_for_update().filter(application=application, ended_at=None).first()
    if inquiry is None:
        raise Refusal(_("The office is not waiting for anything. What you sent before has arrived."))
    files = {q: keep_file(application.draft, q, upload, by) for q, upload in (uploads or {}).items()}
    given = {**values, **files}
    if not given and not reply.strip():
        raise Refusal(
            _("Answer at least one of the points, or write to the office why you cannot."), field="reply"
        )
    latest = application.sendings.order_by("-number").first()
    assert latest is not None
    add_answers(application, {**latest.answers, **given}, act="application.supplied")
    inquiry.ended_at, inquiry.sealed_reply = clock.now(), sealing.seal({"reply": reply.strip()[:4000]})
    inquiry.save(update_fields=["ended_at", "sealed_reply"])
    return _go_on(application)


def _go_on(application: Application) -> Application:
    application.matter = casework.move(matter=application.matter, to=SUPPLIED, by=None)
    letters.supplied(application)
    return application
