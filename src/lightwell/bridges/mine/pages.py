"""The page of everything that is one's own, and its download."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from lightwell.bridges.mine import gathering
from lightwell.kernel import clock
from lightwell.people import public as people
from lightwell.people.public import access


@access.signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """What needs the person first, then each section, then what there is nothing of, with a way to begin."""
    shown = gathering.sections_of(_me(request))
    context = {
        "waiting": gathering.waiting(shown),
        "held": [each for each in shown if each.items],
        "empty": [each for each in shown if not each.items],
    }
    return render(request, "mine/mine.html", context)


@access.signed_in
def download(request: HttpRequest) -> HttpResponse:
    """The same and all that the page leaves out, as one JSON file to keep."""
    made = {"made_at": clock.local(clock.now()), **gathering.download(_me(request))}
    answer = JsonResponse(made, json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer.headers["Content-Disposition"] = f'attachment; filename="my-data-{clock.today():%Y%m%d}.json"'
    return answer


def _me(request: HttpRequest) -> people.Account:
    assert isinstance(request.user, people.Account)
    return request.user
