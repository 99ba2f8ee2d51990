"""What pages read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.http import Http404
from django.utils.translation import get_language

from lightwell.kernel import clock
from lightwell.people import calendars, rules
from lightwell.people.models import Account, Calendar, CalendarDay, Pseudonym, RoleGrant, Unit

UPCOMING = 12


@dataclass
class Branch:
    """A unit and the branches below it."""

    unit: Unit
    below: list[Branch]


def tree() -> list[Branch]:
    """Return the units in use as a tree, in one query: paths are sorted, so a stack is enough."""
    roots: list[Branch] = []
    stack: list[Branch] = []
    for unit in Unit.objects.filter(active=True).order_by("path"):
        while stack and not rules.covers(stack[-1].unit.path, unit.path):
            stack.pop()
        branch = Branch(unit, [])
        (stack[-1].below if stack else roots).append(branch)
        stack.append(branch)
    return roots


def unit_at(slug: str) -> Unit:
    """Return a unit by its short name; Http404."""
    found = Unit.objects.select_related("parent", "information_officer").filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def calendar_at(slug: str) -> Calendar:
    """Return a calendar by its short name; Http404."""
    found = Calendar.objects.select_related("parent").filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def above(unit: Unit) -> list[Unit]:
    """Return the units above, from the root down."""
    paths = [path for path in rules.ancestors(unit.path) if path != unit.path]
    return list(Unit.objects.filter(path__in=paths).order_by("path"))


def below(unit: Unit) -> list[Unit]:
    """Return the units in use directly below."""
    return list(Unit.objects.filter(parent=unit, active=True).order_by("path"))


def pseudonyms_of(account: Account) -> list[Pseudonym]:
    return list(Pseudonym.objects.filter(account=account).order_by("process"))


def grants_of(account: Account) -> list[RoleGrant]:
    """Return the roles of an account that have not ended."""
    running = Q(ends_on=None) | Q(ends_on__gte=clock.today())
    return list(
        RoleGrant.objects.filter(running, account=account)
        .select_related("unit")
        .order_by("unit__path", "role")
    )


def grants_for(unit: Unit) -> list[RoleGrant]:
    """Return the roles that have not ended for a unit itself and, by inheritance, from above."""
    running = Q(ends_on=None) | Q(ends_on__gte=clock.today())
    found = RoleGrant.objects.filter(
        running, unit__path__in=rules.ancestors(unit.path), account__is_active=True
    )
    return list(found.select_related("account", "unit").order_by("unit__path", "role", "account__name", "pk"))


def years_of(calendar: Calendar | None, kept: calendars.Book) -> list[int]:
    """Return the years for which a calendar, or one that it inherits from, has days, and this year."""
    return sorted(
        {day.year for day in kept.differing(calendar.pk if calendar else None)} | {clock.today().year}
    )


def declared_days(unit: Unit) -> list[CalendarDay]:
    """Return the days off declared in a unit's own calendar, from a month ago on."""
    since = clock.today() - timedelta(days=31)
    if unit.calendar_id is None:
        return []
    return list(
        CalendarDay.objects.filter(calendar_id=unit.calendar_id, declared=True, day__gte=since).order_by(
            "day"
        )
    )


def upcoming(calendar: Calendar | None, kept: calendars.Book, today: date) -> list[tuple[date, bool, str]]:
    """Return the next days that differ from Monday to Friday: (day, worked, name in the page's language)."""
    days = kept.differing(calendar.pk if calendar else None)
    ahead = sorted(d for d, (works, _name) in days.items() if d >= today and works != (d.weekday() < 5))
    return [(d, days[d][0], days[d][1].in_language(get_language())) for d in ahead[:UPCOMING]]
