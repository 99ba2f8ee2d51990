"""What allauth's issuer asks us: who it is, with which key it signs, and what it says of a person."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from allauth.idp.oidc.models import Client, PrivateKey
from django.conf import settings

from lightwell.people.demo_issuer.citizens import BY_KEY, citizen_of, subject_of
from lightwell.people.demo_issuer.signing import signing_key


class DemoIssuer(DefaultOIDCAdapter):
    """allauth's adapter with our issuer, our key and the demo's people."""

    def get_issuer(self) -> str:
        return settings.SITE_URL + settings.DEMO_ISSUER_PATH

    def list_private_keys(
        self, *, did_activate: Literal[True] | None = None, is_active: Literal[True] | None = None
    ) -> list[PrivateKey]:
        return [PrivateKey(pem=signing_key())]

    def get_user_sub(self, client: Client, user: Any) -> str:
        """Return the citizen's key: a row's number is told to nobody."""
        citizen = citizen_of(user)
        return citizen.key if citizen else ""

    def get_user_by_sub(self, client: Client, sub: str) -> Any:
        citizen = BY_KEY.get(sub)
        return subject_of(citizen) if citizen else None

    def get_claims(
        self,
        purpose: Literal["id_token", "userinfo"],
        user: Any,
        client: Client,
        scopes: Iterable[str],
        email: str | None = None,
        **kwargs: Any,
    ) -> dict[str, Any]:
        """Return subject and, by scope, name and identity number; the number in userinfo only, never in a token."""
        citizen, granted = citizen_of(user), set(scopes)
        claims: dict[str, Any] = {"sub": self.get_user_sub(client, user)}
        if citizen and "profile" in granted:
            claims["name"] = citizen.name
        if citizen and "identity" in granted and purpose == "userinfo":
            claims["identity_number"] = citizen.identity_number
        return claims
