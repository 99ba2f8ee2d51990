"""Who may act for a unit: given and ended by its administrators."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from lightwell.kernel.refusal import Refusal
from lightwell.people import access, queries
from lightwell.people.actions.roles import grant_role, revoke_role
from lightwell.people.forms import GrantForm, refuse
from lightwell.people.models import Account, RoleGrant, Unit
from lightwell.people.powers import require


@access.may("people.administer")
def roles(request: HttpRequest, slug: str) -> HttpResponse:
    """List the roles that hold for a unit, and give one."""
    unit = _administered(request, slug)
    form = GrantForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _grant(unit, form.cleaned_data, request.user)
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("The role is given, and the act stands in the public record."))
            return HttpResponseRedirect(reverse("people:roles", args=[slug]))
    context = {
        "unit": unit,
        "form": form,
        "grants": queries.grants_for(unit),
        "below": queries.below(unit),
    }
    return render(request, "people/roles.html", context)


@access.may("people.administer")
def revoke(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Ask, then end a role."""
    unit = _administered(request, slug)
    grant = RoleGrant.objects.select_related("account", "unit").filter(pk=number, unit=unit).first()
    if grant is None:
        raise Http404
    if request.method != "POST":
        return render(request, "people/revoke.html", {"unit": unit, "grant": grant})
    try:
        revoke_role(grant=grant, by=_account(request))
        messages.success(request, _("The role has ended, and the act stands in the public record."))
    except Refusal as refusal:
        messages.error(request, refusal.message)
    return HttpResponseRedirect(reverse("people:roles", args=[slug]))


def _administered(request: HttpRequest, slug: str) -> Unit:
    unit = queries.unit_at(slug)
    require(request.user, "people.administer", unit=unit)
    return unit


def _grant(unit: Unit, data: dict[str, Any], by: object) -> None:
    account = Account.objects.filter(email=data.pop("email").lower(), is_active=True).first()
    if account is None:
        raise Refusal(
            _("There is no account with this address. Ask the person to create one first."), field="email"
        )
    assert isinstance(by, Account)
    grant_role(account=account, unit=unit, by=by, **data)


def _account(request: HttpRequest) -> Account:
    assert isinstance(request.user, Account)
    return request.user
