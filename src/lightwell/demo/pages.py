"""Switching the role and moving the clock: demo only, this machine only, and only from pages of this site."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.contrib.auth import login, logout
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from lightwell.casework import public as casework
from lightwell.demo import timeshift
from lightwell.demo.content import people
from lightwell.people.public import Account, access


def _from_this_site(request: HttpRequest) -> None:
    """The bar stands on cached pages and so carries no CSRF token: the browser's own word on the origin must do."""
    origin = request.headers.get("Origin", "")
    site = request.headers.get("Sec-Fetch-Site", "same-origin" if origin else "")
    if site != "same-origin" or (origin and urlsplit(origin).netloc != request.get_host()):
        raise PermissionDenied


def _back(request: HttpRequest) -> HttpResponse:
    came = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(came, allowed_hosts={request.get_host()})
    return HttpResponseRedirect(came if ours else "/")


@csrf_exempt
@access.demo_only
@require_POST
def become(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the demo's people, or out with an empty key."""
    _from_this_site(request)
    key = request.POST.get("who", "")
    logout(request)
    if key:
        email = next((p["email"] for p in people() if p["key"] == key), None)
        account = Account.objects.filter(email=email).first()
        if account is None:
            raise Http404
        login(request, account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return _back(request)


@csrf_exempt
@access.demo_only
@require_POST
def move(request: HttpRequest) -> HttpResponse:
    """Move the clock on by 30 days and let the casework notice: due, overdue, escalated."""
    _from_this_site(request)
    timeshift.move(30)
    casework.sweep()
    return _back(request)
