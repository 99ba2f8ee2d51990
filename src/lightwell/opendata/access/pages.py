"""Open data as everybody sees it: the list, a dataset, its versions."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from lightwell.opendata.access import catalogue, parts
from lightwell.opendata.access.catalogue import Found, Listing, Wanted
from lightwell.opendata.access.forms import CatalogueForm
from lightwell.opendata.disclosure import public as disclosure
from lightwell.opendata.publishing import public as publishing
from lightwell.people import public as people
from lightwell.people.public import access
from lightwell.record import public as record

VERSIONS_SHOWN = 5  # of a dataset that was withdrawn


@access.public(seconds=2)
def datasets(request: HttpRequest) -> HttpResponse:
    """The list of datasets, narrowed by words, unit, licence and format."""
    tallies = publishing.counts(chosen=request.GET.get("unit", "").replace("\x00", ""))
    units = people.units_named(tallies.get("unit", {})).values()
    form = CatalogueForm(request.GET, tallies=tallies, units={unit.slug: str(unit) for unit in units})
    wanted = form.wanted
    found = catalogue.listing(wanted, _number(request), tallies.get("all", {}).get("", 0))
    context = {"form": form, "found": found, "wanted": wanted, "page": Pages(found, wanted)}
    return render(request, "access/datasets.html", context)


@access.public(seconds=2)
def dataset(request: HttpRequest, slug: str) -> HttpResponse:
    """A dataset with its current version: what it is, what it holds, what was done to it, how to get it."""
    found = catalogue.find(slug, request.GET.get("resource", ""))
    if found is None:
        return _withdrawn(request, slug)
    return render(request, "access/dataset.html", _version_context(found))


@access.public(seconds=2)
def version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One version, as it was published; a withdrawn one shows why."""
    found = catalogue.find(slug, number=number)
    if found is None:
        raise Http404
    if found.version.withdrawn_at:
        context = {"dataset": found.dataset, "version": found.version, "act": _act(found)}
        return render(request, "access/withdrawn_version.html", context, status=410)
    return render(request, "access/dataset.html", _version_context(found))


@access.public(seconds=2)
def versions(request: HttpRequest, slug: str) -> HttpResponse:
    """Every version of a dataset, newest first, withdrawn ones with the reason."""
    dataset = catalogue.find_dataset(slug)
    if dataset is None:
        raise Http404
    acts = record.acts_of(dataset.ref)
    listed = [(version, catalogue.act_of(version, acts)) for version in catalogue.versions_of(dataset)]
    return render(request, "access/versions.html", {"dataset": dataset, "versions": listed})


def _version_context(found: Found) -> dict[str, Any]:
    return {
        "found": found,
        "dataset": found.dataset,
        "version": found.version,
        "body": parts.body(found),
        "proof": parts.aside(found),
    }


def _act(found: Found) -> Any:
    return catalogue.act_of(found.version, record.acts_of(found.dataset.ref))


def _withdrawn(request: HttpRequest, slug: str) -> HttpResponse:
    """Say of a dataset without any public version left that it was there, and why it is not; what is decided leads there."""
    decided = disclosure.about(slug)
    if decided is not None:
        return redirect("disclosure:subject", decided.slug)
    dataset = catalogue.find_dataset(slug)
    if dataset is not None and dataset.is_described_only:
        return render(
            request, "access/described.html", {"dataset": dataset, "origin": catalogue.origin_of(dataset)}
        )
    if dataset is None or dataset.is_public:
        raise Http404
    context = {"dataset": dataset, "versions": catalogue.versions_of(dataset, VERSIONS_SHOWN)}
    return render(request, "access/withdrawn.html", context, status=410)


def _number(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1


class Pages:
    """What the pagination of the list needs."""

    def __init__(self, found: Listing, wanted: Wanted) -> None:
        asked = {"q": wanted.text, "unit": wanted.unit, "licence": wanted.licence, "format": wanted.format}
        self.query = {name: value for name, value in asked.items() if value}
        self.number, self.pages = found.number, found.pages

    def href(self, number: int) -> str:
        query = self.query | ({"page": str(number)} if number > 1 else {})
        return reverse("access:datasets") + ("?" + urlencode(query) if query else "")

    @property
    def prev_href(self) -> str | None:
        return self.href(self.number - 1) if self.number > 1 else None

    @property
    def next_href(self) -> str | None:
        return self.href(self.number + 1) if self.number < self.pages else None
