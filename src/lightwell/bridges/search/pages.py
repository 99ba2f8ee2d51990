"""The page of the search, and its description for browsers."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse

from lightwell.bridges.search import asking, showing
from lightwell.engines.search.reading import Absent
from lightwell.kernel.refusal import Refusal
from lightwell.people.public import access


@access.public(seconds=2)
def search(request: HttpRequest) -> HttpResponse:
    """What was found, with filters; what was not understood, with what to do (400); or that the index is being built (503)."""
    context: dict[str, Any] = {"typed": request.GET.get("q", ""), "shown": None, "asked": asking.Asked()}
    try:
        asked = asking.read(request.GET)
        context |= {"asked": asked, "typed": asked.text, "shown": _shown(asked)}
    except Refusal as refusal:
        return render(request, "search/search.html", context | {"wrong": refusal.message}, status=400)
    except Absent:
        answer = render(request, "search/search.html", context | {"absent": True}, status=503)
        answer.headers["Retry-After"] = "5"
        return answer
    return render(request, "search/search.html", context)


def _shown(asked: asking.Asked) -> showing.Shown:
    return showing.show(asked, asking.ask(asked))


@access.public(seconds=3600)
def description(request: HttpRequest) -> HttpResponse:
    """Let a browser search here from its own box (OpenSearch)."""
    context = {"site": settings.SITE_URL, "search": settings.SITE_URL + reverse("search:search")}
    text = render_to_string("search/opensearch.xml", context)
    return HttpResponse(text, content_type="application/opensearchdescription+xml; charset=utf-8")
