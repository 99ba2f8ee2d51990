"""The issuer's addresses, under the names by which allauth looks them up; each answers this machine in the demo only."""

from __future__ import annotations

from allauth.idp.oidc import views
from django.conf import settings
from django.urls import include, path

from lightwell.people.access import demo_only
from lightwell.people.demo_issuer import pages

_endpoints = [
    path(".well-known/openid-configuration", demo_only(pages.configuration), name="configuration"),
    path("jwks.json", demo_only(views.jwks), name="jwks"),
    path("authorize", demo_only(pages.Authorization.as_view()), name="authorization"),
    path("token", demo_only(views.token), name="token"),
    path("userinfo", demo_only(views.user_info), name="userinfo"),
]
issuer = [
    path(
        settings.DEMO_ISSUER_PATH.lstrip("/") + "/",
        include(([path("", include((_endpoints, "oidc"), namespace="oidc"))], "idp"), namespace="idp"),
    )
]
