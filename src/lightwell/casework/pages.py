"""Pages of the register and of one matter."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from lightwell.casework.queries import find_public
from lightwell.people.public import access


@access.public(seconds=2)
def register(request: HttpRequest) -> HttpResponse:
    return render(request, "casework/register.html", {})


@access.public(seconds=2)
def matter(request: HttpRequest, number: str) -> HttpResponse:
    found = find_public(number)
    if found is None:
        raise Http404
    return render(request, "casework/matter.html", {"matter": found})


@access.public(seconds=2)
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    raise Http404


@access.bearer("secret of the tracking link")
def tracked(request: HttpRequest, secret: str) -> HttpResponse:
    raise Http404
