"""Accounts in a browser: made, confirmed by mail, signed in to, a lost password; and the verified identity over OIDC."""

from __future__ import annotations

import re
import secrets

import pytest

from walks.conftest import WAYS
from walks.walker import Walker

pytestmark = pytest.mark.journey
PASSWORD, ANOTHER = "an old river has many bends", "and the ferry knows each of them"


def open_letter(reader: Walker, address: str) -> None:
    """Open the newest letter to an address and follow its link."""
    seen = getattr(open_letter, "seen", set())

    def new() -> list[str]:
        rows = reader.window.locator("main tr", has_text=address).all()
        return [h for row in rows if (h := row.get_by_role("link").first.get_attribute("href")) not in seen]

    reader.go("/mail/")
    reader.until(lambda: bool(new()), lambda: reader.go("/mail/"))
    letter = new()[0]
    open_letter.seen = {*seen, letter}  # type: ignore[attr-defined]
    reader.window.goto(letter)
    assert PASSWORD not in reader.text
    reader.click("main a[href*='/account/']")


def sign_in(walker: Walker, address: str, password: str) -> None:
    walker.go("/account/login/")
    walker.write("login", address)
    walker.write("password", password)
    walker.press("Sign in")


@pytest.mark.parametrize("way", [WAYS[0], WAYS[3]])
def test_an_account_is_made_confirmed_by_mail_and_opened_again_after_its_password_is_lost(walkers, way):
    person, address = walkers(way), f"new-{secrets.token_hex(4)}@people.example"
    person.go("/account/signup/")
    person.write("email", address)
    person.write("password1", PASSWORD)
    person.write("password2", PASSWORD)
    person.press("Create account")
    assert person.say("Look into your mail") in person.heading
    person.fit()
    sign_in(person, address, PASSWORD)  # not before the address is confirmed
    assert person.say("Look into your mail") in person.heading
    open_letter(person, address)
    assert address in person.text
    person.fit()
    person.press("Yes, confirm it")
    sign_in_unless_done(person, address, PASSWORD)
    person.go("/account/")
    assert address in person.text
    person.press("Sign out")
    forget_and_choose_anew(person, address)
    sign_in_unless_done(person, address, ANOTHER)
    person.go("/account/")
    assert address in person.text


def sign_in_unless_done(person: Walker, address: str, password: str) -> None:
    person.go("/account/login/")
    if "/login/" in person.window.url:
        sign_in(person, address, password)


def forget_and_choose_anew(person: Walker, address: str) -> None:
    person.go("/account/login/")
    person.press("I forgot my password")
    person.write("email", address)
    person.press("Send the link")
    person.fit()
    open_letter(person, address)
    person.fit()
    person.write("password1", ANOTHER)
    person.write("password2", ANOTHER)
    person.press("Save the new password")
    person.fit()
    sign_in(person, address, PASSWORD)
    assert "/login/" in person.window.url  # the old password opens nothing
    assert person.window.locator(".govuk-error-summary").count() == 1


def test_a_verified_person_signs_in_over_oidc_and_comes_back_to_the_same_account(walkers):
    person, address = walkers(("zh-hant", 1280, True)), f"verified-{secrets.token_hex(4)}@people.example"
    person.go("/account/login/")
    person.press("Continue with verified identity")
    assert "/authorize" in person.window.url and "code_challenge=" in person.window.url
    person.choose("citizen", "savungaz")
    person.press("Continue as this person")
    if person.window.locator("[name='email']").count():  # the first time: where answers should go
        person.fit()
        person.write("email", address)
        person.press("Create account")
        open_letter(person, address)
        person.press("Yes, confirm it")
    come_in(person, "savungaz")
    person.go("/account/")
    assert (
        person.say("Your identity was verified on:") in person.text
        and "S000000045" not in person.window.content()
    )
    person.press("Sign out")
    come_in(person, "savungaz")
    person.go("/account/")
    assert person.say("Your identity was verified on:") in person.text


def come_in(person: Walker, citizen: str) -> None:
    person.go("/account/login/")
    if "/login/" not in person.window.url:
        return
    person.press("Continue with verified identity")
    person.choose("citizen", citizen)
    person.press("Continue as this person")
    person.window.wait_for_url(re.compile(r"^(?!.*(authorize|callback)).*$"))


@pytest.mark.parametrize("way", [WAYS[1], WAYS[2]])
def test_an_account_with_a_password_is_verified_from_its_own_page_and_a_number_counts_once(walkers, way):
    key, citizen = (("citizen", "guoqiang"), ("neighbour", "nguyen"))[way[2]]
    person = walkers(way)
    person.go("/topics/")
    person.become(key)
    person.go("/account/")
    person.press("Continue with verified identity")
    person.fit()
    person.press("Cancel")
    person.fit()
    person.go("/account/")
    assert not person.sees("Your identity was verified on:")
    person.press("Continue with verified identity")
    person.choose("citizen", citizen)
    person.press("Continue as this person")
    person.go("/account/")
    assert person.sees("Your identity was verified on:")
    other = walkers(way)
    other.go("/topics/")
    other.become("moderator")
    other.go("/account/")
    other.press("Continue with verified identity")
    other.choose("citizen", citizen)
    other.press("Continue as this person")
    other.go("/account/")
    assert not other.sees("Your identity was verified on:")  # one number, one person
