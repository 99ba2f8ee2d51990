"""What only the person of a matter sees and does: signed in, or with the secret of the tracking link."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from lightwell.casework import contact
from lightwell.casework.actions.guarding import stop_mail
from lightwell.casework.actions.moving import withdraw
from lightwell.casework.models import Matter
from lightwell.casework.pages import slip
from lightwell.casework.presenting import name_of, show, title_of
from lightwell.casework.queries import find, find_by_secret, matters_of, may_read
from lightwell.casework.reading import look, reads_of
from lightwell.kernel.refusal import Refusal
from lightwell.people.public import access
from lightwell.record import public as record


@dataclass(frozen=True)
class Key:
    """By what right somebody reads a matter: as its person or by its secret (``theirs``), else as staff."""

    theirs: bool
    secret: str = ""

    def address(self, name: str, matter: Matter) -> str:
        """Return an address that keeps the same right: under the secret, or under the number for who is signed in."""
        if self.secret:
            return reverse(f"casework:tracked{name}", args=[self.secret])
        return reverse(f"casework:own{name}", args=[matter.number])


class WithdrawForm(forms.Form):
    """Why somebody takes a matter back, if they wish to say."""

    reason = forms.CharField(
        label=gettext_lazy("Why? The public can read it."),
        max_length=500,
        required=False,
        widget=forms.Textarea,
    )


def _by_number(request: HttpRequest, number: str) -> tuple[Matter, Key]:
    found = find(number)
    if found is None or not may_read(request.user, found):
        raise Http404
    return found, Key(found.person_id == request.user.pk)


def _by_secret(secret: str) -> tuple[Matter, Key]:
    found = find_by_secret(secret)
    if found is None:
        raise Http404
    return found, Key(True, secret)


@access.signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """All matters of the person who is signed in, the newest first."""
    return render(request, "casework/mine.html", {"matters": matters_of(request.user)})  # type: ignore[arg-type]


@require_safe
@access.signed_in
def own(request: HttpRequest, number: str) -> HttpResponse:
    """A matter for its person and its unit; others are led to its public page, if it has one."""
    found = find(number)
    if found is not None and not found.private and not may_read(request.user, found):
        return redirect("casework:matter", number)
    return _show(request, *_by_number(request, number))


@require_safe
@access.signed_in
def own_receipt(request: HttpRequest, number: str) -> HttpResponse:
    found, key = _by_number(request, number)
    look(request, found, "page")
    return slip(request, found, request.build_absolute_uri(key.address("", found)))


@access.signed_in
def own_withdraw(request: HttpRequest, number: str) -> HttpResponse:
    return _withdraw(request, *_by_number(request, number))


@require_POST
@access.signed_in
def own_stop_mail(request: HttpRequest, number: str) -> HttpResponse:
    return _stop_mail(request, *_by_number(request, number))


@require_safe
@access.bearer("secret of the tracking link")
def tracked(request: HttpRequest, secret: str) -> HttpResponse:
    """The same page for whoever holds the link that the receipt carried."""
    return _show(request, *_by_secret(secret))


@require_safe
@access.bearer("secret of the tracking link")
def tracked_receipt(request: HttpRequest, secret: str) -> HttpResponse:
    found, key = _by_secret(secret)
    return slip(request, found, request.build_absolute_uri(key.address("", found)))


@access.bearer("secret of the tracking link")
def tracked_withdraw(request: HttpRequest, secret: str) -> HttpResponse:
    return _withdraw(request, *_by_secret(secret))


@require_POST
@access.bearer("secret of the tracking link")
def tracked_stop_mail(request: HttpRequest, secret: str) -> HttpResponse:
    return _stop_mail(request, *_by_secret(secret))


def _show(request: HttpRequest, matter: Matter, key: Key) -> HttpResponse:
    look(request, matter, "page")
    sealed = record.openings_of(matter.ref) if matter.private else []
    context = {
        "matter": matter,
        "shown": show(matter, insider=True),
        "title": title_of(matter, insider=True),
        "name": name_of(matter),
        "unit_href": reverse("people:unit", args=[matter.unit.slug]),
        "notices": [str(message) for message in messages.get_messages(request)],
        "sealed": [
            {
                "title": record.act_name(act.act),
                "text": json.dumps(act.document, ensure_ascii=False, indent=1),
            }
            for act in sealed
            if not act.erased
        ],
        "slip_href": key.address("_receipt", matter),
        "reads": reads_of(matter) if matter.private else [],
        "slot_name": "matter_tracked" if key.secret else "matter_own" if key.theirs else "matter_staff",
        **_offers(matter, key),
    }
    return _unlinked(render(request, "casework/own.html", context))


def _offers(matter: Matter, key: Key) -> dict[str, Any]:
    """What the person can do; staff do it at their desk."""
    may_withdraw = key.theirs and matter.kind_data.move(matter.state, verb="withdraw") is not None
    may_stop = key.theirs and bool(contact.address_of(matter))
    return {
        "withdraw_href": key.address("_withdraw", matter) if may_withdraw else "",
        "mail_href": key.address("_stop_mail", matter) if may_stop else "",
    }


def _withdraw(request: HttpRequest, matter: Matter, key: Key) -> HttpResponse:
    if not key.theirs:
        raise Http404
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            by = None if key.secret else request.user
            withdraw(matter=matter, by=by, reason=form.cleaned_data["reason"], bearer=bool(key.secret))  # type: ignore[arg-type]
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("You took it back. Nothing more will happen."))
            return _unlinked(redirect(key.address("", matter)))
    context = {"form": form, "matter": matter, "back_href": key.address("", matter)}
    return _unlinked(render(request, "casework/withdraw.html", context))


def _stop_mail(request: HttpRequest, matter: Matter, key: Key) -> HttpResponse:
    if not key.theirs:
        raise Http404
    stop_mail(matter=matter)
    messages.success(request, _("We no longer write to you about this matter."))
    return _unlinked(redirect(key.address("", matter)))


def _unlinked(response: HttpResponse) -> HttpResponse:
    """Let neither search engines nor the next site learn the address: it may hold a secret."""
    response.headers["X-Robots-Tag"] = "noindex"
    # With "no-referrer" browsers send their own forms with "Origin: null", which the CSRF check must refuse.
    response.headers["Referrer-Policy"] = "same-origin"
    return response
