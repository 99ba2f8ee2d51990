"""After sending: give what is missing, read the decision letter, take one's own files back. Signed in, or by the secret link."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lightwell.casework import public as casework
from lightwell.files import public as files
from lightwell.kernel.refusal import Refusal
from lightwell.people import public as people
from lightwell.people.public import access
from lightwell.services.applications import queries, questions, showing
from lightwell.services.applications.actions import sending
from lightwell.services.applications.forms import ReplyForm
from lightwell.services.applications.models import Application
from lightwell.services.applications.sealing import Answers
from lightwell.services.forms import public as forms

LINK = access.bearer("secret of the tracking link")


@dataclass(frozen=True)
class Key:
    """By what right somebody is here: as the person (``theirs``), by account or by the secret of their link; else as staff."""

    theirs: bool
    secret: str = ""
    account: people.Account | None = None

    def address(self, name: str, application: Application, *more: str) -> str:
        """Return an address that keeps the same right."""
        if self.secret:
            return reverse(f"applications:tracked_{name}", args=[self.secret, *more])
        return reverse(f"applications:own_{name}", args=[application.matter.number, *more])

    def matter(self, application: Application) -> str:
        """Return the address of the matter's own page by the same right."""
        name, argument = ("tracked", self.secret) if self.secret else ("own", application.matter.number)
        return reverse(f"casework:{name}", args=[argument])


def by_number(request: HttpRequest, number: str) -> tuple[Application, Key]:
    found = queries.application_read_by(request.user, number)
    if found is None or not isinstance(request.user, people.Account):
        raise Http404
    return found, Key(found.matter.person_id == request.user.pk, account=request.user)


def by_secret(secret: str) -> tuple[Application, Key]:
    found = queries.application_of_secret(secret)
    if found is None:
        raise Http404
    return found, Key(True, secret)


@access.signed_in
def own_more(request: HttpRequest, number: str) -> HttpResponse:
    """What the office misses, and fields for it."""
    return _more(request, *by_number(request, number))


@LINK
def tracked_more(request: HttpRequest, secret: str) -> HttpResponse:
    return _more(request, *by_secret(secret))


@require_safe
@access.signed_in
def own_letter(request: HttpRequest, number: str) -> HttpResponse:
    """The decision as a letter, to be read or printed; a look by staff is noted."""
    return _letter(request, *by_number(request, number))


@require_safe
@LINK
def tracked_letter(request: HttpRequest, secret: str) -> HttpResponse:
    return _letter(request, *by_secret(secret))


@require_safe
@LINK
def tracked_file(request: HttpRequest, secret: str, public_id: str) -> HttpResponseBase:
    """A file that the person gave, for the holder of the link; an account has the file's own address."""
    application, _key = by_secret(secret)
    return handed_out(application, public_id)


def handed_out(application: Application, public_id: str) -> HttpResponseBase:
    """Return a file of an application as a download; words where it is still checked or was refused."""
    upload = queries.file_of(application, public_id)
    if upload is None:
        raise Http404
    try:
        return files.download_response(upload.file)
    except Refusal as refusal:
        return HttpResponse(refusal.message, status=409, content_type="text/plain; charset=utf-8")


def _more(request: HttpRequest, application: Application, key: Key) -> HttpResponse:
    if not key.theirs:
        raise Http404
    inquiry = queries.inquiry_of(application)
    if inquiry is None:
        messages.info(request, _("The office is not waiting for anything. What you sent before has arrived."))
        return redirect(key.matter(application))
    form = questions.form_of(application)
    page = questions.page_with(form, inquiry.missing)
    answers = showing.latest_answers(application)
    posted = request.method == "POST"
    typed = forms.PageForm(page, request.POST if posted else None, request.FILES, answers=answers)
    reply = ReplyForm(request.POST if posted else None)
    if posted and typed.is_valid() and reply.is_valid():
        try:
            _supply(application, typed, answers, reply.cleaned_data["reply"], key)
        except Refusal as refusal:
            place = typed if refusal.field in typed.fields else reply
            place.add_error(refusal.field if refusal.field in place.fields else None, refusal.message)
        else:
            messages.success(request, _("Thank you. What you sent has arrived, and the office goes on."))
            return redirect(key.matter(application))
    context: dict[str, Any] = {
        "matter": application.matter,
        "inquiry": inquiry,
        "form": typed,
        "points": [(forms.said(one.label), inquiry.missing[one.id]) for one in page.questions],
        "reply": reply,
        "back_href": key.matter(application),
    }
    wrong = typed.errors or reply.errors
    return render(request, "applications/more.html", context, status=422 if wrong else 200)


def _supply(application: Application, typed: forms.PageForm, before: Answers, reply: str, key: Key) -> None:
    values, uploads = questions.parted(typed)
    changed = {name: value for name, value in values.items() if value != before.get(name)}
    sending.supply(application=application, values=changed, uploads=uploads, reply=reply, by=key.account)


def _letter(request: HttpRequest, application: Application, key: Key) -> HttpResponse:
    if not hasattr(application, "decision"):
        raise Http404
    casework.look(request, application.matter, "letter")
    context = {**showing.letter(application), "back_href": key.matter(application), "theirs": key.theirs}
    response = render(request, "applications/letter.html", context)
    response.headers["X-Robots-Tag"] = "noindex"
    return response
