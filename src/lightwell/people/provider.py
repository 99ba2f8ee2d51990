"""The provider ``identity`` for allauth: OpenID Connect, from which only a fingerprint and a name are taken.

allauth looks for a module of this name in every app.
"""

from __future__ import annotations

from typing import Any

from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from allauth.utils import build_absolute_uri
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

from lightwell.people.identity import fingerprint

CLAIM = "identity_number"


class IdentityAdapter(OpenIDConnectOAuth2Adapter):
    """Talks to the issuer; comes back to our own address."""

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        return build_absolute_uri(request, reverse("identity_callback"))


class IdentityProvider(OpenIDConnectProvider):
    """What the issuer says is read here and nowhere else; the number itself goes no further than ``extract_uid``."""

    id = "identity"
    name = "identity"
    oauth2_adapter_class = IdentityAdapter

    def get_login_url(self, request: HttpRequest, **kwargs: str) -> str:
        return reverse("identity_login")

    def get_callback_url(self) -> str:
        return reverse("identity_callback")

    def get_auth_params(self) -> dict[str, str]:
        language = "en" if (get_language() or "").startswith("en") else "zh-TW"
        return {**super().get_auth_params(), "ui_locales": language}

    def extract_uid(self, data: dict[str, Any]) -> str:
        """Return the fingerprint of the identity number, or of issuer and subject where an issuer gives no number."""
        claims = _claims(data)
        number = str(claims.get(CLAIM) or "").strip()
        return fingerprint(number or f"{self.app.settings['server_url']} {claims['sub']}")

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        return {}

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        return {"name": _claims(data).get("name", "")}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[Any]:
        return []


def _claims(data: dict[str, Any]) -> dict[str, Any]:
    """Userinfo over the ID token: both are signed for us, the former says more. Their subjects must agree."""
    token, info = data.get("id_token") or {}, data.get("userinfo") or {}
    if token.get("sub") and info.get("sub") and token["sub"] != info["sub"]:
        raise ValueError("the issuer's userinfo is about somebody else than its ID token")
    return {**token, **info}


provider_classes = [IdentityProvider]
