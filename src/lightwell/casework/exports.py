"""The register as files and feeds, with the filters of the page: CSV, JSON and Atom. Private matters are in none."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from lightwell.casework.filtering import FilterForm, unit_tree
from lightwell.casework.kinds import kinds
from lightwell.casework.links import matter_url
from lightwell.casework.models import Channel, Matter
from lightwell.casework.presenting import title_of
from lightwell.casework.queries import find_public, matters_query, register_page
from lightwell.casework.statement import brief, slugs_in, timeline_of, unit_names
from lightwell.kernel import clock
from lightwell.kernel.bilingual import Bilingual
from lightwell.people.public import access
from lightwell.record import public as record

SECONDS = 10
JSON_ROWS = 100
FEED_ROWS = 50
BOM = "\ufeff"
FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def in_language(request: HttpRequest) -> translation.override:
    """The language of a file: Chinese, or English with ``?lang=en``."""
    return translation.override("en" if request.GET.get("lang") == "en" else "zh-hant")


def refused(form: FilterForm) -> HttpResponse | None:
    """Return an answer that names the first wrong parameter, or None when all are right."""
    for field, errors in form.errors.items():
        error = {"status": 400, "message": str(errors[0]), "field": field}
        return JsonResponse({"error": error}, status=400, json_dumps_params={"ensure_ascii": False})
    return None


@access.public(seconds=SECONDS)
def register_csv(request: HttpRequest) -> Any:
    """All rows that fit, streamed: the file may be as long as the register."""
    with in_language(request):
        form = FilterForm(request.GET, unit_tree())
        filters = form.filters()
        if form.errors:
            return refused(form)
        order = ("due_on", "pk") if filters.sort == "due" else ("-received_at", "-pk")
        rows = matters_query(filters).order_by(*order).values_list(*COLUMNS, named=True)
        answer = StreamingHttpResponse(
            _lines(_head(), rows.iterator(chunk_size=2000), Words()), content_type="text/csv; charset=utf-8"
        )
    answer.headers["Content-Disposition"] = f'attachment; filename="register-{clock.today():%Y%m%d}.csv"'
    return answer


COLUMNS = (
    "number", "kind", "title", "hidden_at", "unit__name", "unit__name_en", "unit__slug", "channel", "state", "phase",
    "clock_state", "outcome", "received_at", "due_on", "answered_at", "supporters",
)  # fmt: skip


def _head() -> list[str]:
    return [
        _("Number"), _("Kind"), _("What it is about"), _("Unit"), _("Unit code"), _("Channel"), _("State"), _("State code"),
        _("Phase code"), _("Clock code"), _("Outcome"), _("Outcome code"), _("Received"), _("Answer due"), _("Answered"),
        _("Supporters"), _("Web address"),
    ]  # fmt: skip


class Words:
    """The words of one language for all codes that rows hold, looked up once: a file has many rows and few words."""

    def __init__(self) -> None:
        self.language = translation.get_language()
        self.address = settings.SITE_URL + reverse("casework:matter", args=["NUMBER"])
        self.channels = {code: str(label) for code, label in Channel.choices}
        self.kinds = {kind.name: str(kind.label) for kind in kinds()}
        self.states = {(kind.name, each.code): str(each.label) for kind in kinds() for each in kind.states}
        self.outcomes = {
            (kind.name, each.code): str(each.label) for kind in kinds() for each in kind.outcomes
        }

    def cells(self, row: Any) -> list[Any]:
        kind, outcome = row.kind, (row.kind, row.outcome)
        return [
            row.number, self.kinds[kind], row.number if row.hidden_at else row.title,
            Bilingual(row.unit__name, row.unit__name_en).in_language(self.language), row.unit__slug,
            self.channels[row.channel], self.states[kind, row.state], row.state, row.phase, row.clock_state,
            self.outcomes.get(outcome, ""), row.outcome, _day(row.received_at), row.due_on.isoformat(),
            _day(row.answered_at), row.supporters, self.address.replace("NUMBER", row.number),
        ]  # fmt: skip


def _lines(head: list[str], rows: Iterable[Any], words: Words) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield BOM + writer.writerow(head)
    for some in batched(rows, 200):  # a chunk of the answer for each line would cost more than the line
        yield "".join(writer.writerow([safe_cell(str(cell)) for cell in words.cells(row)]) for row in some)


def batched(rows: Iterable[Any], size: int) -> Iterator[list[Any]]:
    """Yield lists of at most ``size``; itertools has it from Python 3.12 on."""
    waiting = iter(rows)
    while some := list(islice(waiting, size)):
        yield some


class _Echo:
    """Gives csv.writer's line back instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def safe_cell(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula; the apostrophe is what spreadsheets themselves use."""
    return f"'{text}" if text.startswith(FORMULA) else text


