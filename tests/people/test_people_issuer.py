"""A person's identity is verified through the demo's real issuer: code, PKCE and tokens between two servers on one machine."""

from __future__ import annotations

import html
import json
import re
import secrets
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.db import connections
from test_people_identity import everything_stored

from lightwell.people import public as people
from lightwell.people import sign_in_settings
from lightwell.people.demo_issuer.citizens import BY_KEY, CITIZENS, DOMAIN
from lightwell.people.models import Account, Assurance

PASSWORD = "an open window 7"
YUTONG = BY_KEY["yutong"]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def site(live_server, settings, monkeypatch) -> str:
    monkeypatch.setitem(connections.databases["default"], "CONN_MAX_AGE", 0)  # threads leave nothing open
    settings.DEMO = True
    settings.ROOT_URLCONF = "people_addresses"
    settings.SITE_URL = live_server.url.replace("localhost", "127.0.0.1")
    settings.SOCIALACCOUNT_PROVIDERS = sign_in_settings.providers(settings.SITE_URL + "/demo-issuer")
    return settings.SITE_URL


class Browser:
    """Somebody at a browser: keeps cookies, follows redirects, sends the forms that pages hold."""

    def __init__(self, site: str) -> None:
        self.site, self.session, self.page = site, requests.Session(), requests.Response()

    def open(self, path: str) -> Browser:
        self.page = self.session.get(self.site + path if path.startswith("/") else path, timeout=20)
        return self

    def send(self, part: str, **data: str) -> Browser:
        """Send the form whose action holds ``part``, hidden fields included."""
        for action, inside in re.findall(
            r'<form[^>]*action="([^"]*)"[^>]*>(.*?)</form>', self.page.text, re.S
        ):
            if part in html.unescape(action):
                hidden = dict(re.findall(r'type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"', inside))
                hidden = {name: html.unescape(value) for name, value in hidden.items()}
                address = requests.compat.urljoin(self.page.url, html.unescape(action))
                headers = {"Referer": self.page.url}
                self.page = self.session.post(address, {**hidden, **data}, headers=headers, timeout=20)
                return self
        raise AssertionError(f"no form to {part} on {self.page.url}: {self.page.text[:3000]}")

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    @property
    def text(self) -> str:
        return html.unescape(self.page.text)


@pytest.fixture
def browser(site) -> Browser:
    return Browser(site)


def somebody(email: str = "mei@example.org") -> Account:
    made = Account.objects.create_user(email, PASSWORD, assurance=Assurance.CONTACT)
    EmailAddress.objects.create(user=made, email=email, verified=True, primary=True)
    return made


def signed_in(browser: Browser, email: str = "mei@example.org") -> Browser:
    return browser.open("/account/login/").send("/account/login/", login=email, password=PASSWORD)


def choose(browser: Browser, citizen: str = "yutong") -> Browser:
    assert browser.path == "/demo-issuer/authorize", browser.text[:2000]
    return browser.send("/demo-issuer/authorize", citizen=citizen, action="grant")


def verify(browser: Browser, citizen: str = "yutong") -> Browser:
    return choose(browser.open("/account/").send("identity/login"), citizen)


def test_a_signed_in_account_raises_its_assurance_and_the_number_is_kept_nowhere(browser):
    mei = somebody()
    verify(signed_in(browser))
    assert browser.path == "/account/" and "身分驗證" in browser.text
    mei.refresh_from_db()
    assert mei.assurance == Assurance.IDENTITY
    assert mei.identity_fingerprint == people.fingerprint(YUTONG.identity_number)
    assert SocialAccount.objects.get().extra_data == {}
    assert YUTONG.identity_number not in everything_stored()


def test_one_signs_in_with_a_verified_identity_afterwards(browser, site):
    mei = somebody()
    verify(signed_in(browser))
    other = Browser(site)
    choose(other.open("/en/account/login/").send("identity/login"))
    assert other.path == "/en/account/" and mei.email in other.text


