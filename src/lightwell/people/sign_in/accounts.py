"""allauth's hooks around accounts: our words, our mails, our pages to come back to."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lightwell.people.actions.accounts import confirm_contact
from lightwell.people.models import Account
from lightwell.people.sign_in.letters import letter_for
from lightwell.post import public as post

MESSAGES = {
    "account/messages/email_confirmed.txt": _("Your e-mail address is confirmed."),
    "account/messages/password_changed.txt": _("Your password is changed. Other devices are signed out."),
    "account/messages/password_set.txt": _("Your password is set."),
    "account/messages/logged_out.txt": _("You are signed out."),
    "account/messages/email_confirmation_failed.txt": _("This address already belongs to another account."),
    "socialaccount/messages/account_connected.txt": _("Your identity is verified."),
    "socialaccount/messages/account_connected_updated.txt": _("Your identity is verified."),
    "socialaccount/messages/account_connected_other.txt": _(
        "You already have an account with a verified identity, and each person has one. "
        "Sign out and sign in with your verified identity."
    ),
}


class Accounts(DefaultAccountAdapter):
    """What allauth asks us about accounts."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is switched off. Write to us if you think that is wrong."),
        "email_password_mismatch": _(
            "E-mail address and password do not match. Check both, or reset your password."
        ),
        "email_taken": _("There is an account with this address already. Sign in, or reset its password."),
        "duplicate_email": _("This is the address of your account already. Type another one."),
        "max_email_addresses": _("Confirm or drop the new address that you have typed before."),
        "enter_current_password": _("This is not your present password. Type it again."),
        "incorrect_password": _("This is not your password. Type it again, or reset it."),
        "invalid_password_reset": _("This link has been used or is too old. Ask for a new one."),
        "too_many_login_attempts": _("Too many attempts failed. Wait five minutes, or reset your password."),
        "rate_limited": _("Too many requests in a short time. Wait a minute and try again."),
        "same_as_current": _("The new one must differ from the present one."),
    }

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue our own letter; once for each call, since every link in them is new."""
        letter, values = letter_for(template_prefix, context)
        language = get_language() or "zh-hant"
        post.send(to=email, template=letter, language=language, context=values, key=f"sign-in/{uuid4()}")

    def add_message(  # the arguments are allauth's
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say what happened in our words; what the next page shows anyway is not said twice."""
        text = message or MESSAGES.get(message_template or "")
        if text:
            done = messages.SUCCESS if level == messages.INFO else level
            messages.add_message(request, done, str(text), extra_tags=extra_tags)

    def save_user(self, request: HttpRequest, user: Any, form: BaseForm, commit: bool = True) -> Any:
        user.language = "en" if (get_language() or "").startswith("en") else "zh-hant"
        name = form.cleaned_data.get("name")
        if name is not None:
            user.name = " ".join(name.split())
        return super().save_user(request, user, form, commit)

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        confirmed = super().confirm_email(request, email_address)
        if confirmed:
            confirm_contact(account=Account.objects.get(pk=email_address.user_id), by=None)
        return confirmed

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return "/en/" if (get_language() or "").startswith("en") else "/"

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("people:account")

    def get_email_verification_redirect_url(self, email_address: EmailAddress) -> str:
        return reverse("people:account" if self.request.user.is_authenticated else "account_login")
