"""When units work: a year to read, files to take along, and the form that declares a day off."""

from __future__ import annotations

from datetime import UTC, date
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from lightwell.kernel import clock
from lightwell.kernel.bilingual import Bilingual
from lightwell.kernel.refusal import Refusal
from lightwell.people import access, calendars, queries
from lightwell.people.actions.calendars import declare_day_off, withdraw_day_off
from lightwell.people.calendar_grid import as_entries, as_ics, year_grid
from lightwell.people.forms import DayOffForm, refuse
from lightwell.people.models import Account, Calendar, Unit
from lightwell.people.powers import require

EARLIEST, LATEST = 1990, 2200


@access.public(seconds=10)
def index(request: HttpRequest) -> HttpResponse:
    found = Calendar.objects.select_related("parent").order_by("slug")
    return render(request, "people/calendars.html", {"calendars": found})


@access.public(seconds=10)
def calendar(request: HttpRequest, slug: str, year: int | None = None) -> HttpResponse:
    return _year(request, calendars.book(), queries.calendar_at(slug), None, year)


@access.public(seconds=10)
def of_unit(request: HttpRequest, slug: str, year: int | None = None) -> HttpResponse:
    """The calendar in force for a unit, its own or inherited."""
    unit = queries.unit_at(slug)
    kept = calendars.book()
    return _year(request, kept, calendars.calendar_of(unit, kept), unit, year)


def _year(
    request: HttpRequest, kept: calendars.Book, found: Calendar | None, unit: Unit | None, year: int | None
) -> HttpResponse:
    today = clock.today()
    shown = year or today.year
    if not EARLIEST <= shown <= LATEST:
        raise Http404
    work = kept.numbered(found.pk if found else None)
    years = queries.years_of(found, kept)
    context = {
        "unit": unit,
        "calendar": found,
        "year": shown,
        "years": [(y, _href(found, unit, y)) for y in sorted({*years, shown})],
        "announced": shown in years and found is not None,
        "months": year_grid(work, shown, get_language() or ""),
        "upcoming": queries.upcoming(found, kept, today),
    }
    return render(request, "people/calendar.html", context)


def _href(found: Calendar | None, unit: Unit | None, year: int) -> str:
    if unit is not None:
        return reverse("people:unit_calendar_year", args=[unit.slug, year])
    assert found is not None
    return reverse("people:calendar_year", args=[found.slug, year])


@access.public(seconds=60)
def ics(request: HttpRequest, slug: str) -> HttpResponse:
    """All days that differ from Monday to Friday, to subscribe to."""
    found = queries.calendar_at(slug)
    days = sorted(calendars.book().differing(found.pk).items())
    titles = [(day, _title(works, name)) for day, (works, name) in days if works != (day.weekday() < 5)]
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    stamp = f"{clock.now().astimezone(UTC):%Y%m%dT000000Z}"
    text = as_ics(found.name, host, found.slug, titles, stamp)
    return HttpResponse(text, content_type="text/calendar; charset=utf-8")


def _title(works: bool, name: Bilingual) -> str:
    kind = pgettext("calendar", "work") if works else pgettext("calendar", "off")
    return f"{name.zh} ({kind})" if name.zh else kind


@access.public(seconds=60)
def as_json(request: HttpRequest, slug: str) -> HttpResponse:
    """Every day of ``?year=`` in the form of the government's open data."""
    found = queries.calendar_at(slug)
    text = request.GET.get("year", "") or str(clock.today().year)
    if not (text.isascii() and text.isdigit() and EARLIEST <= int(text[:6]) <= LATEST):
        message = f"year must be a number from {EARLIEST} to {LATEST}"
        return JsonResponse({"error": {"status": 400, "message": message, "field": "year"}}, status=400)
    entries = as_entries(calendars.book().numbered(found.pk), int(text))
    return JsonResponse(entries, safe=False, json_dumps_params={"ensure_ascii": False})


@access.may("people.administer")
def declare(request: HttpRequest, slug: str) -> HttpResponse:
    """Declare a day off for a unit and those below, or take one back; says which promised dates moved."""
    unit = queries.unit_at(slug)
    by = request.user
    assert isinstance(by, Account)
    require(by, "people.administer", unit=unit)
    form = DayOffForm(request.POST or None)
    if request.method == "POST" and form.is_valid() | ("withdraw" in request.POST):
        try:
            moved = _apply(request, unit, form, by)
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            told = ngettext(
                "Saved. %(n)s promised date moved.", "Saved. %(n)s promised dates moved.", len(moved)
            )
            messages.success(request, told % {"n": len(moved)})
            return HttpResponseRedirect(reverse("people:day_off", args=[unit.slug]))
    shown = {"unit": unit, "form": form, "declared": queries.declared_days(unit)}
    return render(request, "people/day_off.html", shown)


def _apply(request: HttpRequest, unit: Unit, form: DayOffForm, by: Account) -> list[str]:
    if "withdraw" not in request.POST:
        return declare_day_off(unit=unit, by=by, **form.cleaned_data)
    try:
        day = date.fromisoformat(request.POST["withdraw"])
    except ValueError:
        raise Refusal(_("No day off is declared for this day."))
    return withdraw_day_off(unit=unit, day=day, by=by)
