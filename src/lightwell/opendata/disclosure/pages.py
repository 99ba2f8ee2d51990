"""Public pages of what is not open and of what opens when. They read no session."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from lightwell.kernel import clock
from lightwell.opendata.disclosure import queries, statement
from lightwell.opendata.disclosure.forms import ClosedFilter
from lightwell.opendata.disclosure.models import Subject, Unlock
from lightwell.people import public as people
from lightwell.people.public import access
from lightwell.record import public as record

SECONDS = 2


@access.public(seconds=SECONDS)
def unlocks(request: HttpRequest) -> HttpResponse:
    """What opens when: the soonest first, slipped promises with how far and why; and reviews that are overdue."""
    page = queries.to_come(page_number(request))
    context = {
        "lines": [(unlock, statement.slip_words(unlock)) for unlock in page.rows],
        "opened": queries.opened() if page.number == 1 else [],
        "overdue": queries.reviews_overdue() if page.number == 1 else [],
        "today": clock.today(),
        **around(page, "disclosure:unlocks", {}),
    }
    return render(request, "disclosure/unlocks.html", context)


@access.public(seconds=SECONDS)
def closed(request: HttpRequest) -> HttpResponse:
    """Data that is decided to be not open, the next review first."""
    units = people.Unit.objects.filter(disclosures__state="not_open").distinct().order_by("path")
    form = ClosedFilter(request.GET, units=units)
    wanted = form.wanted
    page = queries.closed(wanted, page_number(request))
    asked = {"q": wanted.q, "unit": wanted.unit, "law": wanted.law, "overdue": "on" if wanted.overdue else ""}
    context = {
        "form": form,
        "subjects": page.rows,
        "narrowed": wanted.anything,
        **around(page, "disclosure:closed", {name: value for name, value in asked.items() if value}),
    }
    return render(request, "disclosure/closed.html", context)


@access.public(seconds=SECONDS)
def subject(request: HttpRequest, slug: str) -> HttpResponse:
    """One body of data: what it is, why it is not open, by which article, since when, who looks at it again when."""
    found = queries.find(slug)
    if found is None:
        raise Http404
    unlock = planned_of(found)
    acts = record.acts_of(found.ref)
    context = {
        "subject": found,
        "unlock": unlock,
        "slipped": statement.slip_words(unlock) if unlock else "",
        "statement": statement.statement_of(found, unlock),
        "story": statement.story_of(found, {act.id: act.href for act in acts}),
        "decision": found.current,
        "proof": _proof(found, acts),
        "unit_href": reverse("people:unit", args=[found.unit.slug]),
        "opened_as": _opened_as(found),
    }
    return render(request, "disclosure/subject.html", context)


def planned_of(found: Subject) -> Unlock | None:
    """Return the promise that is still to be kept, of those loaded."""
    return next((unlock for unlock in found.unlocks.all() if unlock.state == Unlock.State.PLANNED), None)


def _opened_as(found: Subject) -> Any:
    kept = [unlock.dataset for unlock in found.unlocks.all() if unlock.dataset]
    dataset = kept[-1] if kept else found.dataset
    return dataset if dataset is not None and dataset.is_public else None


def _proof(found: Subject, acts: list[record.Act]) -> dict[str, str]:
    """Say whether the reason on the page is the one that was decided."""
    decision = found.current
    act = next((act for act in acts if decision is not None and act.id == decision.act_id), None)
    if act is None or decision is None:
        return {}
    verdict = "pending" if act.state == "pending" else record.check(act.id, "reason", decision.reason)
    return {"verdict": verdict, "href": act.href}


def page_number(request: HttpRequest) -> int:
    """Return the page that was asked for, 1 for anything that is no number of one."""
    text = request.GET.get("page", "1")
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 5 else 1


def around(page: queries.Page, name: str, query: dict[str, str]) -> dict[str, str]:
    """Return the addresses of the pages before and after, "" where there is none."""

    def href(number: int) -> str:
        asked = query | ({"page": str(number)} if number > 1 else {})
        return reverse(name) + ("?" + urlencode(asked) if asked else "")

    return {
        "prev_href": href(page.number - 1) if page.number > 1 else "",
        "next_href": href(page.number + 1) if page.more else "",
    }
