"""Sign-up, sign-in, reset: in both languages, by mail, and without telling strangers who has an account."""

from __future__ import annotations

import re

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from lightwell.kernel.refusal import Refusal
from lightwell.people import public as people
from lightwell.people.models import Account, Assurance
from lightwell.post.models import Message
from lightwell.post.seal import unseal

PASSWORD = "an open window 7"
LINK = re.compile(r"https?://\S+")


def letters(to: str) -> list[tuple[str, str]]:
    """Subject and text of the mails to an address, oldest first."""
    found = Message.objects.filter(to=to).order_by("pk")
    return [(message.subject, unseal(message.sealed_body)) for message in found]


def link_of(text: str) -> str:
    address = LINK.search(text).group()
    return re.sub(r"^https?://[^/]+", "", address)


@pytest.fixture
def confirmed(db):
    """An account whose address is confirmed."""

    def make(email: str = "mei@example.org", **fields) -> Account:
        made = people.create_account(email=email, password=PASSWORD, by=None)
        Account.objects.filter(pk=made.pk).update(**{"is_active": True, **fields})
        return made

    return make


def sign_in(client, email="mei@example.org", password=PASSWORD, **extra):
    return client.post(reverse("account_login"), {"login": email, "password": password}, **extra)


def sign_up(client, email="new@example.org", path=None):
    data = {"email": email, "password1": PASSWORD, "password2": PASSWORD}
    return client.post(path or reverse("account_signup"), data)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("prefix", "subject"), [("", "請確認您的電子郵件地址"), ("/en", "Please confirm your e-mail address")]
)
def test_a_new_account_is_usable_once_its_address_is_confirmed(client, prefix, subject):
    assert sign_up(client, path=f"{prefix}/account/signup/").url == f"{prefix}/account/confirm-email/"
    assert Account.objects.get().assurance == Assurance.ANONYMOUS
    [(found, text)] = letters("new@example.org")
    assert found == subject
    path = link_of(text)
    assert path.startswith(f"{prefix}/account/confirm-email/")
    assert client.get(path).status_code == 200
    assert (
        EmailAddress.objects.get().verified is False
    )  # opening a link, as mail scanners do, confirms nothing
    client.post(path)
    made = Account.objects.get()
    assert EmailAddress.objects.get().verified and made.assurance == Assurance.CONTACT
    assert made.language == ("en" if prefix else "zh-hant")
    assert sign_in(client, "new@example.org").status_code == 302


@pytest.mark.django_db
def test_a_known_address_is_not_told_apart_at_sign_up(client, confirmed):
    confirmed()
    fresh, known = sign_up(client, "new@example.org"), sign_up(client, "mei@example.org")
    assert (fresh.status_code, fresh.url) == (known.status_code, known.url)
    assert letters("mei@example.org")[0][0] == "您已經有帳號了"
    assert Account.objects.filter(email="mei@example.org").count() == 1


@pytest.mark.django_db
def test_a_known_address_is_not_told_apart_at_reset_or_sign_in(client, confirmed):
    confirmed()
    answers = [
        client.post(reverse("account_reset_password"), {"email": e})
        for e in ("mei@example.org", "no@example.org")
    ]
    assert len({(a.status_code, a.url) for a in answers}) == 1
    assert letters("no@example.org")[0][0] == "這個地址沒有帳號"
    wrong = [sign_in(client, e, "not the password").content for e in ("mei@example.org", "no@example.org")]
    assert len({re.sub(rb"(mei|no)@example.org|name=.csrf[^>]*", b"", page) for page in wrong}) == 1


@pytest.mark.django_db
def test_a_password_is_reset_by_a_link_that_works_once(client, confirmed):
    mei = confirmed()
    client.post(reverse("account_reset_password"), {"email": "mei@example.org"})
    path = link_of(letters("mei@example.org")[0][1])
    shown = client.get(path, follow=True)
    assert "設定新密碼" in shown.content.decode()
    new = {"password1": "a wholly new garden 9", "password2": "a wholly new garden 9"}
    done = client.post(shown.redirect_chain[-1][0], new, follow=True)
    assert "新密碼已儲存" in done.content.decode()
    mei.refresh_from_db()
    assert mei.check_password(new["password1"])
    assert letters("mei@example.org")[-1][0] == "您的密碼已變更"
    client.session.flush()
    again = client.get(path, follow=True).content.decode()
    assert "這個連結無法使用" in again


@pytest.mark.django_db
def test_a_session_is_new_after_sign_in_and_gone_after_sign_out(client, confirmed):
    confirmed()
    client.get(reverse("account_login"))
    client.session["before"] = 1
    client.session.save()
    before = client.session.session_key
    assert sign_in(client).url == "/account/"
    after = client.session.session_key
    assert after and after != before
    assert client.get("/account/").status_code == 200
    assert client.post(reverse("account_logout")).url == "/"
    assert client.get("/account/").url.startswith("/account/login/")


@pytest.mark.django_db
def test_sign_in_leads_back_to_the_page_one_came_from_and_to_no_other_site(client, confirmed):
    confirmed()
    path = client.get("/en/account/edit/").url
    assert path == "/en/account/login/?next=/en/account/edit/"
    page = client.get(path).content.decode()
    assert (
        'action="/en/account/login/?next=%2Fen%2Faccount%2Fedit%2F"' in page
        or 'next=/en/account/edit/"' in page
    )
    assert client.post(path, {"login": "mei@example.org", "password": PASSWORD}).url == "/en/account/edit/"
    client.post(reverse("account_logout"))
    answer = client.post(
        "/account/login/?next=https://evil.example/", {"login": "mei@example.org", "password": PASSWORD}
    )
    assert answer.url == "/account/"


