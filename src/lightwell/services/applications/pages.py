"""From "Begin" to "Sent": one page of questions after another, kept on the server at each step."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lightwell.kernel.refusal import Refusal
from lightwell.people import public as people
from lightwell.people.public import access
from lightwell.services.applications import brakes, queries, questions, rules, showing
from lightwell.services.applications.actions import drafting, sending
from lightwell.services.applications.forms import LinkForm
from lightwell.services.applications.models import Draft
from lightwell.services.applications.offers import Offer, offer_of
from lightwell.services.forms import public as forms

View = Callable[..., HttpResponse]
HELD = access.bearer("secret in the address of a draft; the account that owns it as well, where one does")


def draft_page(view: View) -> View:
    """Find the draft of an address; a draft with an owner opens for that account alone. One that was sent leads to its receipt."""

    @functools.wraps(view)
    def opened(request: HttpRequest, service: str, key: str, **more: Any) -> HttpResponse:
        draft = queries.draft_of(service, key)
        if draft is None:
            raise Http404(
                _("There is no such draft. It may have been erased: drafts are kept for %(n)d days.")
                % {"n": rules.KEPT_DAYS}
            )
        if draft.account_id is not None and draft.account_id != request.user.pk:
            if request.user.is_authenticated:
                raise Http404
            return redirect_to_login(request.get_full_path(), reverse("account_login"))
        if not draft.open and view.__name__ != "sent":
            return redirect(address("sent", draft))
        response = view(request, draft, **more)
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return opened


def address(name: str, draft: Draft, *more: str) -> str:
    """Return the address of one of a draft's pages; it holds the secret."""
    return reverse(f"applications:{name}", args=[draft.service, draft.secret, *more])


def account_of(request: HttpRequest) -> people.Account | None:
    return request.user if isinstance(request.user, people.Account) else None


def found_offer(service: str) -> Offer:
    offer = offer_of(service)
    if offer is None:
        raise Http404
    return offer


@access.public()
def begin(request: HttpRequest, service: str) -> HttpResponse:
    """What is needed before one begins, drafts that one may go on with, and the button."""
    offer, account, refused = found_offer(service), account_of(request), ""
    if request.method == "POST":
        try:
            if account is None:
                brakes.knock(request.META.get("REMOTE_ADDR", ""), brakes.DRAFTS)
            draft = drafting.begin(offer=offer, language=get_language() or "zh-hant", by=account)
        except Refusal as refusal:
            refused = refusal.message
        else:
            return redirect(address("go_on", draft))
    context = {
        "offer": offer,
        "refused": refused,
        "notices": notices(request),
        "kept_days": rules.KEPT_DAYS,
        "drafts": queries.drafts_of(account, service) if account else [],
        "needs": needs(offer, None, account),
        "sign_in_href": sign_in(request.get_full_path()),
    }
    return render(request, "applications/begin.html", context, status=409 if refused else 200)


def sign_in(path: str) -> str:
    """Return the address of sign-in that leads back."""
    return f"{reverse('account_login')}?{urlencode({'next': path})}"


def notices(request: HttpRequest) -> list[str]:
    return [str(message) for message in messages.get_messages(request)]


def needs(offer: Offer, draft: Draft | None, account: people.Account | None) -> str:
    """Return what is still needed before it can be sent: "" nothing, "contact" an address or account, "identity"."""
    blank = draft or Draft()
    if sending.is_sure(offer, blank, account):
        return ""
    return "identity" if offer.assurance >= people.Assurance.IDENTITY else "contact"


