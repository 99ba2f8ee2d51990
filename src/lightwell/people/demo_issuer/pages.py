"""The issuer's pages and endpoints: one chooses who one is, and a real authorization code comes of it."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.decorators import login_not_required
from allauth.idp.oidc import views
from allauth.idp.oidc.adapter import get_adapter
from allauth.idp.oidc.forms import AuthorizationForm
from django import forms
from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import translation
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt

from lightwell.kernel.bilingual import Bilingual
from lightwell.people.demo_issuer.citizens import BY_KEY, CITIZENS, Citizen, subject_of
from lightwell.people.demo_issuer.registration import SCOPES, register_client


class WhoAmI(AuthorizationForm):
    """allauth's consent with one more question; the scopes are shown, not chosen."""

    citizen = forms.ChoiceField(label=_("Who are you?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.scopes = kwargs["requested_scopes"]
        super().__init__(*args, **{**kwargs, "user": None})
        del self.fields["scopes"]
        self.fields["citizen"].choices = [(c.key, _line(c)) for c in CITIZENS]
        self.fields["citizen"].error_messages["required"] = _("Choose one of these people.")

    def clean(self) -> dict[str, Any]:
        return {**(super().clean() or {}), "scopes": self.scopes}


def _line(citizen: Citizen) -> str:
    name = Bilingual(citizen.name, citizen.name_en).in_language(get_language())
    return f"{name} · {Bilingual(citizen.about, citizen.about_en).in_language(get_language())}"


@method_decorator(csrf_exempt, name="dispatch")  # as in allauth, which checks the token itself where it must
@method_decorator(login_not_required, name="dispatch")
class Authorization(views.AuthorizationView):
    """allauth's authorization endpoint; who signs in here is chosen on the page, whoever is signed in at the site."""

    form_class = WhoAmI
    template_name = "people/demo_issuer.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        register_client()
        with translation.override(_language(request)):
            response = super().dispatch(request, *args, **kwargs)
            if hasattr(response, "render"):
                return response.render()  # while the language is ours
        if response.status_code == 200:  # allauth's page for a request that must not be sent back anywhere
            response.status_code = 400
        return response

    def _login_required(self, request: HttpRequest) -> None:
        return None

    def form_valid(self, form: Any) -> HttpResponseBase:
        self.request.user = subject_of(BY_KEY[form.cleaned_data["citizen"]])
        return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        other = "zh-TW" if _language(self.request) == "en" else "en"
        query = self.request.GET.copy()
        query["ui_locales"] = other
        here = urlencode({"ui_locales": _language(self.request)})
        return {
            **super().get_context_data(**kwargs),
            "action": f"{self.request.path}?{here}",
            "other_language_href": f"{self.request.path}?{query.urlencode()}"
            if self.request.method == "GET"
            else "",
        }


def _language(request: HttpRequest) -> str:
    return "en" if request.GET.get("ui_locales", "").startswith("en") else "zh-hant"


def configuration(request: HttpRequest) -> JsonResponse:
    """OpenID Connect Discovery 1.0: what this issuer can do, which is the authorization code with PKCE and no more."""
    names = {
        "authorization_endpoint": "authorization",
        "token_endpoint": "token",
        "userinfo_endpoint": "userinfo",
        "jwks_uri": "jwks",
    }
    return JsonResponse(
        {
            "issuer": get_adapter().get_issuer(),
            **{key: settings.SITE_URL + reverse(f"idp:oidc:{name}") for key, name in names.items()},
            "response_types_supported": ["code"],
            "grant_types_supported": ["authorization_code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "scopes_supported": list(SCOPES),
            "claims_supported": ["sub", "name", "identity_number"],
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
            "ui_locales_supported": ["zh-TW", "en"],
        }
    )
