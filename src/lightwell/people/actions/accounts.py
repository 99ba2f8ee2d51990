"""What happens to an account: its owner's name, its confirmed address, its verified person."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lightwell.kernel import clock
from lightwell.kernel.refusal import Refusal
from lightwell.people.models import Account, Assurance

LANGUAGES = ("zh-hant", "en")


def create_account(
    *, email: str, password: str | None, name: str = "", language: str = "zh-hant", by: Account | None
) -> Account:
    """Make an account whose address the caller vouches for, so that one can sign in at once; Refusal when there is one."""
    address = email.strip().lower()
    if Account.objects.filter(email=address).exists():
        raise Refusal(
            _("There is an account with this address already. Sign in, or reset its password."), field="email"
        )
    with transaction.atomic():
        made = Account.objects.create_user(
            address, password, name=name, language=language, assurance=Assurance.CONTACT
        )
        EmailAddress.objects.create(user=made, email=address, verified=True, primary=True)
    return made


def edit_account(*, account: Account, name: str, language: str, by: Account) -> None:
    """Change the name shown in public (may be empty) and the language of mail."""
    if by != account:
        raise Refusal(_("Only the owner of an account can change it."))
    if language not in LANGUAGES:
        raise Refusal(_("Choose Chinese or English."), field="language")
    account.name, account.language = " ".join(name.split())[:80], language
    account.save(update_fields=["name", "language"])


def confirm_contact(*, account: Account, by: Account | None) -> None:
    """Note that the address was proved; never lowers what is already higher."""
    Account.objects.filter(pk=account.pk, assurance__lt=Assurance.CONTACT).update(assurance=Assurance.CONTACT)
    account.refresh_from_db(fields=["assurance"])


def verify_identity(*, account: Account, fingerprint: str, by: Account | None) -> None:
    """Note that a verified person stands behind an account. One person, one account: the second is refused.

    The refusal tells the person about themself only: it names neither the other account nor its address.
    """
    with transaction.atomic():
        discard_unfinished(fingerprint=fingerprint, but=account, by=by)
        held = Account.objects.select_for_update().get(pk=account.pk)
        if held.identity_fingerprint not in (None, fingerprint):
            raise Refusal(
                _("This account belongs to another verified person. Sign in with your own account.")
            )
        if Account.objects.filter(identity_fingerprint=fingerprint).exclude(pk=held.pk).exists():
            raise _second_account()
        held.assurance, held.identity_fingerprint = Assurance.IDENTITY, fingerprint
        held.identity_verified_at = held.identity_verified_at or clock.now()
        _save(held)
    account.refresh_from_db()


def discard_unfinished(*, fingerprint: str, but: Account | None = None, by: Account | None) -> None:
    """Drop an account of this person whose address was never confirmed: a sign-up given up, with nothing in it.

    Without this a mistyped address would lock the person out for good.
    """
    unfinished = Account.objects.filter(
        identity_fingerprint=fingerprint, socialaccount__isnull=False, last_login=None, grants=None
    ).exclude(emailaddress__verified=True)
    if but is not None:
        unfinished = unfinished.exclude(pk=but.pk)
    unfinished.delete()


def _save(held: Account) -> None:
    try:
        with transaction.atomic():
            held.save(update_fields=["assurance", "identity_fingerprint", "identity_verified_at"])
    except IntegrityError:  # the same person, verified in two windows at once
        raise _second_account()


def _second_account() -> Refusal:
    return Refusal(
        _(
            "You already have an account with a verified identity, and each person has one. "
            "Sign out and sign in with your verified identity."
        )
    )