@HELD
@draft_page
def go_on(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Lead to the first page that waits for an answer, or to the check."""
    return redirect(_next(draft))


def _next(draft: Draft) -> str:
    page = forms.first_open(questions.form_of(draft), draft.answers)
    return address("question", draft, page.id) if page else address("check", draft)


@HELD
@draft_page
def question(request: HttpRequest, draft: Draft, page: str) -> HttpResponse:
    """Ask one page; what was typed comes back with its mistakes, what was right is kept."""
    form, answers = questions.form_of(draft), draft.answers
    found = forms.page_asked(form, answers, page)
    if found is None:
        return redirect(_next(draft))
    if request.method != "POST":
        return _ask(request, draft, form, found, forms.PageForm(found, answers=answers))
    typed = forms.PageForm(found, request.POST, request.FILES, answers=answers)
    if typed.is_valid():
        try:
            values, uploads = questions.parted(typed)
            draft = drafting.save_page(draft=draft, values=values, uploads=uploads, by=account_of(request))
        except Refusal as refusal:
            typed.add_error(refusal.field if refusal.field in typed.fields else None, refusal.message)
        else:
            return redirect(address("link", draft) if request.POST.get("do") == "later" else _next(draft))
    return _ask(request, draft, form, found, typed)


def _ask(
    request: HttpRequest, draft: Draft, form: forms.Form, page: forms.Page, typed: forms.PageForm
) -> HttpResponse:
    ids = [one.id for one in forms.asked(form, draft.answers)]
    before = forms.previous_page(form, draft.answers, page.id)
    begin_href = reverse("applications:begin", args=[draft.service])
    context = {
        **_frame(draft),
        "page": page,
        "heading": forms.said(page.title),
        "text": forms.said(page.text),
        "form": typed,
        "place": ids.index(page.id) + 1,
        "total": len(ids),
        "back_href": address("question", draft, before.id) if before else begin_href,
    }
    return render(request, "applications/question.html", context, status=422 if typed.errors else 200)


def _frame(draft: Draft) -> dict[str, Any]:
    offer = found_offer(draft.service)
    return {
        "draft": draft,
        "offer": offer,
        "title": str(offer),
        "hrefs": {name: address(name, draft) for name in ("check", "send", "link", "drop", "claim", "go_on")},
    }


@HELD
@draft_page
def check(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Every answer once more, each with a way to change it, and what happens when it is sent."""
    return _check(request, draft)


def _check(request: HttpRequest, draft: Draft, refused: str = "") -> HttpResponse:
    form, answers = questions.form_of(draft), draft.answers
    frame, account, pages = _frame(draft), account_of(request), forms.asked(form, answers)
    context = {
        **frame,
        "groups": showing.summary(form, answers, lambda page: address("question", draft, page)),
        "complete": not forms.problems_of(form, answers),
        "declaration": forms.said(form.declaration),
        "back_href": address("question", draft, pages[-1].id) if pages else "",
        "needs": needs(frame["offer"], draft, account),
        "sign_in_href": sign_in(request.get_full_path()),
        "account": account,
        "mailed_to": rules.masked(draft.contact),
        "refused": refused,
    }
    return render(request, "applications/check.html", context, status=409 if refused else 200)


@require_POST
@HELD
@draft_page
def send(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Send it. A second press, Back, or a new try after a crash leads to the same receipt."""
    try:
        sending.send(draft=draft, offer=found_offer(draft.service), by=account_of(request))
    except Refusal as refusal:
        return _check(request, draft, refusal.message)
    return redirect(address("sent", draft))


@HELD
@draft_page
def sent(request: HttpRequest, draft: Draft) -> HttpResponse:
    """The receipt: the number, by when there is a decision and how that day was found, and what happens next."""
    if draft.open:
        return redirect(_next(draft))
    return render(request, "applications/sent.html", {**_frame(draft), **showing.receipt(draft)})


@HELD
@draft_page
def link(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Come back later: until when it is kept, and a link by mail for who has no account."""
    form = LinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            drafting.mail_link(draft=draft, address=form.cleaned_data["email"], by=account_of(request))
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, _("The link is on its way. It works until you send the application."))
            return redirect(address("link", draft))
    context = {**_frame(draft), "form": form, "account": account_of(request), "notices": notices(request)}
    context["sign_in_href"] = sign_in(address("link", draft))
    return render(request, "applications/link.html", context, status=422 if form.errors else 200)


@require_POST
@HELD
@draft_page
def claim(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Put the draft into the account that is signed in."""
    account = account_of(request)
    if account is None:
        return redirect_to_login(address("go_on", draft), reverse("account_login"))
    drafting.claim(draft=draft, by=account)
    return redirect(address("go_on", draft))


@HELD
@draft_page
def drop(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Erase the draft, after one question."""
    if request.method == "POST":
        drafting.drop(draft=draft)
        messages.success(request, _("The draft is erased, with everything in it."))
        return redirect("applications:begin", draft.service)
    return render(request, "applications/drop.html", _frame(draft))


@access.bearer("secret of a link that was mailed")
def resume(request: HttpRequest, token: str) -> HttpResponse:
    """Go on from a mailed link. Pressing the button, not opening the page, confirms the address: machines open links too."""
    draft = queries.draft_of_link(token)
    if draft is None:
        return render(request, "applications/link_dead.html", {"kept_days": rules.KEPT_DAYS}, status=410)
    if request.method == "POST":
        drafting.confirm_contact(draft=draft)
        return redirect(address("go_on", draft))
    response = render(request, "applications/resume.html", _frame(draft))
    response.headers["X-Robots-Tag"] = "noindex"
    return response
