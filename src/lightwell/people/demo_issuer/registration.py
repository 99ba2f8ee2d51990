"""Registers this site as the issuer's one client."""

from __future__ import annotations

from allauth.idp.oidc.models import Client
from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.urls import reverse
from django.utils import translation

SCOPES = ("openid", "profile", "identity")


def register_client() -> Client:
    """Make or bring up to date the client: secret, scopes, and the address to return to in both languages and by both names.

    Safe to call again; a changed port or secret is taken over.
    """
    app = settings.SOCIALACCOUNT_PROVIDERS["identity"]["APPS"][0]
    client = Client.objects.filter(pk=app["client_id"]).first() or Client(pk=app["client_id"])
    if not check_password(app["secret"], client.secret):
        client.secret = make_password(app["secret"])
    client.name, client.type = "Lightwell", Client.Type.CONFIDENTIAL
    client.scopes, client.default_scopes = "\n".join(SCOPES), "openid"
    client.grant_types, client.response_types = Client.GrantType.AUTHORIZATION_CODE, Client.ResponseType.CODE
    client.redirect_uris = "\n".join(_returns())
    client.skip_consent, client.allow_uri_wildcards = False, False
    client.save()
    return client


def _returns() -> list[str]:
    hosts = {settings.SITE_URL, settings.SITE_URL.replace("//127.0.0.1", "//localhost")}
    found = []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found += [host + reverse("identity_callback") for host in sorted(hosts)]
    return found
