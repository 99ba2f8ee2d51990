"""The page on which an officer answers a request for data, with what the outcome needs."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lightwell.casework import public as casework
from lightwell.casework.public import Matter
from lightwell.kernel.refusal import Refusal
from lightwell.opendata.requests import actions, queries
from lightwell.opendata.requests.forms import AnswerForm
from lightwell.people import public as people
from lightwell.people.public import access


@access.may("casework.answer")
def answer(request: HttpRequest, number: str) -> HttpResponse:
    """Answer a request and say what came of it; of an answered one, change what came of it."""
    matter = _found(request, number)
    form = _form(matter, request)
    if form is None:
        messages.error(request, _("Accept the request first; then it can be answered."))
        return redirect("casework:work", number)
    if request.method == "POST" and form.is_valid():
        try:
            version = form.cleaned_data["version"]
            actions.answer(matter=matter, answer=form.answer, by=_account(request), version=version)
        except casework.Stale as stale:
            return _again(request, number, stale)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, _("The answer is public now."))
            return redirect("casework:work", number)
    return _show(request, matter, form, status=422 if form.errors else 200)


def _form(matter: Matter, request: HttpRequest, data: object = None) -> AnswerForm | None:
    """The form, None where the request cannot be answered as it stands."""
    kind = matter.kind_data
    if not (kind.move(matter.state, verb="answer") or kind.move(matter.state, verb="close")):
        return None
    sent = data if data is not None else (request.POST if request.method == "POST" else None)
    subjects, units = (
        queries.subjects_to_link(matter.unit),
        people.Unit.objects.filter(active=True).order_by("path"),
    )
    return AnswerForm(sent, matter=matter, subjects=subjects, units=units[:2000])


def _again(request: HttpRequest, number: str, stale: Refusal) -> HttpResponse:
    """Somebody was faster: the same page with what was typed, under the version of now."""
    matter = _found(request, number)
    typed = request.POST.copy()
    typed["version"] = str(matter.version)
    form = _form(matter, request, typed)
    if form is None:
        messages.error(request, stale.message)
        return redirect("casework:work", number)
    form.is_valid()
    form.add_error(None, stale.message)
    return _show(request, matter, form, status=409)


def _show(request: HttpRequest, matter: Matter, form: AnswerForm, *, status: int) -> HttpResponse:
    context = {
        "matter": matter,
        "form": form,
        "statement": casework.statement_of(matter),
        "datasets": queries.datasets_to_give(matter.unit)[:12],
        "similar": queries.similar_datasets(matter.title),
    }
    return render(request, "requests/desk/answer.html", context, status=status)


def _found(request: HttpRequest, number: str) -> Matter:
    matter = queries.request_at_desk(number)
    if matter is None:
        raise Http404
    if not access.powers_in(request).allow(actions.ANSWERS, matter.unit.path):
        raise PermissionDenied(_("This matter belongs to another unit."))
    return matter


def _account(request: HttpRequest) -> people.Account:
    assert isinstance(request.user, people.Account)  # access.may has let only accounts in
    return request.user
