"""Pages of staff: type in a sheet with its scan beside the form, and draft, open and conclude topics."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lightwell.files import public as files
from lightwell.kernel import clock
from lightwell.kernel.refusal import Refusal
from lightwell.participation.opinions import queries, sheets
from lightwell.participation.opinions.forms import LineForm, SheetForm
from lightwell.participation.opinions.models import Display, Sheet
from lightwell.people import public as people
from lightwell.people.public import access

EMPTY_LINES = 3  # offered below those typed in already
SIGNATURES = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff"}


@access.may("casework.receive")
def transcribe(request: HttpRequest) -> HttpResponse:
    """Begin a sheet, or go on with one that was begun."""
    account = _account(request)
    topics = queries.topics_to_type_in(account)
    form = SheetForm(request.POST or None, request.FILES or None, topics=topics, initial=_first(request))
    if request.method == "POST" and form.is_valid():
        try:
            sheet = sheets.begin_sheet(**form.cleaned_data, by=account)
            return redirect("opinions:sheet", sheet.public_id)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
    context = {
        "form": form,
        "drafts": queries.drafts_of(account),
        "topics": topics,
        "notices": messages.get_messages(request),
    }
    return render(request, "opinions/desk/transcribe.html", context, status=422 if form.errors else 200)


def _first(request: HttpRequest) -> dict[str, Any]:
    return {"received_on": clock.today(), "channel": "paper", "topic": request.GET.get("topic", "")}


@access.may("casework.receive")
def sheet(request: HttpRequest, public_id: str) -> HttpResponse:
    """The lines of a sheet beside its scan; saving shows for each line what said the same before."""
    found, account = _sheet(request, public_id), _account(request)
    if found.entered_at is not None:
        return redirect("opinions:slips", public_id)
    if request.method != "POST":
        return _lines(request, found)
    version = request.POST.get("version", "")
    typed = _typed(request.POST)
    try:
        saved = sheets.save_sheet(
            sheet=found, lines=typed, version=int(version) if version.isdigit() else 0, by=account
        )
    except Refusal as refusal:
        found.lines = typed  # in memory only: shown again under the version that is stored now
        return _lines(request, found, problem=refusal.message)
    return _enter(request, saved, account) if request.POST.get("do") == "enter" else _kept(request, public_id)


def _kept(request: HttpRequest, public_id: str) -> HttpResponse:
    messages.success(request, _("The draft is kept."))
    return redirect("opinions:sheet", public_id)


def _enter(request: HttpRequest, saved: Sheet, account: people.Account) -> HttpResponse:
    try:
        sheets.enter_sheet(sheet=saved, by=account)
    except Refusal as refusal:
        return _lines(request, saved, problem=refusal.message)
    return redirect("opinions:slips", saved.public_id)


@require_POST
@access.may("casework.receive")
def drop(request: HttpRequest, public_id: str) -> HttpResponse:
    """Throw a draft away."""
    try:
        sheets.drop_sheet(sheet=_sheet(request, public_id), by=_account(request))
    except Refusal as refusal:
        messages.error(request, refusal.message)
    return redirect("opinions:transcribe")


@access.may("casework.receive")
def slips(request: HttpRequest, public_id: str) -> HttpResponse:
    """What to print and hand over: each line with its number and the day of its answer."""
    found = _sheet(request, public_id)
    if found.entered_at is None:
        return redirect("opinions:sheet", public_id)
    return render(
        request, "opinions/desk/slips.html", {"sheet": found, "opinions": queries.opinions_on(found)}
    )


@access.may("casework.receive")
def scan(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The scan: a picture whose content is a picture is shown to staff, in a sandbox; everything else is a download."""
    found = _sheet(request, public_id)
    if found.scan is None:
        raise Http404
    try:
        response = files.download_response(found.scan)
    except Refusal as refusal:
        raise Http404(refusal.message)
    if is_picture(found):
        response["Content-Disposition"] = "inline"
    return response


def is_picture(sheet: Sheet) -> bool:
    """Return whether the scan may be shown: checked, declared a PNG or JPEG, and beginning as one."""
    stored = sheet.scan
    if stored is None or stored.state != files.State.CLEAN or stored.media_type not in SIGNATURES:
        return False
    signature = SIGNATURES[stored.media_type]
    with files.open_file(stored) as content:
        return content.read(len(signature)) == signature


def _lines(request: HttpRequest, found: Sheet, *, problem: str = "") -> HttpResponse:
    before = sheets.said_before(found)
    rows = [(_line_form(place, line, before[place]), before[place]) for place, line in enumerate(found.lines)]
    blank = range(len(rows), min(len(rows) + EMPTY_LINES, sheets.MOST_LINES))
    context = {
        "sheet": found,
        "rows": [*rows, *((_line_form(place, {}, []), []) for place in blank)],
        "typed": len(found.lines),
        "problem": problem,
        "picture": is_picture(found),
        "notices": messages.get_messages(request),
    }
    return render(request, "opinions/desk/sheet.html", context, status=409 if problem else 200)


def _line_form(place: int, line: dict[str, str], before: list[sheets.Before]) -> LineForm:
    return LineForm(initial=line, prefix=f"line-{place}", choices=_merge_choices(before))


def _merge_choices(entries: list[sheets.Before]) -> list[tuple[str, str]]:
    if not entries:
        return []
    words = _("Merge with %(number)s: %(title)s")
    merging = [(entry.choice, words % {"number": entry.number, "title": entry.title}) for entry in entries]
    return [*merging, (sheets.OWN, _("Keep it as one of its own"))]


def _typed(data: QueryDict) -> list[dict[str, str]]:
    """Return the lines as they came, whole or half: a draft keeps everything, entering judges it."""
    names = ("text", "display", "name", "email", "merge")
    rows = [
        {name: data.get(f"line-{place}-{name}", "").replace("\x00", "") for name in names}
        for place in range(sheets.MOST_LINES + EMPTY_LINES)
    ]
    return [{**row, "display": row["display"] or Display.COUNT} for row in rows if row["text"].strip()]


def _sheet(request: HttpRequest, public_id: str) -> Sheet:
    found = queries.sheet_of(public_id)
    if found is None:
        raise Http404
    if not access.powers_in(request).allow("casework.receive", found.topic.unit.path):
        raise PermissionDenied(_("This sheet belongs to another unit."))
    return found


def _account(request: HttpRequest) -> people.Account:
    assert isinstance(request.user, people.Account)  # access.may has let only accounts in
    return request.user
