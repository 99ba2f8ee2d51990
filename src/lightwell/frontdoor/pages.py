"""Home and the pages about the site itself, health, and what crawlers ask."""

from __future__ import annotations

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static

from lightwell.frontdoor import board, navigation
from lightwell.opendata.trial import public as trial
from lightwell.people.public import access

SHOWN = 5
SAID = 20


@access.public(seconds=2)
def home(request: HttpRequest) -> HttpResponse:
    """Three doors, what is open now, what was answered this week, what is overdue, and the drop zone."""
    this_week, answers = board.answers(SHOWN)
    context = {
        "doors": board.doors(),
        "figures": board.figures(),
        "topics": board.topics(SHOWN),
        "petitions": board.petitions(SHOWN),
        "wishes": board.wishes(SHOWN),
        "answers": answers,
        "this_week": this_week,
        "overdue": board.overdue(SHOWN),
        "versions": board.versions(SHOWN),
        "search": navigation.search(),
        "zone": trial.zone_html(),
    }
    return render(request, "frontdoor/home.html", context)


@access.public(seconds=2)
def say(request: HttpRequest) -> HttpResponse:
    """The ways to have one's say, and what is open to everybody now."""
    context = {
        "ways": board.ways(),
        "topics": board.topics(SAID),
        "petitions": board.petitions(SAID),
        "wishes": board.wishes(SAID),
    }
    return render(request, "frontdoor/say.html", context)


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
