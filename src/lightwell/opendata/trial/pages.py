"""The drop zone's own page, what came of a file, and its downloads. Nobody signs in for it."""

from __future__ import annotations

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lightwell.kernel.refusal import Refusal
from lightwell.opendata.trial import example, results, rules
from lightwell.opendata.trial.brakes import TooMany
from lightwell.opendata.trial.examining import Busy
from lightwell.opendata.trial.forms import TrialForm, too_large, zone
from lightwell.opendata.trial.showing import shown
from lightwell.opendata.trial.trying import try_file
from lightwell.people.public import access

FRAME = 64 * 1024  # what a form adds around its file
READ_AWAY = 40 * rules.MEGABYTE  # of a body that is too long, so that the browser hears why


@csrf_exempt
@access.public(seconds=60)
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Take a file and lead to what came of it. Its form stands on kept pages and changes nothing of anybody's: it needs no token."""
    if request.method != "POST":
        return render(request, "trial/start.html", zone())
    if _length(request) > rules.SIZE + FRAME:
        _read_away(request)
        return _again(request, too_large(), 413)
    form = TrialForm(request.POST, request.FILES)
    given = "example" in request.POST
    if not given and not form.is_valid():
        return _again(request, str(form.errors["file"][0]), 422)
    file = form.cleaned_data.get("file") if not given else None
    name, chunks = (file.name or "", file.chunks()) if file else (example.NAME, [example.content()])
    try:
        secret = try_file(name=name, chunks=chunks, address=request.META.get("REMOTE_ADDR", ""))
    except Refusal as refusal:
        return _again(request, refusal.message, _status(refusal))
    return HttpResponseRedirect(reverse("trial:result", args=[secret]), status=303)


def _status(refusal: Refusal) -> int:
    return 429 if isinstance(refusal, TooMany) else 503 if isinstance(refusal, Busy) else 422


def _length(request: HttpRequest) -> int:
    told = request.META.get("CONTENT_LENGTH") or "0"
    return int(told) if told.isdecimal() else 0


def _read_away(request: HttpRequest) -> None:
    left = min(_length(request), READ_AWAY)
    while left > 0 and (piece := request.read(min(left, 256 * 1024))):
        left -= len(piece)


def _again(request: HttpRequest, problem: str, status: int) -> HttpResponse:
    """The form once more, with what is wrong and what to do."""
    later = status in (429, 503)
    context = zone() | {"problem": problem, "later": later, "sample": SAMPLE}
    response = render(request, "trial/start.html", context, status=status)
    if later:
        response["Retry-After"] = "30"
    return response


SAMPLE = "日期,行政區,人數\n114/06/17,新店區,128\n114/06/18,板橋區,305\n"


@access.public(seconds=3600)
@require_safe
def example_file(request: HttpRequest) -> HttpResponse:
    """Hand out the example, to be looked at before it is tried."""
    response = HttpResponse(example.content(), content_type="text/csv; charset=big5")
    response["Content-Disposition"] = f'attachment; filename="{example.NAME}"'
    return response


@access.bearer("the secret in a result's address")
@require_safe
def result(request: HttpRequest, secret: str) -> HttpResponse:
    """The clean table with every change beside its original, for as long as it is there."""
    found = results.find(secret)
    if found is None:
        return render(request, "trial/gone.html", {"deleted": False}, status=404)
    return render(request, "trial/result.html", shown(found) | {"may_publish": _may_publish(request)})


def _may_publish(request: HttpRequest) -> bool:
    came = settings.SESSION_COOKIE_NAME in request.COOKIES
    return came and access.powers_in(request).allow("data.edit")


@access.bearer("the secret in a result's address")
@require_safe
def download(request: HttpRequest, secret: str, name: str) -> HttpResponseBase:
    """The clean table as a file; never shown in the browser."""
    file = results.download(secret, name)
    if file is None:
        raise Http404
    response = FileResponse(
        file, content_type=rules.DOWNLOADS[name], as_attachment=True, filename=f"lightwell-{name}"
    )
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


@access.bearer("the secret in a result's address")
@require_POST
def delete(request: HttpRequest, secret: str) -> HttpResponse:
    """Delete a result now."""
    results.forget(secret)
    return HttpResponseRedirect(reverse("trial:deleted"), status=303)


@access.public(seconds=60)
@require_safe
def deleted(request: HttpRequest) -> HttpResponse:
    return render(request, "trial/gone.html", {"deleted": True})
