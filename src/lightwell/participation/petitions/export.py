"""Petitions as CSV, JSON and Atom. What was hidden stays hidden; signatures are numbers, names only on their page."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from xml.etree import ElementTree as Xml

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from lightwell.kernel import clock
from lightwell.participation.petitions import queries
from lightwell.participation.petitions.models import Petition, Tally
from lightwell.participation.petitions.pages import shown
from lightwell.participation.petitions.standing import standing_of
from lightwell.participation.petitions.story import story_of
from lightwell.people.public import access

COLUMNS = (
    "id", "title", "ask", "why", "language", "unit", "state", "author", "opened", "closes", "signatures", "threshold",
    "reached", "number", "answer_due", "answered", "outcome", "outcome_reason", "reason", "note", "address",
)  # fmt: skip
ATOM = "http://www.w3.org/2005/Atom"
BOM = "\ufeff"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
TALLIES = 1000


def row_of(petition: Petition) -> dict[str, Any]:
    """Return one petition as plain values; times are those of Taipei, text is "" where it is hidden."""
    matter, hidden = petition.matter, petition.hidden
    texts = {name: "" if hidden else getattr(petition, name) for name in ("title", "ask", "why")}
    return {
        "id": petition.public_id,
        **texts,
        "language": petition.language,
        "unit": petition.unit.slug,
        "state": petition.state,
        "author": "" if hidden else petition.author_name,
        "opened": _text(petition.opened_on),
        "closes": _text(petition.closes_on),
        "signatures": petition.signatures,
        "threshold": petition.threshold,
        "reached": _text(petition.reached_at),
        "number": matter.number if matter else "",
        "answer_due": _text(matter.due_on) if matter and matter.open else "",
        "answered": _text(matter.answered_at) if matter else "",
        "outcome": matter.outcome if matter else "",
        "outcome_reason": matter.outcome_reason if matter else "",
        "reason": petition.reason_code,
        "note": petition.note,
        "address": settings.SITE_URL + petition.get_absolute_url(),
    }


def _text(moment: datetime | date | None) -> str:
    if isinstance(moment, datetime):
        return clock.local(moment).isoformat(timespec="seconds")
    return moment.isoformat() if moment else ""


def _cell(value: Any) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    text = str(value)
    return "'" + text if text.startswith(_FORMULA) else text


class _Echo:
    def write(self, text: str) -> str:
        return text


@access.public(seconds=10)
def as_csv(request: HttpRequest) -> HttpResponseBase:
    """Every public petition; UTF-8 with a mark, so that spreadsheets read Chinese."""
    writer = csv.writer(_Echo())

    def lines() -> Iterator[str]:
        yield BOM + writer.writerow(COLUMNS)
        for petition in queries.all_public():
            row = row_of(petition)
            yield writer.writerow([_cell(row[name]) for name in COLUMNS])

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="petitions.csv"'
    return response


@access.public(seconds=10)
def as_json(request: HttpRequest) -> HttpResponseBase:
    """The same as JSON."""

    def parts() -> Iterator[str]:
        yield '{"petitions": ['
        for place, petition in enumerate(queries.all_public()):
            yield ("," if place else "") + "\n" + json.dumps(row_of(petition), ensure_ascii=False)
        yield "\n]}\n"

    return StreamingHttpResponse(parts(), content_type="application/json")


@access.public(seconds=2)
def one_as_json(request: HttpRequest, public_id: str) -> HttpResponse:
    """One petition with its latest tallies: their roots are those of the record."""
    return JsonResponse(whole(shown(public_id)), json_dumps_params={"ensure_ascii": False, "indent": 1})


def whole(petition: Petition) -> dict[str, Any]:
    """Return one petition with answers, notes and the latest thousand tallies."""
    story = story_of(petition)
    tallies = Tally.objects.filter(petition=petition).defer("leaves").order_by("-number")[:TALLIES]
    answers = [{"at": _text(a.response.at), "text": a.response.text} for a in story.answers]
    notes = [
        {
            "at": _text(r.note.at),
            "text": r.note.text,
            "promised_for": _text(r.note.due_on),
            "promise": r.state,
        }
        for r in story.notes
    ]
    counts = ("number", "added", "withdrawn", "total", "root")
    told = [
        {**{name: getattr(tally, name) for name in counts}, "at": _text(tally.at), "act": tally.act_id}
        for tally in tallies
    ]
    return {**row_of(petition), "answers": answers, "notes": notes, "tallies": told}


@access.public(seconds=10)
def petitions_feed(request: HttpRequest) -> HttpResponse:
    """Atom: petitions as they open, reach their threshold, are answered, end."""
    rows = queries.latest()
    page = settings.SITE_URL + reverse("petitions:petitions")
    feed = _feed(
        settings.SITE_NAME.partition("|")[0],
        page,
        request.path,
        max((p.changed_at for p in rows), default=clock.now()),
    )
    for petition in rows:
        stands = standing_of(petition)
        _entry(feed, _link(petition), _title(petition), petition.changed_at, f"{stands.stands} {stands.next}")
    return _atom(feed)


@access.public(seconds=10)
def petition_feed(request: HttpRequest, public_id: str) -> HttpResponse:
    """Atom: what happened with one petition."""
    petition = shown(public_id)
    feed = _feed(_title(petition), _link(petition), request.path, petition.changed_at)
    lines = [line for line in story_of(petition).lines if not line.future and isinstance(line.when, datetime)]
    for place, line in reversed(list(enumerate(lines))):
        moment = line.when
        assert isinstance(moment, datetime)
        _entry(feed, f"{_link(petition)}#{place}", line.title, moment, line.body)
    return _atom(feed)


def _title(petition: Petition) -> str:
    return petition.public_id if petition.hidden else petition.title


def _link(petition: Petition) -> str:
    return settings.SITE_URL + petition.get_absolute_url()


def _feed(title: str, page: str, path: str, updated: datetime) -> Xml.Element:
    feed = Xml.Element("feed", {"xmlns": ATOM, "xml:lang": "zh-Hant-TW"})
    for name, text in (("title", title), ("id", page), ("updated", _text(updated))):
        Xml.SubElement(feed, name).text = _clean(text)
    Xml.SubElement(feed, "link", {"href": page})
    Xml.SubElement(feed, "link", {"rel": "self", "href": settings.SITE_URL + path})
    Xml.SubElement(Xml.SubElement(feed, "author"), "name").text = settings.SITE_NAME.partition("|")[0]
    return feed


def _entry(feed: Xml.Element, link: str, title: str, moment: datetime, text: str) -> None:
    entry = Xml.SubElement(feed, "entry")
    for name, value in (("title", title), ("id", link), ("updated", _text(moment)), ("summary", text[:500])):
        Xml.SubElement(entry, name).text = _clean(value)
    Xml.SubElement(entry, "link", {"href": link})


def _clean(text: str) -> str:
    """Drop what XML cannot hold: control characters that somebody typed or pasted."""
    return "".join(c for c in text if c in "\t\n\r" or ord(c) >= 32 and c not in "\ufffe\uffff")


def _atom(feed: Xml.Element) -> HttpResponse:
    content = Xml.tostring(feed, encoding="utf-8", xml_declaration=True)
    return HttpResponse(content, content_type="application/atom+xml; charset=utf-8")
