"""Pages of a petition's author: write, look at it with what is like it, hand it in, take it back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lightwell.kernel import clock
from lightwell.kernel.refusal import Refusal
from lightwell.participation.petitions import actions, policies, queries
from lightwell.participation.petitions.actions import Text
from lightwell.participation.petitions.forms import DraftForm, WithdrawForm
from lightwell.participation.petitions.models import Petition
from lightwell.participation.petitions.pages import ID, steps_of
from lightwell.participation.petitions.rules import VERIFIED, State
from lightwell.participation.petitions.standing import standing_of
from lightwell.people import public as people
from lightwell.people.public import access


@access.signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """All petitions that somebody wrote or signed."""
    account = account_of(request)
    context = {"petitions": queries.petitions_of(account), "signed": queries.signed_by(account)}
    return render(request, "petitions/mine.html", context)


@access.signed_in
def new(request: HttpRequest) -> HttpResponse:
    """Begin a petition, empty or with the text of an own one that was not accepted or has ended."""
    account = account_of(request)
    begun = request.GET.get("from", "")
    earlier = queries.any_petition(begun) if ID.fullmatch(begun) else None
    first = earlier if earlier is not None and earlier.author_id == account.pk else None
    form = DraftForm(request.POST or None, units=_units(), petition=first)
    return _write(
        request,
        form,
        lambda text: actions.write_draft(text=text, by=account, nonce=form.cleaned_data["nonce"]),
    )


@access.signed_in
def edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change a draft."""
    found, account = own_petition(request, public_id), account_of(request)
    if found.state != State.DRAFT:
        return redirect("petitions:own", public_id)
    form = DraftForm(request.POST or None, units=_units(), petition=found)
    return _write(
        request, form, lambda text: actions.edit_draft(petition=found, text=text, by=account), found
    )


def _write(
    request: HttpRequest, form: DraftForm, save: Callable[[Text], Petition], found: Petition | None = None
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("petitions:own", save(_text(form)).public_id)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
    context = {"form": form, "petition": found, "policy": policies.policy_on(clock.today())}
    return render(request, "petitions/write.html", context, status=422 if form.errors else 200)


def _text(form: DraftForm) -> Text:
    fields = {name: form.cleaned_data[name] for name in ("title", "ask", "why", "unit", "display")}
    return Text(**fields, language=get_language() or "zh-hant")


@access.signed_in
def own(request: HttpRequest, public_id: str) -> HttpResponse:
    """A petition as its author sees it: as the public will, with what is like it and what can be done now."""
    return _own(request, own_petition(request, public_id))


def _own(
    request: HttpRequest, found: Petition, form: WithdrawForm | None = None, problem: str = ""
) -> HttpResponse:
    account = account_of(request)
    context = {
        "petition": found,
        "account_name": account.name,
        "standing": standing_of(found),
        "similar": queries.similar(found.title, found.ask, exclude=found.public_id) if _unread(found) else [],
        "verified": people.assurance_of(account) >= VERIFIED,
        "policy": found.policy or policies.policy_on(clock.today()),
        "form": form or WithdrawForm(),
        "problem": problem,
        "notices": messages.get_messages(request),
        **steps_of(found),
    }
    return render(request, "petitions/own.html", context, status=409 if problem else 200)


def _unread(found: Petition) -> bool:
    return found.state in (State.DRAFT, State.MODERATION)


@require_POST
@access.signed_in
def submit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Hand a draft in; a second press changes nothing."""
    found = own_petition(request, public_id)
    if found.state == State.MODERATION:
        return redirect("petitions:own", public_id)
    return _do(
        request,
        found,
        lambda: actions.submit(petition=found, by=account_of(request)),
        _("Your petition has been handed in."),
    )


@require_POST
@access.signed_in
def take_back(request: HttpRequest, public_id: str) -> HttpResponse:
    """Make a draft of it again."""
    found = own_petition(request, public_id)
    return _do(
        request,
        found,
        lambda: actions.take_back(petition=found, by=account_of(request)),
        _("It is a draft again."),
    )


@require_POST
@access.signed_in
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take a petition off that collects signatures."""
    found, form = own_petition(request, public_id), WithdrawForm(request.POST)
    if not form.is_valid():
        return _own(request, found, form, _("The text is too long."))
    reason = form.cleaned_data["reason"]
    return _do(
        request,
        found,
        lambda: actions.withdraw(petition=found, by=account_of(request), reason=reason),
        _("Your petition has been taken back."),
    )


@require_POST
@access.signed_in
def drop(request: HttpRequest, public_id: str) -> HttpResponse:
    """Throw a draft away."""
    found = own_petition(request, public_id)
    try:
        actions.drop_draft(petition=found, by=account_of(request))
    except Refusal as refusal:
        return _own(request, found, problem=refusal.message)
    return redirect("petitions:mine")


def _do(request: HttpRequest, found: Petition, action: Callable[[], Any], done: str) -> HttpResponse:
    try:
        action()
    except Refusal as refusal:
        return _own(request, found, problem=refusal.message)
    messages.success(request, done)
    return redirect("petitions:own", found.public_id)


def own_petition(request: HttpRequest, public_id: str) -> Petition:
    """Return a petition of the account that asks; 404 for one of somebody else, as if it did not exist."""
    found = queries.any_petition(public_id)
    if found is None or found.author_id != account_of(request).pk:
        raise Http404
    return found


def account_of(request: HttpRequest) -> people.Account:
    """Return the account behind a view that lets only accounts in."""
    assert isinstance(request.user, people.Account)
    return request.user


def _units() -> list[people.Unit]:
    return list(people.Unit.objects.filter(active=True).order_by("path"))
