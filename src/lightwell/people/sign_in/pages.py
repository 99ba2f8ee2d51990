"""The way to the service that verifies identity, and back."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from allauth.account.views import EmailView
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from requests import RequestException

from lightwell.people import access
from lightwell.people.provider import IdentityAdapter


def identity_available() -> bool:
    """Return whether a service that verifies identity is configured."""
    return "identity" in settings.SOCIALACCOUNT_PROVIDERS


class Waiting(forms.Form):
    """The new address that is not confirmed yet, sent back with a button."""

    email = forms.EmailField(widget=forms.HiddenInput)


class AddressPage(EmailView):
    """allauth's page of addresses, with a form for the one that waits for confirmation."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        new = context.get("new_emailaddress")
        waiting = Waiting(initial={"email": new.email}, auto_id="waiting_%s") if new else None
        return {**context, "waiting": waiting}


@access.public()
def identity_login(request: HttpRequest) -> HttpResponseBase:
    """Leave for the issuer.

    To another site we go by a page of our own: the strict ``form-action`` would stop a form that ends elsewhere.
    """
    if not identity_available():
        raise Http404
    try:
        response = OAuth2LoginView.adapter_view(IdentityAdapter(request, "identity"))(request)
    except (SocialApp.DoesNotExist, RequestException, ValueError):  # the issuer is away, or answers nonsense
        return HttpResponseRedirect(reverse("socialaccount_login_error"))
    address = response.headers.get("Location", "")
    host = urlsplit(address).netloc
    if response.status_code == 302 and host and host != request.get_host():
        return render(request, "people/leaving.html", {"address": address, "host": host})
    return response


@access.public()
def identity_callback(request: HttpRequest) -> HttpResponseBase:
    """Come back from the issuer with a code; allauth checks state, PKCE and token."""
    if not identity_available():
        raise Http404
    try:
        return OAuth2CallbackView.adapter_view(IdentityAdapter(request, "identity"))(request)
    except (KeyError, ValueError):  # claims without a subject, or about two people
        return HttpResponseRedirect(reverse("socialaccount_login_error"))


@access.signed_in
def connections(request: HttpRequest) -> HttpResponseBase:
    """Lead an address that allauth knows by name to the page where this is done."""
    return HttpResponseRedirect(reverse("people:account"))
