"""Pages for what went wrong: what happened and what to do, in the page's language."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string


def _page(request: HttpRequest, status: int) -> HttpResponse:
    if request.path_info.startswith("/api/"):
        return JsonResponse({"error": {"status": status, "message": API_WORDS[status]}}, status=status)
    return HttpResponse(render_to_string(f"design/errors/{status}.html", {}, request), status=status)


API_WORDS = {
    400: "The request could not be read. Check it against /api/v1/openapi.json.",
    403: "You may not do this. Sign in with an account that may.",
    404: "There is nothing at this address. See /api/v1/openapi.json for what there is.",
    500: "We failed. The fault is noted; try again in a moment.",
}


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 404)


def failed(request: HttpRequest) -> HttpResponse:
    """The page for our own faults is made without the request: what failed may be the database that knows the account."""
    if request.path_info.startswith("/api/"):
        return _page(request, 500)
    return HttpResponse(render_to_string("design/errors/500.html"), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return HttpResponse(render_to_string("frontdoor/stale_form.html", {}, request), status=403)