def _day(moment: Any) -> str:
    return clock.local(moment).date().isoformat() if moment else ""


@access.public(seconds=SECONDS)
def register_json(request: HttpRequest) -> HttpResponse:
    """A page of at most 100 matters and the address of the next one."""
    with in_language(request):
        form = FilterForm(request.GET, unit_tree())
        filters = form.filters()
        if form.errors:
            return refused(form)  # type: ignore[return-value]
        page = register_page(filters, after=request.GET.get("after", ""), size=JSON_ROWS)
        following = _address(request, form.query(after=page.older_after)) if page.older_after else None
        found = {"matters": [as_json(matter) for matter in page.rows], "next": following}
    return JsonResponse(found, json_dumps_params={"ensure_ascii": False})


def as_json(matter: Matter) -> dict[str, Any]:
    """Return one public matter as the register's JSON shows it."""
    outcome = matter.kind_data.outcome_or_none(matter.outcome)
    return {
        "number": matter.number,
        "kind": matter.kind,
        "title": title_of(matter),
        "unit": {"code": matter.unit.slug, "name": str(matter.unit)},
        "channel": matter.channel,
        "state": {"code": matter.state, "label": str(matter.state_data.label)},
        "phase": matter.phase,
        "clock": matter.clock_state,
        "outcome": {"code": outcome.code, "label": str(outcome.label)} if outcome else None,
        "topic": matter.topic or None,
        "received_at": clock.local(matter.received_at).isoformat(timespec="seconds"),
        "due_on": matter.due_on.isoformat(),
        "answered_at": clock.local(matter.answered_at).isoformat(timespec="seconds")
        if matter.answered_at
        else None,
        "supporters": matter.supporters,
        "url": matter_url(matter, absolute=True),
    }


@access.public(seconds=SECONDS)
def register_atom(request: HttpRequest) -> HttpResponse:
    """The newest matters that fit the filters."""
    with in_language(request):
        form = FilterForm(request.GET, unit_tree())
        filters = form.filters()
        if form.errors:
            return refused(form)  # type: ignore[return-value]
        feed = _feed(_("Register"), _address(request, form.query()), settings.SITE_URL + "/register/")
        for matter in register_page(filters, size=FEED_ROWS).rows:
            feed.add_item(
                title=f"{matter.number} {title_of(matter)}",
                link=matter_url(matter, absolute=True),
                description=brief(matter),
                unique_id=_tag(matter.number),
                pubdate=matter.received_at,
                updateddate=matter.changed_at,
                author_name=str(matter.unit),
            )
        return _written(feed)


@access.public(seconds=SECONDS)
def matter_atom(request: HttpRequest, number: str) -> HttpResponse:
    """What happened to one matter, the newest first."""
    with in_language(request):
        matter = find_public(number)
        if matter is None:
            raise Http404
        events = list(matter.events.all())
        lines = timeline_of(matter, events, unit_names(slugs_in(events)))
        link = matter_url(matter, absolute=True)
        feed = _feed(f"{number} {title_of(matter)}", _address(request, ""), link)
        for event, line in zip(reversed(events), reversed(lines[: len(events)]), strict=True):
            feed.add_item(
                title=line.title,
                link=record.act_url(event.act_id) if event.act_id else link,
                description=line.body,
                unique_id=_tag(f"{number}/{event.act_id}"),
                pubdate=event.at,
                updateddate=event.at,
                author_name=line.who or str(matter.unit),
            )
        return _written(feed)


def _feed(title: str, own: str, link: str) -> Atom1Feed:
    return Atom1Feed(
        title=title,
        link=link,
        description="",
        language=translation.get_language(),
        feed_url=own,
        feed_guid=own,
    )


def _written(feed: Atom1Feed) -> HttpResponse:
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def _address(request: HttpRequest, query: str) -> str:
    lang = "lang=en" if request.GET.get("lang") == "en" else ""
    query = "&".join(part for part in (query, lang) if part)
    return settings.SITE_URL + request.path + (f"?{query}" if query else "")


def _tag(name: str) -> str:
    """A name that stays when the address of the site changes its scheme (RFC 4151)."""
    return f"tag:{settings.SITE_URL.partition('://')[2]},2026:matter/{name}"