def test_the_same_person_with_two_accounts_is_refused_and_neither_is_named(browser, site):
    somebody(), somebody("second@example.org")
    verify(signed_in(browser))
    again = Browser(site)
    verify(signed_in(again, "second@example.org"))
    assert (
        again.path == "/account/" and "每個人只能有一個" in again.text and "mei@example.org" not in again.text
    )
    assert Account.objects.get(email="second@example.org").assurance == Assurance.CONTACT
    assert SocialAccount.objects.count() == 1


def test_a_verified_person_without_an_account_makes_one_with_an_address(browser):
    choose(browser.open("/account/login/").send("identity/login"))
    assert browser.path == "/account/identity/signup/"
    browser.send("identity/signup", email="yutong@example.org", name="雨彤")
    assert browser.path == "/account/confirm-email/"
    made = Account.objects.get(email="yutong@example.org")
    assert made.assurance == Assurance.IDENTITY and made.name == "雨彤" and not made.has_usable_password()


def test_a_mistyped_address_at_that_step_does_not_lock_the_person_out(browser, site):
    choose(browser.open("/account/login/").send("identity/login")).send(
        "identity/signup", email="typo@example.org"
    )
    again = Browser(site)
    choose(again.open("/account/login/").send("identity/login"))
    assert again.path == "/account/identity/signup/"
    again.send("identity/signup", email="right@example.org")
    assert not Account.objects.filter(email="typo@example.org").exists()
    assert Account.objects.get(email="right@example.org").assurance == Assurance.IDENTITY


def test_a_person_verified_otherwise_signs_in_to_that_account(browser):
    mei = somebody()
    people.verify_identity(account=mei, fingerprint=people.fingerprint(YUTONG.identity_number), by=None)
    choose(browser.open("/account/login/").send("identity/login"))
    assert browser.path == "/account/" and mei.email in browser.text


def test_one_who_cancels_at_the_issuer_comes_back_unchanged(browser):
    mei = somebody()
    signed_in(browser).open("/account/").send("identity/login")
    browser.send("/demo-issuer/authorize", action="deny")
    assert browser.path == "/account/identity/cancelled/"
    mei.refresh_from_db()
    assert mei.assurance == Assurance.CONTACT


def test_the_issuer_asks_again_when_nobody_is_chosen_and_speaks_the_language_one_came_with(browser):
    browser.open("/en/account/login/").send("identity/login")
    assert "Who are you today?" in browser.text and "Lin Yu-tong" in browser.text
    browser.send("/demo-issuer/authorize", action="grant")
    assert "Choose one of these people" in browser.text


def test_a_code_works_once_and_only_with_its_verifier_secret_and_address(browser, site, settings):
    app = settings.SOCIALACCOUNT_PROVIDERS["identity"]["APPS"][0]
    browser.session.max_redirects = 2
    browser.open("/account/login/")
    browser.send("identity/login")
    query = {k: v[0] for k, v in parse_qs(urlsplit(browser.page.url).query).items()}
    assert query["code_challenge_method"] == "S256" and len(query["code_challenge"]) == 43
    hidden = html.unescape(re.search(r'name="request" value="([^"]+)"', browser.page.text).group(1))
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', browser.page.text).group(1)
    data = {"request": hidden, "citizen": "yutong", "action": "grant", "csrfmiddlewaretoken": token}
    answer = browser.session.post(browser.page.url, data, allow_redirects=False, timeout=20)
    code = parse_qs(urlsplit(answer.headers["Location"]).query)["code"][0]
    ask = {
        "grant_type": "authorization_code", "code": code, "redirect_uri": query["redirect_uri"],
        "client_id": app["client_id"], "client_secret": app["secret"], "code_verifier": secrets.token_urlsafe(40),
    }  # fmt: skip
    for wrong in ({}, {"client_secret": "guess"}, {"redirect_uri": f"{site}/elsewhere/"}, {"code": "guess"}):
        assert requests.post(f"{site}/demo-issuer/token", {**ask, **wrong}, timeout=20).status_code in (
            400,
            401,
        ), wrong


