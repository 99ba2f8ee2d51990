"""All opinions of a topic as CSV and JSON, row by row, and as Atom feeds."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from xml.etree import ElementTree as Xml

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from lightwell.casework import public as casework
from lightwell.kernel import clock
from lightwell.participation.opinions import queries
from lightwell.participation.opinions.kind import OPINION, outcome_label
from lightwell.participation.opinions.models import Opinion, Topic
from lightwell.people.public import access

COLUMNS = (
    "number", "title", "text", "theme", "shown_name", "channel", "language", "received", "state", "outcome",
    "outcome_reason", "answer", "answered", "supporters", "merged_into", "listed_as", "address",
)  # fmt: skip
ATOM = "http://www.w3.org/2005/Atom"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
BOM = "\ufeff"


def row_of(opinion: Opinion) -> dict[str, Any]:
    """Return one opinion as plain values; hidden texts stay hidden, times are those of Taipei."""
    matter = opinion.matter
    answers = list(matter.responses.all())
    hidden = matter.hidden
    return {
        "number": matter.number,
        "title": "" if hidden else matter.title,
        "text": "" if hidden else matter.body,
        "theme": opinion.theme.name if opinion.theme else "",
        "shown_name": "" if hidden else matter.display_name,
        "channel": matter.channel,
        "language": matter.language,
        "received": _time(matter.received_at),
        "state": matter.state,
        "outcome": matter.outcome,
        "outcome_reason": matter.outcome_reason,
        "answer": "\n\n".join(answer.text for answer in answers),
        "answered": _time(matter.answered_at),
        "supporters": matter.supporters,
        "merged_into": matter.merged_into.number if matter.merged_into else "",
        "listed_as": opinion.listed_as,
        "address": settings.SITE_URL + casework.matter_url(matter),
    }


def _time(moment: datetime | None) -> str:
    return clock.local(moment).isoformat(timespec="seconds") if moment else ""


def safe_cell(value: Any) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    text = str(value)
    return "'" + text if text.startswith(_FORMULA) else text


class _Echo:
    def write(self, text: str) -> str:
        return text


@access.public(seconds=2)
def as_csv(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Every public opinion of a topic with its answers; UTF-8 with a mark, so that spreadsheets read Chinese."""
    topic = _topic(slug)
    writer = csv.writer(_Echo())

    def lines() -> Iterator[str]:
        yield BOM + writer.writerow(COLUMNS)
        for opinion in queries.all_opinions(topic):
            row = row_of(opinion)
            yield writer.writerow([safe_cell(row[name]) for name in COLUMNS])

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{topic.slug}.csv"'
    return response


@access.public(seconds=2)
def as_json(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The same as JSON, with the topic's promises."""
    topic = _topic(slug)
    head = {
        "topic": topic.slug,
        "title": topic.title,
        "title_en": topic.title_en,
        "unit": topic.unit.slug,
        "state": topic.state,
    }
    head |= {
        name: getattr(topic, name)
        for name in ("level", "purpose", "can_change", "cannot_change", "decides", "use")
    }

    def parts() -> Iterator[str]:
        yield json.dumps(head, ensure_ascii=False)[:-1] + ', "opinions": ['
        for place, opinion in enumerate(queries.all_opinions(topic)):
            yield ("," if place else "") + "\n" + json.dumps(row_of(opinion), ensure_ascii=False)
        yield "\n]}\n"

    return StreamingHttpResponse(parts(), content_type="application/json")


@access.public(seconds=10)
def topic_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """Atom: the opinions of a topic on which something happened last."""
    topic = _topic(slug)
    opinions = queries.latest_opinions(topic)
    page = settings.SITE_URL + topic.get_absolute_url()
    updated = max((o.matter.changed_at for o in opinions), default=topic.published_at or topic.created_at)
    feed = _feed(topic.title, page, request.path, updated)
    for opinion in opinions:
        matter = opinion.matter
        label = outcome_label(matter.outcome) if matter.outcome else str(OPINION.state(matter.state).label)
        title = f"{matter.number} {'' if matter.hidden else matter.title}".strip()
        link = settings.SITE_URL + casework.matter_url(matter)
        _entry(feed, link, f"{title}（{label}）", matter.changed_at, "" if matter.hidden else matter.body)
    return _atom(feed)


@access.public(seconds=10)
def topics_feed(request: HttpRequest) -> HttpResponse:
    """Atom: topics as they open and end."""
    listed = [item.topic for items in queries.listed_topics().values() for item in items]
    moments = {topic.pk: topic.concluded_at or topic.published_at or topic.created_at for topic in listed}
    page = settings.SITE_URL + reverse("opinions:topics")
    feed = _feed(
        settings.SITE_NAME.partition("|")[0], page, request.path, max(moments.values(), default=clock.now())
    )
    for topic in sorted(listed, key=lambda t: moments[t.pk], reverse=True)[:50]:
        _entry(
            feed, settings.SITE_URL + topic.get_absolute_url(), topic.title, moments[topic.pk], topic.purpose
        )
    return _atom(feed)


def _topic(slug: str) -> Topic:
    found = queries.public_topic(slug)
    if found is None:
        raise Http404
    return found


def _feed(title: str, page: str, path: str, updated: datetime) -> Xml.Element:
    feed = Xml.Element("feed", {"xmlns": ATOM, "xml:lang": "zh-Hant-TW"})
    for name, text in (("title", title), ("id", page), ("updated", _time(updated))):
        Xml.SubElement(feed, name).text = _clean(text)
    Xml.SubElement(feed, "link", {"href": page})
    Xml.SubElement(feed, "link", {"rel": "self", "href": settings.SITE_URL + path})
    Xml.SubElement(Xml.SubElement(feed, "author"), "name").text = settings.SITE_NAME.partition("|")[0]
    return feed


def _entry(feed: Xml.Element, link: str, title: str, moment: datetime, text: str) -> None:
    entry = Xml.SubElement(feed, "entry")
    for name, value in (("title", title), ("id", link), ("updated", _time(moment)), ("summary", text[:500])):
        Xml.SubElement(entry, name).text = _clean(value)
    Xml.SubElement(entry, "link", {"href": link})


def _clean(text: str) -> str:
    """Drop what XML cannot hold: control characters that somebody typed or pasted."""
    return "".join(c for c in text if c in "\t\n\r" or ord(c) >= 32 and c not in "\ufffe\uffff")


def _atom(feed: Xml.Element) -> HttpResponse:
    content = Xml.tostring(feed, encoding="utf-8", xml_declaration=True)
    return HttpResponse(content, content_type="application/atom+xml; charset=utf-8")