@pytest.mark.django_db
def test_guessing_is_slowed_down_for_one_account_and_says_so(client, confirmed):
    confirmed()
    for _attempt in range(5):
        assert sign_in(client, password="wrong").status_code == 200
    locked = sign_in(client)
    assert locked.status_code == 200 and "嘗試失敗次數過多" in locked.content.decode()


@pytest.mark.django_db
def test_too_many_requests_from_one_place_get_our_page(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "signup": "2/m/ip"}
    answers = [sign_up(client, f"a{n}@example.org") for n in range(3)]
    assert answers[-1].status_code == 429 and '<html lang="zh-Hant-TW"' in answers[-1].content.decode()


@pytest.mark.django_db
def test_an_unconfirmed_address_cannot_sign_in(client, account):
    account(email="mei@example.org", password=PASSWORD)
    assert sign_in(client).url == "/account/confirm-email/"
    assert client.get("/account/").status_code == 302


@pytest.mark.django_db
def test_an_account_that_is_switched_off_is_told_so(client, confirmed):
    confirmed(is_active=False)
    answer = sign_in(client)
    assert answer.status_code == 302 and answer.url == "/account/inactive/"


@pytest.mark.django_db
def test_the_address_changes_only_when_the_new_one_is_confirmed(client, confirmed):
    mei = confirmed()
    sign_in(client)
    client.post(reverse("account_email"), {"action_add": "1", "email": "mei.new@example.org"})
    assert "mei.new@example.org" in client.get(reverse("account_email")).content.decode()
    mei.refresh_from_db()
    assert mei.email == "mei@example.org"
    client.post(link_of(letters("mei.new@example.org")[0][1]))
    mei.refresh_from_db()
    assert mei.email == "mei.new@example.org"


@pytest.mark.django_db
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_mistakes_are_told_in_the_pages_language(client, prefix):
    data = {"email": "not an address", "password1": PASSWORD, "password2": "another window"}
    page = client.post(f"{prefix}/account/signup/", data).content.decode()
    expected = (
        ["Write it like name@example.org", "differ"] if prefix else ["name@example.org", "兩次輸入的密碼不同"]
    )
    assert all(words in page for words in expected)
    assert 'value="not an address"' in page and PASSWORD not in page


PAGES = (
    "login/", "signup/", "password/reset/", "password/reset/done/", "password/reset/key/done/", "confirm-email/",
    "confirm-email/nonsense/", "password/reset/key/1-nonsense/", "inactive/", "identity/cancelled/",
)  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("path", PAGES)
def test_every_page_of_signing_in_is_ours_in_both_languages(client, path):
    chinese, english = (client.get(f"{prefix}/account/{path}").content.decode() for prefix in ("", "/en"))
    for page, language in ((chinese, "zh-Hant-TW"), (english, "en")):
        assert f'<html lang="{language}"' in page and 'class="lw-title"' in page
    title = re.search(r"<h1[^>]*>(.*?)</h1>", english, re.S).group(1)
    assert title not in chinese


@pytest.mark.django_db
def test_pages_for_those_signed_in_show_themselves(client, confirmed):
    confirmed()
    sign_in(client)
    for name in ("people:account", "people:edit_account", "account_email", "account_change_password", "account_logout",
                 "account_reauthenticate"):  # fmt: skip
        assert client.get(reverse(name)).status_code == 200, name


@pytest.mark.django_db
def test_the_owner_changes_name_and_language(client, confirmed):
    mei = confirmed()
    sign_in(client)
    assert (
        client.post(reverse("people:edit_account"), {"name": " 梅  花 ", "language": "en"}).url == "/account/"
    )
    mei.refresh_from_db()
    assert (mei.name, mei.language) == ("梅 花", "en")
    assert "已儲存" in client.get("/account/").content.decode()
    assert client.post(reverse("people:edit_account"), {"name": "x", "language": "fr"}).status_code == 200


@pytest.mark.django_db
def test_nothing_else_of_the_library_is_mounted(client):
    for path in ("login/code/", "phone/verify/", "3rdparty/", "social/connections/", "identity/nonsense/"):
        assert client.get(f"/account/{path}").status_code == 404
    assert client.get("/demo-issuer/.well-known/openid-configuration").status_code == 404


@pytest.mark.django_db
def test_without_an_issuer_there_is_no_button_and_no_way(client, settings):
    settings.SOCIALACCOUNT_PROVIDERS = {}
    assert "identity/login" not in client.get("/account/login/").content.decode()
    assert client.post("/account/identity/login/").status_code == 404
    assert client.get("/account/identity/callback/?code=1&state=2").status_code == 404


def test_looking_at_a_link_of_a_reset_writes_nothing(client, account, django_assert_num_queries):
    """Mail scanners look at links; a GET must leave the account as it is."""
    account(email="mei@example.org")
    for path in ("/account/password/reset/key/1-nonsense/", "/account/confirm-email/nonsense/"):
        client.get(path)
    assert not EmailAddress.objects.exists()


def test_an_address_has_one_account(db):
    people.create_account(email="Mei@Example.org", password=PASSWORD, by=None)
    with pytest.raises(Refusal):
        people.create_account(email="mei@example.org ", password=PASSWORD, by=None)
