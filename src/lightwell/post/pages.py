"""The demo's letter box: mail that would have gone out, for whoever sits at this machine."""

from __future__ import annotations

import functools
from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lightwell.kernel.loopback import is_loopback
from lightwell.post import mailbox

PAGE = 30
View = Callable[..., HttpResponse]


def _demo_only(view: View) -> View:
    """Nobody outside the demo, and there only this machine: 404 otherwise."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponse:
        if not settings.DEMO or not is_loopback(request.META):
            raise Http404
        return view(request, *args, **kwargs)

    guarded.access_rule = "demo"  # type: ignore[attr-defined]
    return guarded


@require_safe
@_demo_only
def box(request: HttpRequest) -> HttpResponse:
    """The newest mails."""
    before = request.GET.get("before", "")
    mails = mailbox.newest(PAGE + 1, before if mailbox.NAME.match(before) else "")
    older = mails[PAGE - 1].name if len(mails) > PAGE else ""
    return render(request, "post/box.html", {"mails": mails[:PAGE], "older": older, "before": before})


@require_safe
@_demo_only
def letter(request: HttpRequest, name: str) -> HttpResponse:
    """One mail as its reader would see it."""
    mail = mailbox.one(name)
    if mail is None:
        raise Http404(_("There is no such mail in the folder any more."))
    return render(request, "post/letter.html", {"mail": mail})
