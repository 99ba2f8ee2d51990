"""Pages of staff: petitions to be checked, and notes on those that are answered."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lightwell.kernel import clock
from lightwell.kernel.refusal import Refusal
from lightwell.participation.petitions import moderation, notes, policies, queries
from lightwell.participation.petitions.author_pages import account_of
from lightwell.participation.petitions.criteria import CRITERIA
from lightwell.participation.petitions.forms import NoteForm, PolicyForm, RejectForm
from lightwell.participation.petitions.models import Note, Petition
from lightwell.participation.petitions.rules import State
from lightwell.participation.petitions.standing import standing_of
from lightwell.people.public import access

CHECKED = (State.MODERATION, State.COLLECTING)


@access.may("casework.moderate")
def waiting(request: HttpRequest) -> HttpResponse:
    """What is to be checked, the one due first at the top."""
    found = [(petition, standing_of(petition)) for petition in queries.to_moderate(account_of(request))]
    context = {"petitions": found, "notices": messages.get_messages(request)}
    return render(request, "petitions/desk/waiting.html", context)


@access.may("casework.moderate")
def moderate(request: HttpRequest, public_id: str) -> HttpResponse:
    """One petition beside the criteria; accept it, or say which criterion it does not meet."""
    found = _petition(request, public_id, "casework.moderate")
    if found.state not in CHECKED:
        return redirect("petitions:waiting" if not found.public else "petitions:petition", *_args(found))
    if request.method == "POST":
        return _decide(request, found)
    return _show(request, found, RejectForm())


def _args(found: Petition) -> list[str]:
    return [found.public_id] if found.public else []


def _decide(request: HttpRequest, found: Petition) -> HttpResponse:
    form = RejectForm(request.POST)
    try:
        if request.POST.get("do") == "accept":
            moderation.accept(petition=found, by=account_of(request))
            messages.success(request, _("Accepted: it can be signed now."))
            return redirect("petitions:waiting")
        if form.is_valid():
            moderation.reject(petition=found, **form.cleaned_data, by=account_of(request))
            messages.success(request, _("Not accepted; the reason is public."))
            return redirect("petitions:waiting")
    except Refusal as refusal:
        form.is_valid()
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
    return _show(request, found, form)


def _show(request: HttpRequest, found: Petition, form: RejectForm) -> HttpResponse:
    context = {
        "petition": found,
        "standing": standing_of(found),
        "similar": queries.similar(found.title, found.ask, exclude=found.public_id),
        "criteria": CRITERIA,
        "form": form,
        "late": found.state == State.COLLECTING,
    }
    return render(request, "petitions/desk/moderate.html", context, status=422 if form.errors else 200)


@access.may("casework.answer")
def note(request: HttpRequest, public_id: str) -> HttpResponse:
    """Report on a petition that is answered: a note, a promise with a day, a promise that was kept."""
    found = _petition(request, public_id, "casework.answer")
    if found.state not in notes.REPORTED:
        raise Http404
    form = NoteForm(request.POST or None, promises=_open_promises(found))
    if request.method == "POST" and form.is_valid():
        try:
            notes.add_note(petition=found, **_given(form), by=account_of(request))
            return redirect(f"{found.get_absolute_url()}#notes")
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
    context = {"petition": found, "form": form, "standing": standing_of(found)}
    return render(request, "petitions/desk/note.html", context, status=422 if form.errors else 200)


@access.may("people.administer")
def policy(request: HttpRequest) -> HttpResponse:
    """Let new numbers hold from a day to come; the numbers of today stand in the form."""
    names = ("moderation_days", "collecting_days", "threshold")
    today = policies.policy_on(clock.today())
    form = PolicyForm(request.POST or None, initial={name: getattr(today, name) for name in names})
    if request.method == "POST" and form.is_valid():
        try:
            policies.add_policy(
                starts_on=form.cleaned_data["starts_on"], terms=form.terms(), by=account_of(request)
            )
            return redirect("petitions:criteria")
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
    return render(request, "petitions/desk/policy.html", {"form": form}, status=422 if form.errors else 200)


def _given(form: NoteForm) -> dict[str, Any]:
    return {name: form.cleaned_data.get(name) for name in ("text", "due_on", "keeps")}


def _open_promises(found: Petition) -> list[Note]:
    return list(found.notes.filter(due_on__isnull=False, kept_by=None).order_by("due_on"))


def _petition(request: HttpRequest, public_id: str, permission: str) -> Petition:
    found = queries.any_petition(public_id)
    if found is None or found.state == State.DRAFT:
        raise Http404
    unit = found.matter.unit if found.matter else found.unit
    if not access.powers_in(request).allow(permission, unit.path):
        raise PermissionDenied(_("This petition belongs to another unit."))
    return found
