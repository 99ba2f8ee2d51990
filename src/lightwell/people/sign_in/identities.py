"""allauth's hooks around verified identity: a person comes back from the issuer, and we learn who only as a fingerprint."""

from __future__ import annotations

import logging
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.base.constants import AuthProcess
from django.contrib import messages
from django.db import transaction
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse

from lightwell.kernel.refusal import Refusal
from lightwell.people.actions.accounts import discard_unfinished, verify_identity
from lightwell.people.models import Account
from lightwell.people.sign_in.accounts import Accounts

log = logging.getLogger("lightwell.people")


class Identities(DefaultSocialAccountAdapter):
    """What allauth asks us about verified people."""

    error_messages = {
        **DefaultSocialAccountAdapter.error_messages,
        "email_taken": Accounts.error_messages["email_taken"],
    }

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Before anybody is signed in or joined: forget the token, settle whose fingerprint this is."""
        sociallogin.token = None
        if sociallogin.state.get("process") == AuthProcess.CONNECT:
            _raise_assurance(request, sociallogin.account.uid)
        else:
            _find_owner(request, sociallogin)

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> Any:
        """Suggest the verified name; no address is taken over, ours are confirmed by ourselves."""
        sociallogin.user.name = str(data.get("name") or "")[:80]
        return sociallogin.user

    def get_signup_form_initial_data(self, sociallogin: SocialLogin) -> dict[str, str]:
        return {"email": "", "name": sociallogin.user.name}

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: BaseForm | None = None) -> Any:
        with transaction.atomic():
            user = super().save_user(request, sociallogin, form)
            verify_identity(account=user, fingerprint=sociallogin.account.uid, by=None)
        return user

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: SocialAccount) -> str:
        return reverse("people:account")

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> None:
        """Note why, for the operator: the page that people see says only what they can do."""
        log.warning("verified sign-in failed: %s %s", error, exception)


def _raise_assurance(request: HttpRequest, fingerprint: str) -> None:
    if not request.user.is_authenticated:  # the session ended while the person was away
        raise ImmediateHttpResponse(HttpResponseRedirect(reverse("account_login")))
    try:
        verify_identity(account=request.user, fingerprint=fingerprint, by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.message)
        raise ImmediateHttpResponse(HttpResponseRedirect(reverse("people:account")))


def _find_owner(request: HttpRequest, sociallogin: SocialLogin) -> None:
    """Join the login to the account that holds the fingerprint, also one verified otherwise, such as at a counter."""
    fingerprint = sociallogin.account.uid
    discard_unfinished(fingerprint=fingerprint, by=None)
    owner = Account.objects.filter(identity_fingerprint=fingerprint).first()
    if owner is not None and not sociallogin.is_existing:
        sociallogin.connect(request, owner)
    elif owner is None and sociallogin.is_existing:  # that account was a sign-up given up, and is gone now
        name = sociallogin.user.name
        sociallogin.account = SocialAccount(
            uid=fingerprint, provider=sociallogin.account.provider, extra_data={}
        )
        sociallogin.user = Account(name=name)
        sociallogin.user.set_unusable_password()
