"""The directory as everybody reads it: services by what happens in a life, one service, what its form asks."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from lightwell.people.public import access
from lightwell.record import public as record
from lightwell.services.directory import links, queries
from lightwell.services.directory.models import Service
from lightwell.services.directory.words import ASSURANCES, CHANNELS
from lightwell.services.forms import public as forms

NEEDS = {
    ASSURANCES["none"]: _("Nothing beyond your answers."),
    ASSURANCES["contact"]: _("An e-mail address at which we reach you, or an account."),
    ASSURANCES["identity"]: _("Who you are: an account with a verified identity."),
}


@access.public(seconds=2)
def services(request: HttpRequest) -> HttpResponse:
    """Every service, by what happens in a life and by the unit that answers for it."""
    rows = queries.listed_services()
    context = {"groups": queries.by_life_event(rows), "units": queries.by_unit(rows), "count": len(rows)}
    return render(request, "directory/services.html", context)


@access.public(seconds=2)
def service(request: HttpRequest, slug: str) -> HttpResponse:
    """One service: what it is, who may use it, what it needs, costs and takes, and the way in."""
    found = found_or_404(slug)
    context = {
        "service": found,
        "channels": [CHANNELS[name] for name in found.channels if name in CHANNELS],
        "needs": NEEDS.get(found.assurance, ""),
        "begin_href": links.begin(found),
        "acts": record.acts_of(found.ref),
    }
    return render(request, "directory/service.html", context)


@access.public(seconds=2)
def questions(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything the form asks, with the reason of each question, before anybody begins."""
    found = found_or_404(slug)
    form = forms.form_of(found.slug, found.form_version)
    context = {
        "service": found,
        "pages": [_page_told(page) for page in form.pages],
        "begin_href": links.begin(found),
    }
    return render(request, "directory/questions.html", context)


def _page_told(page: forms.Page) -> dict[str, Any]:
    drawn = forms.PageForm(page)
    return {
        "title": forms.said(page.title),
        "conditional": page.when is not None,
        "questions": [
            {"label": forms.said(one.label), "required": one.required, "reasons": drawn.reasons(one.id)}
            for one in page.questions
        ],
    }


def found_or_404(slug: str) -> Service:
    """Return a service, whatever its state."""
    found = queries.service_of(slug)
    if found is None:
        raise Http404
    return found
