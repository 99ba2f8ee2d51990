"""allauth's views, under the names that it looks them up by; only those that have a page of ours."""

from __future__ import annotations

from allauth.account import views as account
from allauth.socialaccount import views as social
from django.db import transaction
from django.urls import path, re_path

from lightwell.people import access
from lightwell.people.sign_in import pages

everybody, signed_in = access.public(), access.signed_in
login = account.LoginView.as_view(extra_context={"identity_available": pages.identity_available})
by_link = access.bearer("the key in a link that was mailed")

unnamed = [
    path("account/login/", everybody(login), name="account_login"),
    path("account/logout/", everybody(account.logout), name="account_logout"),
    path("account/signup/", everybody(transaction.atomic(account.signup)), name="account_signup"),
    path("account/inactive/", everybody(account.account_inactive), name="account_inactive"),
    path("account/reauthenticate/", signed_in(account.reauthenticate), name="account_reauthenticate"),
    path("account/email/", signed_in(transaction.atomic(pages.AddressPage.as_view())), name="account_email"),
    path(
        "account/confirm-email/",
        everybody(account.email_verification_sent),
        name="account_email_verification_sent",
    ),
    re_path(
        r"^account/confirm-email/(?P<key>[-:\w]+)/$",
        by_link(account.confirm_email),
        name="account_confirm_email",
    ),
    path("account/password/change/", signed_in(account.password_change), name="account_change_password"),
    path("account/password/set/", signed_in(account.password_set), name="account_set_password"),
    path("account/password/reset/", everybody(account.password_reset), name="account_reset_password"),
    path(
        "account/password/reset/done/",
        everybody(account.password_reset_done),
        name="account_reset_password_done",
    ),
    path(
        "account/password/reset/key/done/",
        everybody(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^account/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[-\w]+)/$",
        by_link(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path("account/identity/", pages.connections, name="socialaccount_connections"),
    path("account/identity/login/", pages.identity_login, name="identity_login"),
    path("account/identity/callback/", pages.identity_callback, name="identity_callback"),
    path(
        "account/identity/signup/", everybody(transaction.atomic(social.signup)), name="socialaccount_signup"
    ),
    path(
        "account/identity/cancelled/", everybody(social.login_cancelled), name="socialaccount_login_cancelled"
    ),
    path("account/identity/error/", everybody(social.login_error), name="socialaccount_login_error"),
]
