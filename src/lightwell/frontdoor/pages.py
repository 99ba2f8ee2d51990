"""Home and the pages about the site itself, health, and what crawlers ask."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _

from lightwell.casework import public as casework
from lightwell.opendata.access import public as access_data
from lightwell.participation.opinions import public as opinions
from lightwell.people.public import access

SHOWN = 5


@access.public(seconds=2)
def home(request: HttpRequest) -> HttpResponse:
    """The doors, what is open now, what was answered lately, what is overdue, what data is new."""
    context = {
        "open_topics": opinions.open_topics(SHOWN),
        "answers": [_answer(response) for response in casework.latest_answers(SHOWN)],
        "overdue": [_late(matter) for matter in casework.longest_overdue(SHOWN)],
        "versions": access_data.newest_versions(SHOWN),
        "figures": _figures(),
    }
    return render(request, "frontdoor/home.html", context)


def _answer(response: casework.Response) -> dict[str, Any]:
    matter = response.matter
    outcome = matter.kind_data.outcome_or_none(matter.outcome) if matter.outcome else None
    return {
        "title": matter.title,
        "href": casework.matter_url(matter),
        "unit": str(matter.unit),
        "at": response.at,
        "number": matter.number,
        "outcome": str(outcome.label) if outcome else "",
        "code": matter.outcome,
        "language": matter.language,
    }


def _late(matter: casework.Matter) -> dict[str, Any]:
    return {
        "title": matter.title,
        "href": casework.matter_url(matter),
        "unit": str(matter.unit),
        "due": matter.due_on,
        "number": matter.number,
        "language": matter.language,
    }


def _figures() -> list[dict[str, Any]]:
    found = casework.public_figures()
    if found is None:
        return []
    board, register = reverse("casework:scoreboard"), reverse("casework:register")
    on_time = f"{100 * found.on_time / found.answered:.0f} %" if found.answered else "–"
    median = f"{found.median_days:.0f}" if found.median_days is not None else "–"
    return [
        {"value": f"{found.open:,}", "label": _("matters open now"), "href": register + "?sort=due"},
        {"value": on_time, "label": _("answered on time, last 12 months"), "href": board, "tone": "green"},
        {"value": median, "label": _("working days to an answer, half are faster"), "href": board},
        {"value": f"{found.overdue:,}", "label": _("overdue"), "href": register + "?overdue=on", "tone": "red" if found.overdue else None},
    ]  # fmt: skip


@access.public(seconds=60)
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "frontdoor/about.html")


@access.public(seconds=60)
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "frontdoor/accessibility.html")


@access.public(seconds=60)
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "frontdoor/privacy.html")


@access.demo_only
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in every state, for those who write pages."""
    from lightwell.design.gallery import gallery_context

    return render(request, "design/gallery.html", gallery_context())


@access.public()
def health(request: HttpRequest) -> HttpResponse:
    """Say whether this process can reach the database; for load balancers and the start-up check."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception:
        return JsonResponse({"status": "no database"}, status=503)
    return JsonResponse({"status": "ok"})


@access.public(seconds=3600)
def robots(request: HttpRequest) -> HttpResponse:
    lines = (
        "User-agent: *",
        "Disallow: /account/",
        "Disallow: /m/",
        "Disallow: /desk/",
        "Disallow: /publish/",
    )
    return HttpResponse("\n".join((*lines, f"# {settings.SITE_URL}", "")), content_type="text/plain")


@access.public(seconds=3600)
def favicon(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(static("design/favicon.svg"))
