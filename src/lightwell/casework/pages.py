"""Public pages: the register, one matter, its slip. They read no session, so anybody may keep them for a moment."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _
from markupsafe import Markup

from lightwell.casework.explanation import sentence
from lightwell.casework.filtering import FilterForm, unit_tree
from lightwell.casework.kinds import Phase, Visibility, kinds
from lightwell.casework.links import matter_url
from lightwell.casework.models import Matter
from lightwell.casework.presenting import name_of, qr_of, show, title_of
from lightwell.casework.queries import RegisterPage, find_public, register_page
from lightwell.casework.statement import STATE_LABELS
from lightwell.casework.tallies import public_figures
from lightwell.people.public import access

SECONDS = 2


@access.public(seconds=SECONDS)
def register(request: HttpRequest) -> HttpResponse:
    """The public register, by keyset: page ten thousand costs what page one costs."""
    form = FilterForm(request.GET, unit_tree())
    filters = form.filters()
    page = register_page(
        filters,
        units=form.below(filters.unit) if filters.unit else None,
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    here, query = reverse("casework:register"), form.query()
    context = {
        "form": form,
        "filters": _filters(form, query),
        "matters": [_row(matter) for matter in page.rows],
        "caption": _caption(page, bool(query)),
        "figures": _figures(form, filters.unit.pk if filters.unit else None),
        "narrowed": bool(query),
        "home": reverse("frontdoor:home"),
        "older_href": f"{here}?{form.query(after=page.older_after)}" if page.older_after else "",
        "newer_href": f"{here}?{form.query(before=page.newer_before)}" if page.newer_before else "",
        **_files(form),
    }
    return render(request, "casework/register.html", context)


@dataclass(frozen=True)
class Asked:
    """A valid filter form; two that look alike are one."""

    form: FilterForm = field(compare=False)
    query: str
    look: tuple[Any, ...]

    @classmethod
    def of(cls, form: FilterForm, query: str) -> Asked:
        units = tuple((slug, str(unit), unit.path) for slug, unit in form.units.items())
        return cls(form, query, (get_language(), units, *(kind.name for kind in kinds())))


def _filters(form: FilterForm, query: str) -> Markup:
    """Draw the filters. With wrong values nothing is kept: what was typed stands in the form as it was typed."""
    return _draw(form, query) if form.errors else _kept(Asked.of(form, query))


@lru_cache(maxsize=128)
def _kept(asked: Asked) -> Markup:
    """Filters are the same for everybody who filters alike, and take a fifth of the page."""
    return _draw(asked.form, asked.query)


def _draw(form: FilterForm, query: str) -> Markup:
    context = {"form": form, "narrowed": bool(query)}
    return Markup(render_to_string("casework/parts/register_filter.html", context))


def _row(matter: Matter) -> dict[str, Any]:
    outcome = matter.kind_data.outcome_or_none(matter.outcome)
    return {
        "number": matter.number,
        "href": matter_url(matter),
        "title": title_of(matter),
        "unit": str(matter.unit),
        "state": matter.outcome or matter.state,
        "state_label": outcome.label if outcome else matter.state_data.label,
        "received": matter.received_at,
        "open": matter.open,
        "due": matter.due_on if matter.phase == Phase.OPEN else None,  # a clock that stands still has no day
        "clock": matter.clock_state,
        "clock_label": STATE_LABELS[matter.clock_state],
    }


def _caption(page: RegisterPage, narrowed: bool) -> str:
    """How many there are, where that is known without counting."""
    alone = not page.older_after and not page.newer_before
    if alone:
        return ngettext("%(n)d matter", "%(n)d matters", len(page.rows)) % {"n": len(page.rows)}
    return _("Matters that fit the filters") if narrowed else _("All matters")


def _figures(form: FilterForm, unit_id: int | None) -> list[dict[str, Any]]:
    """Open and overdue matters as the sweep last counted them, each a link that narrows the register to them."""
    counted = public_figures(unit_id)
    if counted is None:
        return []
    here = reverse("casework:register")
    late = {
        "label": pgettext("number of matters", "overdue"),
        "value": f"{counted.overdue:,}",
        "href": f"{here}?{form.query(overdue='on')}",
    }
    return [
        {
            "label": pgettext("number of matters", "open"),
            "value": f"{counted.open:,}",
            "href": f"{here}?{form.query(state='open')}",
        },
        {**late, "tone": "red"} if counted.overdue else late,
        {"label": _("received in the last year"), "value": f"{counted.received:,}"},
    ]


def _files(form: FilterForm) -> dict[str, str]:
    query = form.query(**({"lang": "en"} if get_language() == "en" else {}))
    return {
        f"{name}_href": reverse(f"register_{name}" if name != "feed" else "register_atom")
        + (f"?{query}" if query else "")
        for name in ("csv", "json", "feed")
    }


@access.public(seconds=SECONDS)
def matter(request: HttpRequest, number: str) -> HttpResponse:
    """One public matter. The number of a kind that may be private leads to sign-in, whether or not there is such a one."""
    found = find_public(number)
    if found is None:
        return _elsewhere(number, "casework:own")
    context = {
        "matter": found,
        "shown": show(found),
        "title": title_of(found),
        "name": name_of(found),
        "unit_href": reverse("people:unit", args=[found.unit.slug]),
        "feed_href": reverse("matter_atom", args=[number]) + ("?lang=en" if get_language() == "en" else ""),
    }
    return render(request, "casework/matter.html", context)


@access.public(seconds=SECONDS)
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """The slip that is printed at the counter: number, day, unit, QR."""
    found = find_public(number)
    if found is None:
        return _elsewhere(number, "casework:own_receipt")
    return slip(request, found, matter_url(found, absolute=True))


def slip(request: HttpRequest, found: Matter, link: str) -> HttpResponse:
    context = {
        "matter": found,
        "qr": qr_of(link),
        "link": link,
        "shown_how": sentence(found.how) if found.open else None,
    }
    return render(request, "casework/receipt.html", context)


def _elsewhere(number: str, name: str) -> HttpResponse:
    prefix = number.partition("-")[0]
    if any(kind.prefix == prefix and Visibility.PRIVATE in kind.visibilities for kind in kinds()):
        return redirect(name, number)
    raise Http404
