"""Who is who: the tree of units, and each unit with those who answer for it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lightwell.kernel.ref import Ref
from lightwell.people import access, calendars, queries
from lightwell.people.offices import office_words
from lightwell.people.powers import office_of


@access.public(seconds=10)
def tree(request: HttpRequest) -> HttpResponse:
    return render(request, "people/units.html", {"roots": queries.tree()})


@access.public(seconds=2)
def unit(request: HttpRequest, slug: str) -> HttpResponse:
    """A unit's contact, its information officer by office, its working days; other rooms fill the rest."""
    found = queries.unit_at(slug)
    officer = found.information_officer
    context = {
        "unit": found,
        "above": queries.above(found),
        "below": queries.below(found),
        "officer": office_words(found, office_of(officer, found)) if officer else None,
        "calendar": calendars.calendar_of(found),
        "ref": Ref("unit", found.slug),
    }
    return render(request, "people/unit.html", context)
