"""Atom feeds of published versions: of all datasets, and of one."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lightwell.opendata.access import catalogue, links
from lightwell.opendata.publishing.public import Version
from lightwell.people.public import access

ENTRIES = 50


@access.public(seconds=30)
def all_datasets(request: HttpRequest) -> HttpResponse:
    """What was published last."""
    return _feed(
        request, _("Open data: new versions"), reverse("access:datasets"), catalogue.newest_versions(ENTRIES)
    )


@access.public(seconds=30)
def one_dataset(request: HttpRequest, slug: str) -> HttpResponse:
    """The versions of one dataset."""
    dataset = catalogue.find_dataset(slug)
    if dataset is None:
        raise Http404
    versions = catalogue.newest_versions(ENTRIES, dataset)
    return _feed(request, str(dataset), reverse("access:dataset", args=[slug]), versions)


def _feed(request: HttpRequest, title: str, href: str, versions: list[Version]) -> HttpResponse:
    feed = Atom1Feed(
        title=title, link=links.site(href), description="", feed_url=links.site(request.path), language=get_language(),
    )  # fmt: skip
    for version in versions:
        _add(feed, version)
    response = HttpResponse(content_type="application/atom+xml; charset=utf-8")
    feed.write(response, "utf-8")
    return response


def _add(feed: Atom1Feed, version: Version) -> None:
    dataset = version.dataset
    told = {"title": dataset, "n": version.number, "table": version.resource}
    feed.add_item(
        title=_("%(title)s, version %(n)s") % told,
        link=links.site(reverse("access:version", args=[dataset.slug, version.number])),
        unique_id=links.site(links.version_file(dataset.slug, version.number, "original")),
        description=version.notes or dataset.words.in_language(get_language()),
        author_name=str(dataset.unit),
        pubdate=version.published_at,
        updateddate=version.published_at,
        categories=dataset.keywords,
    )
