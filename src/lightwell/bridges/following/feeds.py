"""An Atom feed of any public thing's official acts, for kinds whose room has no feed of its own."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.feedgenerator import Atom1Feed

from lightwell.bridges.following import addresses, queries
from lightwell.kernel import clock, things
from lightwell.kernel.things import Thing
from lightwell.people.public import access
from lightwell.record import public as record

ENTRIES = 50


@access.public(seconds=10)
def feed(request: HttpRequest, kind: str, id: str) -> HttpResponse:
    """The acts of a thing, or of a unit's offices, newest first; in Chinese, or in English with ``?lang=en``."""
    thing = queries.thing_at(kind, id)
    if thing is None:
        raise Http404
    language = "en" if request.GET.get("lang") == "en" else "zh-hant"
    with translation.override(language):
        content = _feed(thing, language, request.path)
    return HttpResponse(content, content_type="application/atom+xml; charset=utf-8")


def _feed(thing: Thing, language: str, path: str) -> str:
    link = addresses.thing_link(thing.ref, language)
    title = _clean(thing.title.in_language(language))
    made = Atom1Feed(
        title=title, link=link, description="", feed_url=settings.SITE_URL + path, language=language
    )
    acts = _acts(thing)
    about = things.find({act.subject for act in acts if act.subject is not None}) | {thing.ref: thing}
    for act in acts:
        subject = about.get(act.subject) if act.subject is not None else None
        name = record.act_name(act.act)
        made.add_item(
            title=f"{name}: {_clean(subject.title.in_language(language))}" if subject else name,
            link=addresses.thing_link(subject.ref, language) if subject else record.act_url(act.id),
            description="", unique_id=record.act_url(act.id), pubdate=act.at, updateddate=clock.local(act.at),
        )  # fmt: skip
    return made.writeString("utf-8")


def _acts(thing: Thing) -> list[record.Act]:
    """The newest acts about a thing; of a unit those that its offices did as well."""
    acts = {act.id: act for act in record.acts_of(thing.ref)}
    if thing.ref.kind == "unit":
        acts |= {act.id: act for act in record.acts_of_unit(thing.ref.id, ENTRIES)}
    return sorted(acts.values(), key=lambda act: (act.at, act.id), reverse=True)[:ENTRIES]


def _clean(text: str) -> str:
    """Drop control characters, which XML cannot hold."""
    return "".join(c for c in text if ord(c) >= 32)
