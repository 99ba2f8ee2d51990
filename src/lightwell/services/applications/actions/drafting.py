"""A draft from its beginning until it is sent or erased. Nobody but its writer sees it, so nothing here is an official act."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from lightwell.files import public as files
from lightwell.kernel import clock
from lightwell.kernel.refusal import Refusal
from lightwell.people import public as people
from lightwell.services.applications import brakes, counts, letters, rules, sealing
from lightwell.services.applications.models import Draft, DraftState, Upload
from lightwell.services.applications.offers import Offer
from lightwell.services.applications.uploads import PURPOSE


@transaction.atomic
def begin(*, offer: Offer, language: str, by: people.Account | None) -> Draft:
    """Begin a draft of a service that takes applications; Refusal when it does not."""
    if not offer.open:
        raise Refusal(
            _("This service takes no applications online at the moment. Its page says what you can do.")
        )
    public_id, moment = secrets.token_hex(13), clock.now()
    draft = Draft.objects.create(
        public_id=public_id, service=offer.slug, form_version=offer.form_version, language=language, account=by,
        token_digest=sealing.digest_of(sealing.secret_of(public_id)), begun_at=moment, saved_at=moment,
        expires_on=rules.expires_on(clock.today()),
    )  # fmt: skip
    counts.add(offer.slug, begun=1)
    return draft


@transaction.atomic
def save_page(
    *,
    draft: Draft,
    values: Mapping[str, Any],
    uploads: Mapping[str, Any] | None = None,
    by: people.Account | None,
) -> Draft:
    """Keep the answers of one page; other pages stay as they are, also when two windows save at once.

    ``uploads``: files by question; each takes the place of the one before. Refusal names the question whose file cannot be
    taken.
    """
    draft = take(draft)
    kept = {question: keep_file(draft, question, upload, by) for question, upload in (uploads or {}).items()}
    answers = {**draft.answers, **values, **kept}
    forget_unused(draft, answers)
    draft.sealed_answers = sealing.seal(answers)
    draft.saved_at, draft.expires_on = clock.now(), rules.expires_on(clock.today())
    draft.save(update_fields=["sealed_answers", "saved_at", "expires_on"])
    return draft


def keep_file(draft: Draft, question: str, upload: Any, by: people.Account | None) -> dict[str, Any]:
    """Store a file given as an answer, private and encrypted; returns what the answer says of it."""
    file = files.receive(upload, purpose=PURPOSE, by=by, field=question)
    Upload.objects.create(draft=draft, question=question, file=file, at=clock.now())
    return {"file": file.public_id, "name": file.name, "size": file.size, "media_type": file.media_type}


def forget_unused(draft: Draft, answers: sealing.Answers) -> None:
    """Erase the files of a draft that no answer names any more: replaced ones, and those of a way not taken."""
    named = {value["file"] for value in answers.values() if isinstance(value, dict) and "file" in value}
    _erase(draft.uploads.exclude(file__public_id__in=named).select_related("file"))


def _erase(uploads: Iterable[Upload]) -> None:
    gone = list(uploads)
    Upload.objects.filter(pk__in=[upload.pk for upload in gone]).delete()
    for upload in gone:
        files.erase(file=upload.file, by=None)


def take(draft: Draft) -> Draft:
    """Return a draft as it stands now, locked for this transaction; Refusal when it is no longer open."""
    found = Draft.objects.select_for_update().filter(pk=draft.pk).first()
    if found is None or not found.open:
        raise Refusal(
            _("This application has been sent or erased already, and can no longer be changed here.")
        )
    return found


@transaction.atomic
def mail_link(*, draft: Draft, address: str, by: people.Account | None) -> Draft:
    """Mail a link with which to go on on any device. It dies when the application is sent, and when a newer one is mailed."""
    draft = take(draft)
    if draft.links_mailed >= rules.MOST_LINKS:
        raise Refusal(
            _(
                "We have mailed this link several times already. Look into your mail, the folder for spam included."
            )
        )
    address, secret = _address(address), sealing.new_secret()
    brakes.knock(address, brakes.LETTERS)
    if address != draft.contact:
        draft.contact_confirmed_at = None
    draft.sealed_contact = sealing.seal({"email": address})
    draft.link_digest, draft.links_mailed = sealing.digest_of(secret), draft.links_mailed + 1
    letters.link(draft, address, secret)
    draft.save(update_fields=["sealed_contact", "contact_confirmed_at", "link_digest", "links_mailed"])
    return draft


def _address(text: str) -> str:
    clean = text.strip()
    try:
        validate_email(clean)
    except ValidationError:
        raise Refusal(_("This is not an e-mail address. Write it like name@example.org."), field="email")
    return clean


@transaction.atomic
def confirm_contact(*, draft: Draft) -> Draft:
    """Note that whoever holds the mailed link reads the mail of its address."""
    draft = take(draft)
    draft.contact_confirmed_at = clock.now()
    draft.save(update_fields=["contact_confirmed_at"])
    return draft


@transaction.atomic
def claim(*, draft: Draft, by: people.Account) -> Draft:
    """Put a draft that nobody owns into an account; from then on only that account opens it."""
    draft = take(draft)
    if draft.account_id not in (None, by.pk):
        raise Refusal(_("This draft belongs to another account."))
    draft.account = by
    draft.save(update_fields=["account"])
    return draft


@transaction.atomic
def drop(*, draft: Draft) -> None:
    """Erase a draft for good, with its files: as its writer wishes, or because it ran out."""
    draft = take(draft)
    _erase(draft.uploads.select_related("file"))
    draft.delete()


def expire(limit: int = 200) -> int:
    """Erase drafts that were not touched for so long; safe to run at any time, on several hosts; returns how many went."""
    due = Draft.objects.filter(state=DraftState.OPEN, expires_on__lte=clock.today()).order_by(
        "expires_on", "pk"
    )
    return sum(_expire(draft) for draft in due[:limit])


@transaction.atomic
def _expire(draft: Draft) -> bool:
    waiting = Draft.objects.select_for_update(skip_locked=True)
    found = waiting.filter(pk=draft.pk, state=DraftState.OPEN, expires_on__lte=clock.today()).first()
    if found is not None:
        drop(draft=found)
    return found is not None
