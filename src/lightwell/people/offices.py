"""Offices in words: the record keeps ``transport/officer``, people read "Transport Bureau · officer"."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lightwell.people.models import Role, Unit
from lightwell.prepared import prepared


def office_words(unit: Unit, office: str) -> str:
    """Return an office of a unit as people read it."""
    role = office.partition("/")[2]
    return f"{unit} · {Role(role).label}" if role in Role.values else str(unit)


def units_named(slugs: Iterable[str]) -> dict[str, Unit]:
    """Return units by slug, with their names alone; one query, none for no slugs."""
    values = {f"slug{number}": slug for number, slug in enumerate(sorted(slugs))}
    return {unit.slug: unit for unit in _units_named(**values)} if values else {}


@prepared
def _units_named(**slugs: str) -> QuerySet[Unit]:
    return Unit.objects.filter(slug__in=list(slugs.values())).only("slug", "name", "name_en")


def office_names(offices: Iterable[str]) -> dict[str, str]:
    """Return names for offices and for bare unit slugs, in the page's language, in one query; unknown ones are left out."""
    wanted = set(offices)
    units = units_named({office.partition("/")[0] for office in wanted})
    named = {o: office_words(units[o.partition("/")[0]], o) for o in wanted if o.partition("/")[0] in units}
    fixed = {"system": _("Lightwell itself"), "public": _("A member of the public")}
    return named | {office: name for office, name in fixed.items() if office in wanted}
