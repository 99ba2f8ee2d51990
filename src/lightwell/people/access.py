"""Who may open a view. Every view carries one of these decorators; a house test walks all addresses and fails without.

A decorator decides whether somebody may come in at all; what they may do to one thing is asked again by the action, with
``can`` and that thing's unit.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.request import split_domain_port
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from lightwell.people.powers import powers_of
from lightwell.people.roles import roles_with
from lightwell.people.rules import Powers

View = Callable[..., HttpResponseBase]
Operation = TypeVar("Operation", bound=Callable[..., Any])


@dataclass(frozen=True)
class Rule:
    """The declared rule of a view: ``kind`` is public, signed_in, may, bearer or demo; ``detail`` says which or why."""

    kind: str
    detail: str = ""
    seconds: int = 0

    def __str__(self) -> str:
        return f"{self.kind}({self.detail})" if self.detail else self.kind


def public(seconds: int = 0) -> Callable[[View], View]:
    """Anybody. With ``seconds``, caches may keep the page that long: it must not read session, account or CSRF token."""

    def enter(request: HttpRequest) -> None:
        request.public_seconds = seconds  # type: ignore[attr-defined]

    return _guard(Rule("public", seconds=seconds), enter)


def signed_in(view: View) -> View:
    """Anybody with an account; others are sent to sign in and come back."""
    return _guard(Rule("signed_in"), _to_sign_in)(view)


def may(permission: str) -> Callable[[View], View]:
    """An account with this permission for at least one unit; 403 with words for other accounts."""
    roles_with(permission)

    def enter(request: HttpRequest) -> HttpResponseBase | None:
        refused = _to_sign_in(request)
        if refused is None and not powers_in(request).allow(permission):
            raise PermissionDenied(
                _("Your roles do not include this. An administrator can give you one that does.")
            )
        return refused

    return _guard(Rule("may", permission), enter)


def powers_in(request: HttpRequest) -> Powers:
    """Return what the account of a request may do, read once a request however often a page asks."""
    found = getattr(request, "lightwell_powers", None)
    if found is None:
        found = request.lightwell_powers = powers_of(request.user)  # type: ignore[attr-defined]
    return found


def bearer(reason: str) -> Callable[[View], View]:
    """Whoever holds the secret in the address or header; the view itself compares it. ``reason`` says which secret."""
    return _guard(Rule("bearer", reason), lambda request: None)


def demo_only(view: View) -> View:
    """Nobody outside the demo, and there only this machine: 404 otherwise."""
    return _guard(Rule("demo"), _demo)(view)


def api(kind: str, detail: str = "") -> Callable[[Operation], Operation]:
    """Mark an API operation with its rule: public, bearer, or may with a permission. Ninja's ``auth`` enforces it."""
    if kind not in {"public", "bearer", "may", "signed_in"}:
        raise ValueError(f"no such rule: {kind}")
    if kind == "may":
        roles_with(detail)

    def mark(operation: Operation) -> Operation:
        operation.access_rule = Rule(kind, detail)  # type: ignore[attr-defined]
        return operation

    return mark


def is_loopback(request: HttpRequest) -> bool:
    """Return whether the request comes from this machine itself, not through a proxy or a foreign host name.

    The Host header is judged too: a page elsewhere that points its own name at 127.0.0.1 is not this machine's user.
    """
    if any(f"HTTP_{name}" in request.META for name in ("X_FORWARDED_FOR", "FORWARDED", "X_FORWARDED_HOST")):
        return False
    host, _port = split_domain_port(request.get_host())
    return _loopback(request.META.get("REMOTE_ADDR", "")) and (
        host == "localhost" or _loopback(host.strip("[]"))
    )


def _loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def _demo(request: HttpRequest) -> None:
    if not settings.DEMO or not is_loopback(request):
        raise Http404


def _to_sign_in(request: HttpRequest) -> HttpResponseBase | None:
    if request.user.is_authenticated:
        return None
    return redirect_to_login(request.get_full_path(), reverse("account_login"))


def _guard(rule: Rule, enter: Callable[[HttpRequest], HttpResponseBase | None]) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            refused = enter(request)
            return view(request, *args, **kwargs) if refused is None else refused

        guarded.access_rule = rule  # type: ignore[attr-defined]
        return guarded

    return decorate
