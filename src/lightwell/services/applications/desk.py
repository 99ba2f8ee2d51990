"""What the desk has for applications beyond every matter's steps: ask for what is missing, decide, open a file."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lightwell.casework import public as casework
from lightwell.kernel.refusal import Refusal
from lightwell.people import public as people
from lightwell.people.public import access
from lightwell.services.applications import queries, questions, showing
from lightwell.services.applications.actions import deciding
from lightwell.services.applications.forms import WHY, AskForm, DecideForm
from lightwell.services.applications.models import Application
from lightwell.services.applications.own_pages import handed_out
from lightwell.services.forms import public as forms

READ_AND_SEND = ("GET", "HEAD", "POST")  # other methods would leave a note of a look that nobody had


def _at_desk(request: HttpRequest, number: str) -> Application:
    """Return an application that the account may handle, with the look noted; 404 and 403 otherwise."""
    found = queries.application_of(number)
    if found is None:
        raise Http404
    people.require(request.user, "casework.answer", unit=found.matter.unit)
    casework.look(request, found.matter, "desk")
    return found


@require_safe
@access.may("casework.answer")
def file(request: HttpRequest, number: str, public_id: str) -> HttpResponseBase:
    """A file that the person sent; which one was opened is noted for them to read."""
    found = queries.application_of(number)
    if found is None:
        raise Http404
    people.require(request.user, "casework.answer", unit=found.matter.unit)
    upload = queries.file_of(found, public_id)
    if upload is None:
        raise Http404
    casework.look(request, found.matter, "file", upload.file.name)
    return handed_out(found, public_id)


@require_http_methods(READ_AND_SEND)
@access.may("casework.answer")
def ask(request: HttpRequest, number: str) -> HttpResponse:
    """Say at which questions something is missing; the clock stands still until the person has answered."""
    application = _at_desk(request, number)
    form_asked = questions.form_of(application)
    answers = showing.latest_answers(application)
    labels = [(q.id, forms.said(q.label)) for q in questions.asked(form_asked, answers)]
    form = AskForm(request.POST or None, labels=labels, initial={"version": application.matter.version})
    if request.method == "POST" and form.is_valid():
        try:
            deciding.ask(
                application=application, missing=form.missing(), note=form.cleaned_data["note"], by=_account(request),
                version=form.cleaned_data["version"],
            )  # fmt: skip
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(
                request, _("The person has been asked; the clock stands still until they answer.")
            )
            return redirect("casework:work", number)
    context = {
        **_frame(application, answers),
        "form": form,
        "points": [form[name] for name in form.fields if name.startswith(WHY)],
    }
    return render(request, "applications/desk/ask.html", context, status=422 if form.errors else 200)


@require_http_methods(READ_AND_SEND)
@access.may("casework.answer")
def decide(request: HttpRequest, number: str) -> HttpResponse:
    """Write the decision, see the letter as the person will, then make it."""
    application = _at_desk(request, number)
    form = DecideForm(request.POST or None, initial={"version": application.matter.version})
    if request.method == "POST" and request.POST.get("step") != "change" and form.is_valid():
        try:
            if request.POST.get("step") == "send":
                return _decided(request, application, form)
            return _preview(request, application, form)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
    context = {**_frame(application, showing.latest_answers(application)), "form": form}
    return render(request, "applications/desk/decide.html", context, status=422 if form.errors else 200)


def _words(form: DecideForm) -> dict[str, str]:
    return {name: form.cleaned_data[name] for name in ("result", "basis", "reason", "conditions")}


def _preview(request: HttpRequest, application: Application, form: DecideForm) -> HttpResponse:
    context = {
        **_frame(application, {}),
        "html": showing.decision_html(application.matter, **_words(form)),
        "form": form.hide(),
    }
    return render(request, "applications/desk/preview.html", context)


def _decided(request: HttpRequest, application: Application, form: DecideForm) -> HttpResponse:
    version = form.cleaned_data["version"]
    deciding.decide(application=application, **_words(form), by=_account(request), version=version)
    messages.success(request, _("The decision is made, and the person has been told that there is one."))
    return redirect("casework:work", application.matter.number)


def _frame(application: Application, answers: dict[str, Any]) -> dict[str, Any]:
    matter = application.matter
    groups = showing.summary(questions.form_of(application), answers) if answers else []
    return {"application": application, "matter": matter, "groups": groups}


def _account(request: HttpRequest) -> people.Account:
    assert isinstance(request.user, people.Account)  # access.may has let only accounts in
    return request.user
