"""The demo's bar says who one is: as a visitor, and signed in as one of the demo's people."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from builders import make_account
from lightwell.demo import bar
from lightwell.demo.content import people

pytestmark = pytest.mark.django_db


def request_of(account: object, settings: object, *, cookie: bool = True) -> object:
    request = RequestFactory().get("/")
    request.user = account
    if cookie:
        request.COOKIES[settings.SESSION_COOKIE_NAME] = "x"
    return request


def test_the_bar_knows_which_of_the_demos_people_is_signed_in(settings):
    officer = next(p for p in people() if p["key"] == "officer")
    account = make_account(officer["email"])
    assert bar._who(request_of(account, settings)) == "officer"


def test_the_bar_takes_everybody_else_for_a_visitor(settings):
    stranger = make_account("stranger@example.org")
    assert bar._who(request_of(stranger, settings)) == ""
    assert bar._who(request_of(stranger, settings, cookie=False)) == ""
    assert bar._who(None) == ""
