"""allauth's settings: sign-in by e-mail address and password, and over OpenID Connect for verified identity."""

from __future__ import annotations

from typing import Any

from lightwell.kernel import environment
from lightwell.kernel.keys import text_key

EMAIL_BACKEND = "lightwell.post.django_backend.Backend"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "people:account"

ACCOUNT_ADAPTER = "lightwell.people.sign_in.accounts.Accounts"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"  # an address that nobody proved gets no answers of the government
ACCOUNT_CHANGE_EMAIL = True  # one address an account; the old one holds until the new one is confirmed
ACCOUNT_PREVENT_ENUMERATION = True  # sign-up and reset say the same whether or not there is an account
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a changed password or address is told to the owner
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
# Django's own: allauth's would write addresses when a link is merely looked at.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"
ACCOUNT_FORMS = {
    "login": "lightwell.people.sign_in.forms.SignIn",
    "signup": "lightwell.people.sign_in.forms.SignUp",
    "add_email": "lightwell.people.sign_in.forms.NewAddress",
    "change_password": "lightwell.people.sign_in.forms.ChangePassword",
    "set_password": "lightwell.people.sign_in.forms.SetPassword",
    "reset_password": "lightwell.people.sign_in.forms.AskForReset",
    "reset_password_from_key": "lightwell.people.sign_in.forms.ResetPassword",
    "reauthenticate": "lightwell.people.sign_in.forms.PasswordAgain",
}
ACCOUNT_RATE_LIMITS = {  # as in allauth, written down so that a new version cannot loosen them
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "signup": "20/m/ip",
    "reset_password": "20/m/ip,5/m/key",
    "reset_password_from_key": "20/m/ip",
    "change_password": "5/m/user",
    "manage_email": "10/m/user",
    "reauthenticate": "10/m/user",
    "confirm_email": "1/3m/key",
}
if environment.flag("LIGHTWELL_TRUST_PROXY"):
    ALLAUTH_TRUSTED_PROXY_COUNT = 1

SOCIALACCOUNT_ADAPTER = "lightwell.people.sign_in.identities.Identities"
SOCIALACCOUNT_FORMS = {"signup": "lightwell.people.sign_in.forms.SignUpVerified"}
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10

IDP_OIDC_ADAPTER = "lightwell.people.demo_issuer.adapter.DemoIssuer"
DEMO_ISSUER_PATH = "/demo-issuer"


def _issuer() -> str:
    """Return the issuer that verifies identity: the configured one, the demo's own in the demo, else none."""
    given = environment.read("LIGHTWELL_OIDC_ISSUER").rstrip("/")
    if given or not environment.flag("LIGHTWELL_DEMO"):
        return given
    port = environment.number("PORT", 8000)
    return environment.read("LIGHTWELL_SITE_URL", f"http://127.0.0.1:{port}").rstrip("/") + DEMO_ISSUER_PATH


def providers(issuer: str) -> dict[str, Any]:
    """Return allauth's settings of the one provider ``identity`` for an issuer; none for an empty one."""
    if not issuer:
        return {}
    app = {
        "provider_id": "identity",
        "name": "identity",
        "client_id": environment.read("LIGHTWELL_OIDC_CLIENT_ID", "lightwell"),
        "secret": environment.read("LIGHTWELL_OIDC_CLIENT_SECRET") or text_key("oidc-client"),
        "settings": {
            "server_url": issuer,
            "oauth_pkce_enabled": True,
            "scope": ["openid", "profile", "identity"],
        },
    }
    return {"identity": {"APPS": [app]}}


SOCIALACCOUNT_PROVIDERS = providers(_issuer())