def test_the_issuer_sends_nobody_to_an_address_that_is_not_registered(browser):
    query = "client_id=lightwell&response_type=code&scope=openid&state=1&redirect_uri=https://evil.example/"
    answer = browser.open("/demo-issuer/authorize?" + query).page
    assert answer.status_code == 400 and answer.url.startswith(browser.site) and not answer.history


def test_a_callback_with_a_foreign_state_signs_nobody_in(browser):
    somebody()
    answer = browser.open("/account/identity/callback/?code=abc&state=foreign").page
    assert answer.status_code in (401, 403) or browser.path == "/account/identity/error/"
    assert (
        "lightwell_session" not in {c.name for c in browser.session.cookies}
        or not SocialAccount.objects.exists()
    )


def test_an_issuer_that_is_away_is_told_in_words(browser, settings):
    settings.SOCIALACCOUNT_PROVIDERS = sign_in_settings.providers("http://127.0.0.1:9/nothing")
    answer = browser.open("/account/login/").send("identity/login").page
    assert answer.status_code == 401 and "身分驗證" in browser.text


def test_an_issuer_elsewhere_is_reached_by_a_page_of_ours(browser, settings, monkeypatch):
    settings.SITE_URL, here = "http://localhost:1", settings.SITE_URL
    away = here.replace("127.0.0.1", "localhost")
    monkeypatch.setattr(
        "lightwell.people.provider.IdentityAdapter.openid_config",
        {"authorization_endpoint": f"{away}/authorize", "token_endpoint": f"{away}/token"},
    )
    answer = browser.open("/account/login/").send("identity/login").page
    assert (
        answer.status_code == 200
        and 'http-equiv="refresh"' in answer.text
        and f"{away}/authorize?" in browser.text
    )


def test_the_issuer_answers_this_machine_only_and_in_the_demo_only(client, site, settings):
    path = "/demo-issuer/.well-known/openid-configuration"
    assert client.get(path, HTTP_HOST="127.0.0.1").json()["issuer"] == f"{site}/demo-issuer"
    settings.ALLOWED_HOSTS = ["*"]
    for foreign in (
        {"REMOTE_ADDR": "192.0.2.7"},
        {"HTTP_X_FORWARDED_FOR": "192.0.2.7"},
        {"HTTP_FORWARDED": "for=192.0.2.7"},
        {"HTTP_HOST": "rebound.example"},
        {"REMOTE_ADDR": ""},
    ):
        assert client.get(path, **{"HTTP_HOST": "127.0.0.1", **foreign}).status_code == 404, foreign
    settings.DEMO = False
    for name in (".well-known/openid-configuration", "jwks.json", "authorize", "token", "userinfo"):
        assert client.get(f"/demo-issuer/{name}", HTTP_HOST="127.0.0.1").status_code == 404


def test_the_issuers_key_is_published_without_its_private_part(client, site):
    [key] = client.get("/demo-issuer/jwks.json", HTTP_HOST="127.0.0.1").json()["keys"]
    assert key["kty"] == "RSA" and not {"d", "p", "q", "dp", "dq", "qi"} & set(key)


def test_numbers_of_the_demo_are_nobodys_and_all_different():
    assert all(citizen.identity_number[1] == "0" for citizen in CITIZENS)
    assert (
        len({citizen.identity_number for citizen in CITIZENS})
        == len({c.key for c in CITIZENS})
        == len(CITIZENS)
    )
    assert DOMAIN.endswith(".invalid")


def test_the_rows_behind_the_issuers_people_can_do_nothing_here(browser, client):
    verify(signed_in(browser)) if somebody() else None
    row = Account.objects.get(email=f"yutong@{DOMAIN}")
    assert not row.has_usable_password() and not row.grants.exists() and row.assurance == Assurance.ANONYMOUS
    assert json.dumps(row.identity_fingerprint) == "null"
