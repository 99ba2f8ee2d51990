"""Public pages: ask for data, see what is like it, the list of all requests. A request's own page is its matter's."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lightwell.casework import public as casework
from lightwell.casework.public import Matter
from lightwell.kernel.refusal import Refusal
from lightwell.opendata.requests import queries
from lightwell.opendata.requests.actions import Wish, ask
from lightwell.opendata.requests.brakes import knock
from lightwell.opendata.requests.forms import AskForm, ListForm
from lightwell.opendata.requests.kind import DATA_REQUEST, REJECTIONS
from lightwell.opendata.requests.models import Format
from lightwell.people import public as people
from lightwell.people.public import access

SENT = "lightwell.requests.sent"
SENT_FOR = 30 * 86400  # seconds for which the page after sending can be opened


@access.public(seconds=2)
def requests(request: HttpRequest) -> HttpResponse:
    """All requests for data, the newest first: where each stands, and what came of it."""
    units = queries.answering_units()
    form = ListForm(request.GET, units=units)
    page = queries.listed(units, **form.asked, after=request.GET.get("after", ""))
    chains = queries.chains_of(page.rows)
    here, narrowed = reverse("requests:requests"), urlencode(form.asked)
    query = urlencode({"kind": DATA_REQUEST.name} | ({"lang": "en"} if get_language() == "en" else {}))
    context = {
        "form": form,
        "rows": [(matter, chains.get(matter.number)) for matter in page.rows],
        "narrowed": bool(form.asked),
        "older_href": f"{here}?{urlencode(form.asked | {'after': page.older_after})}"
        if page.older_after
        else "",
        "newest_href": f"{here}?{narrowed}" if page.newer_before else "",
        "files": {name: f"{reverse(f'register_{name}')}?{query}" for name in ("csv", "json", "atom")},
        "days": DATA_REQUEST.terms,
        "basis": DATA_REQUEST.basis.in_language(get_language()),
    }
    return render(request, "requests/requests.html", context)


@access.public()
def ask_page(request: HttpRequest) -> HttpResponse:
    """Ask for data: the form, then "is this right?" with what there is already, then it is sent."""
    account = request.user if isinstance(request.user, people.Account) else None
    units = queries.answering_units()
    if request.method != "POST":
        asked = {
            "title": request.GET.get("title", "")[:120].replace("\x00", ""),
            "unit": request.GET.get("unit", ""),
        }
        return _form(request, AskForm(units=units, account=account, initial=asked))
    form = AskForm(request.POST, units=units, account=account)
    step = "send" if request.POST.get("supports") else request.POST.get("step", "check")
    if not form.is_valid() or step == "change":
        return _form(request, form)
    try:
        return _send(request, form) if step == "send" else _check(request, form)
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return _form(request, form)


@require_safe
@access.public()
def similar(request: HttpRequest) -> HttpResponse:
    """A piece of the form: what there is already, while somebody types. Without a script the next page shows it."""
    title = request.GET.get("title", "")[:120].replace("\x00", "")
    found = queries.similar_to(title) if len(title.strip()) >= 2 else queries.Similar()
    return render(request, "requests/parts/similar.html", {"similar": found, "typing": True})


def _form(request: HttpRequest, form: AskForm) -> HttpResponse:
    reasons = (DATA_REQUEST.reason_or_none(code) for code in REJECTIONS)
    context = {
        "form": form,
        "writer": form.account,
        "rejections": [str(reason.label) for reason in reasons if reason],
        "days": DATA_REQUEST.terms,
        "basis": DATA_REQUEST.basis.in_language(get_language()),
    }
    return render(request, "requests/ask.html", context, status=422 if form.errors else 200)


def _check(request: HttpRequest, form: AskForm) -> HttpResponse:
    _brake(request, "check")
    data = form.cleaned_data
    named = data["display"] != "count"
    hidden = AskForm(
        {**request.POST.dict(), "nonce": data["nonce"]}, units=form.units.values(), account=form.account
    ).hide()
    context = {
        "form": hidden,
        "data": data,
        "unit": form.chosen_unit,
        "format": Format(data["format"]).label,
        "shown": (data.get("shown_name") or (form.account and _("as your account says"))) if named else "",
        "similar": queries.similar_to(data["title"], data["text"]),
    }
    return render(request, "requests/check.html", context)


def _send(request: HttpRequest, form: AskForm) -> HttpResponse:
    _brake(request, "account" if form.account else "anonymous")
    data = form.cleaned_data
    wish = Wish(
        title=data["title"], text=data["text"], unit=form.chosen_unit, purpose=data["purpose"], format=data["format"],
        display=data["display"], shown_name=data.get("shown_name", ""), email=data.get("email", ""),
        language=get_language() or "zh-hant",
    )  # fmt: skip
    supports = _supported(request.POST["supports"]) if request.POST.get("supports") else None
    matter = ask(wish=wish, nonce=data["nonce"], supports=supports, by=form.account)
    return redirect("requests:sent", signing.dumps(matter.number, salt=SENT))


@require_safe
@access.bearer("signed number of the request just sent")
def sent(request: HttpRequest, token: str) -> HttpResponse:
    """The number, by when there is an answer, and the link to follow it; only who sent it has this address."""
    try:
        number = signing.loads(token, salt=SENT, max_age=SENT_FOR)
    except signing.BadSignature:
        raise Http404
    rows = Matter.objects.select_related("unit", "escalated_to", "policy", "merged_into")
    matter = rows.filter(number=number, kind=DATA_REQUEST.name).first()
    if matter is None:
        raise Http404
    context: dict[str, Any] = {
        "matter": matter,
        "statement": casework.statement_of(matter),
        "tracking_url": casework.tracking_url(matter),
    }
    return render(request, "requests/sent.html", context)


def _supported(number: str) -> Matter:
    found = queries.public_request(number)
    if found is None:
        raise Refusal(_("That request is not there any more. Send yours by itself."))
    return found


def _brake(request: HttpRequest, kind: str) -> None:
    account = request.user if isinstance(request.user, people.Account) else None
    knock(f"account {account.pk}" if account else request.META.get("REMOTE_ADDR", ""), kind)
