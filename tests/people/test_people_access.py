"""The rule of a view: what it declares is what it does."""

from __future__ import annotations

import threading

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import connection, connections
from django.http import Http404, HttpResponse
from django.test import RequestFactory

from lightwell.kernel.refusal import Refusal
from lightwell.people import access
from lightwell.people import public as people
from lightwell.people.models import Account, Role


def page(request):
    return HttpResponse("in")


def asked(user=None, **meta):
    request = RequestFactory().get("/en/desk/?x=1", **meta)
    request.user = user or AnonymousUser()
    return request


def test_each_decorator_declares_its_rule_for_those_who_walk_the_addresses():
    rules = {
        str(decorated.access_rule)
        for decorated in (
            access.public(seconds=2)(page),
            access.signed_in(page),
            access.may("desk.see")(page),
            access.bearer("tracking link")(page),
            access.demo_only(page),
            access.api("may", "data.edit")(lambda request: None),
        )
    }
    assert rules == {
        "public",
        "signed_in",
        "may(desk.see)",
        "bearer(tracking link)",
        "demo",
        "may(data.edit)",
    }


def test_a_rule_with_a_permission_or_kind_that_does_not_exist_fails_when_it_is_written():
    for wrong in (
        lambda: access.may("desk.sea"),
        lambda: access.api("friends"),
        lambda: access.api("may", "x"),
    ):
        with pytest.raises(ValueError, match="no such"):
            wrong()


def test_a_public_page_says_how_long_it_may_be_kept():
    request = asked()
    access.public(seconds=2)(page)(request)
    assert request.public_seconds == 2


@pytest.mark.django_db
def test_somebody_signed_out_is_sent_to_sign_in_and_back():
    for rule in (access.signed_in, access.may("desk.see")):
        assert rule(page)(asked()).url == "/account/login/?next=/en/desk/%3Fx%3D1"


def test_an_account_without_the_permission_is_refused_and_one_with_it_comes_in(account, tree):
    view = access.may("desk.see")(page)
    with pytest.raises(PermissionDenied):
        view(asked(account(Role.EDITOR, tree["city"])))
    assert view(asked(account(Role.OFFICER, tree["buses"]))).content == b"in"


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8000", "localhost:8000", "[::1]:8000", "[::1]"])
def test_the_demo_answers_this_machine_by_each_of_its_names(host, settings):
    settings.DEMO, settings.ALLOWED_HOSTS = True, ["*"]
    assert access.demo_only(page)(asked(HTTP_HOST=host)).content == b"in"


@pytest.mark.parametrize(
    "meta",
    [
        {"REMOTE_ADDR": "10.0.0.8"},
        {"REMOTE_ADDR": "::ffff:10.0.0.8"},
        {"HTTP_HOST": "127.0.0.1.evil.example"},
        {"HTTP_HOST": "localhost.evil.example:80"},
        {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"HTTP_X_FORWARDED_HOST": "localhost"},
    ],
)
def test_the_demo_answers_nobody_else(meta, settings):
    settings.DEMO, settings.ALLOWED_HOSTS = True, ["*"]
    with pytest.raises(Http404):
        access.demo_only(page)(asked(**{"HTTP_HOST": "127.0.0.1", **meta}))


@pytest.mark.django_db(transaction=True)
def test_one_person_verified_in_two_windows_at_once_gets_one_account():
    accounts = [Account.objects.create_user(f"w{n}@example.org", None) for n in range(4)]
    mark, refused, start = people.fingerprint("L000000018"), [], threading.Barrier(4)

    def verify(account):
        start.wait()
        try:
            people.verify_identity(account=account, fingerprint=mark, by=account)
        except Refusal:
            refused.append(account)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=verify, args=(account,)) for account in accounts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 3 and Account.objects.filter(identity_fingerprint=mark).count() == 1
    assert connection.is_usable()
