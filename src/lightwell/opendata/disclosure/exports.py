"""What opens when and what is not open, as CSV, JSON and Atom; dates as 2026-03-02, both languages side by side."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import translation
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from lightwell.kernel import clock
from lightwell.opendata.disclosure import queries, statement, statutes
from lightwell.opendata.disclosure.models import State, Subject, Unlock
from lightwell.people.public import access

SECONDS = 10
BOM = "\ufeff"
FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
MOST = 5000


def address_of(subject: Subject) -> str:
    """Return the absolute address of a subject's page in Chinese, as machines quote it."""
    with translation.override("zh-hant"):
        return settings.SITE_URL + subject.get_absolute_url()


def unlock_row(unlock: Unlock) -> dict[str, Any]:
    """Return one promise as plain values."""
    subject, slip = unlock.subject, unlock.slip
    return {
        "id": subject.slug,
        "title": subject.title,
        "title_en": subject.title_en,
        "unit": subject.unit.slug,
        "unit_name": subject.unit.name,
        "class": "not_open" if subject.closed else "open",
        "opens_on": unlock.opens_on.isoformat(),
        "first_promised_on": unlock.first_on.isoformat(),
        "moved_days": slip.moved,
        "late_days": slip.late,
        "times_moved": slip.times,
        "waits_for": unlock.waits_for,
        "url": address_of(subject),
    }


def moves_of(unlock: Unlock) -> list[dict[str, Any]]:
    """Return every change of the promised day with its reason."""
    return [
        {
            "from": move.from_day.isoformat(),
            "to": move.to_day.isoformat(),
            "reason": move.reason,
            "reason_en": move.reason_en,
            "at": clock.local(move.at).isoformat(timespec="seconds"),
        }
        for move in unlock.moves.all()
    ]


def closed_row(subject: Subject) -> dict[str, Any]:
    """Return one closed subject as plain values; ``current`` and ``unit`` must be loaded."""
    decision = subject.current
    assert decision is not None  # what is closed was decided
    return {
        "id": subject.slug,
        "title": subject.title,
        "title_en": subject.title_en,
        "unit": subject.unit.slug,
        "unit_name": subject.unit.name,
        "law": statutes.cited(decision.ground, decision.written, "zh-hant"),
        "law_en": statutes.cited(decision.ground, decision.written, "en"),
        "reason": decision.reason,
        "reason_en": decision.reason_en,
        "decided_on": clock.local(decision.decided_at).date().isoformat(),
        "review_on": subject.review_on.isoformat() if subject.review_on else "",
        "review_late_days": subject.review_late,
        "url": address_of(subject),
    }


UNLOCK_COLUMNS = (
    "id", "title", "title_en", "unit", "unit_name", "class", "opens_on", "first_promised_on", "moved_days",
    "late_days", "times_moved", "waits_for", "url",
)  # fmt: skip
CLOSED_COLUMNS = (
    "id", "title", "title_en", "unit", "unit_name", "law", "law_en", "reason", "reason_en", "decided_on", "review_on",
    "review_late_days", "url",
)  # fmt: skip


@access.public(seconds=SECONDS)
def unlock_csv(request: HttpRequest) -> HttpResponse:
    """Every promise that is still to be kept."""
    return _csv("unlock.csv", UNLOCK_COLUMNS, map(unlock_row, queries.planned()[:MOST]))


@access.public(seconds=SECONDS)
def unlock_json(request: HttpRequest) -> HttpResponse:
    """The same with every move of the promised days."""
    rows = [unlock_row(unlock) | {"moves": moves_of(unlock)} for unlock in queries.planned()[:MOST]]
    return _json({"as_of": clock.today().isoformat(), "unlocks": rows})


@access.public(seconds=SECONDS)
def closed_csv(request: HttpRequest) -> HttpResponse:
    """Every decision by which data is not open."""
    return _csv("disclosures.csv", CLOSED_COLUMNS, map(closed_row, _closed()))


@access.public(seconds=SECONDS)
def closed_json(request: HttpRequest) -> HttpResponse:
    """The same as JSON."""
    return _json({"as_of": clock.today().isoformat(), "disclosures": list(map(closed_row, _closed()))})


def _closed() -> Any:
    return queries.of_ids(None).filter(state=State.CLOSED).order_by("review_on", "id")[:MOST]


@access.public(seconds=SECONDS)
def unlock_atom(request: HttpRequest) -> HttpResponse:
    """What was closed, promised, moved or opened last; English with ``?lang=en``."""
    with translation.override("en" if request.GET.get("lang") == "en" else "zh-hant"):
        feed = Atom1Feed(
            title=_("What opens when"), link=settings.SITE_URL + reverse("disclosure:unlocks"), description="",
            feed_url=settings.SITE_URL + request.path, language=translation.get_language(),
        )  # fmt: skip
        for subject in queries.latest_changes():
            feed.add_item(
                title=str(subject),
                link=settings.SITE_URL + subject.get_absolute_url(),
                description=statement.feed_words(subject),
                unique_id=f"{address_of(subject)}#{subject.version}",
                pubdate=subject.created_at,
                updateddate=subject.changed_at,
                author_name=str(subject.unit),
            )
        return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def _csv(name: str, columns: Sequence[str], rows: Iterable[dict[str, Any]]) -> HttpResponse:
    out = io.StringIO(BOM)
    out.seek(0, io.SEEK_END)
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([safe_cell(row[column]) for column in columns] for row in rows)
    response = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def safe_cell(value: Any) -> str:
    """Return a cell that no spreadsheet takes for a formula; numbers stay numbers."""
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(FORMULA) else text


def _json(found: dict[str, Any]) -> HttpResponse:
    return JsonResponse(found, json_dumps_params={"ensure_ascii": False})
