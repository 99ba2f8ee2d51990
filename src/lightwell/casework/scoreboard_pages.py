"""The scoreboard as a page and as files."""

from __future__ import annotations

import csv
import io
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from markupsafe import Markup

from lightwell.casework.exports import BOM, in_language, safe_cell
from lightwell.casework.scoreboard import Board, Score, board
from lightwell.casework.suppression import SMALLEST
from lightwell.kernel import clock
from lightwell.people.public import access

SECONDS = 10
BAR = Markup(
    '<svg viewBox="0 0 100 8" width="100" height="8" aria-hidden="true" focusable="false" preserveAspectRatio="none">'
    '<rect width="100" height="8" rx="2" fill="currentColor" opacity="0.15"/>'
    '<rect width="{}" height="8" rx="2" fill="currentColor"/></svg>'
)


@access.public(seconds=SECONDS)
def scoreboard(request: HttpRequest) -> HttpResponse:
    """Per unit: open, overdue, answered in time, how long it takes, how much is adopted."""
    found = board()
    english = "?lang=en" if get_language() == "en" else ""
    context = {
        "public": [_row(score) for score in found.public],
        "private": [_row(score) for score in found.private],
        "made_at": found.made_at,
        "smallest": SMALLEST,
        "csv_href": reverse("scoreboard_csv") + english,
        "json_href": reverse("scoreboard_json") + english,
        "home": reverse("frontdoor:home"),
    }
    return render(request, "casework/scoreboard.html", context)


def _row(score: Score) -> dict[str, Any]:
    late = score.overdue or 0
    return {
        "unit_href": reverse("people:unit", args=[score.unit.slug]),
        "indent": Markup("　") * score.depth,  # beside the link, not underlined with it
        "name": str(score.unit),
        "href": f"{reverse('casework:register')}?unit={score.unit.slug}&sort=due",
        "open": _number(score.open),
        "overdue": _number(score.overdue),
        "late_href": f"{reverse('casework:register')}?unit={score.unit.slug}&overdue=on" if late else "",
        "answered": _number(score.answered),
        "on_time": _with_bar(score.on_time),
        "median_days": _days(score.median_days),
        "adopted": _with_bar(score.adopted),
    }


def _number(count: int | None) -> str | None:
    return None if count is None else f"{count:,}"


def _with_bar(share: float | None) -> Markup | None:
    """A share as a bar and as a number: the bar is for the eye only."""
    if share is None:
        return None
    percent = round(100 * share)
    return BAR.format(percent) + Markup(" {} %").format(percent)


def _days(days: float | None) -> str | None:
    return None if days is None else f"{days:g}"


@access.public(seconds=SECONDS)
def scoreboard_csv(request: HttpRequest) -> HttpResponse:
    """All rows, public and private matters in one table; an empty cell is nothing to count or too few to show."""
    with in_language(request):
        text = io.StringIO(newline="")
        writer = csv.writer(text)
        writer.writerow([_("Unit code"), _("Unit"), _("Matters"), *_columns()])
        for label, scores in _groups(board()):
            for score in scores:
                cells = [score.unit.slug, score.unit, label, *_figures(score)]
                writer.writerow(["" if cell is None else safe_cell(str(cell)) for cell in cells])
    answer = HttpResponse(BOM + text.getvalue(), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="scoreboard-{clock.today():%Y%m%d}.csv"'
    return answer


def _columns() -> list[str]:
    return [
        pgettext("number of matters", "Open"),
        _("Overdue"),
        _("Answered"),
        _("On time"),
        _("Median working days"),
        _("Share adopted"),
    ]


def _groups(found: Board) -> list[tuple[str, list[Score]]]:
    return [(pgettext("matters", "public"), found.public), (pgettext("matters", "private"), found.private)]


def _figures(score: Score) -> list[Any]:
    return [
        score.open, score.overdue, score.answered, _rounded(score.on_time), score.median_days, _rounded(score.adopted),
    ]  # fmt: skip


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 4)


@access.public(seconds=SECONDS)
def scoreboard_json(request: HttpRequest) -> HttpResponse:
    with in_language(request):
        found = board()
        body = {
            "counted_at": clock.local(found.made_at).isoformat(timespec="seconds") if found.made_at else None,
            "public": [_as_json(score) for score in found.public],
            "private": [_as_json(score) for score in found.private],
        }
    return JsonResponse(body, json_dumps_params={"ensure_ascii": False})


def _as_json(score: Score) -> dict[str, Any]:
    names = ("open", "overdue", "answered", "on_time", "median_working_days", "share_adopted")
    return {
        "unit": {"code": score.unit.slug, "name": str(score.unit)},
        **dict(zip(names, _figures(score), strict=True)),
    }
