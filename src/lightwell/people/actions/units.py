"""Official acts on the tree of units. ``path`` is kept here and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Collection
from hashlib import sha256

from django.db import IntegrityError, transaction
from django.db.models import F, Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext as _

from lightwell.kernel import changes, clock
from lightwell.kernel.ref import Ref
from lightwell.kernel.refusal import Refusal
from lightwell.people import calendars, rules
from lightwell.people.models import Account, Calendar, Unit
from lightwell.people.powers import can, office_of, require
from lightwell.record import public as record

SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,39}\Z")
ROOT_OFFICE = "system"


def create_unit(
    *,
    slug: str,
    name: str,
    name_en: str = "",
    parent: Unit | None = None,
    calendar: Calendar | None = None,
    email: str = "",
    address: str = "",
    phone: str = "",
    by: Account | None,
) -> Unit:
    """Add a unit below ``parent`` (None: a root, which only the system makes)."""
    _may(by, parent)
    if not SLUG.match(slug):
        raise Refusal(_("Use small letters, digits and hyphens, at most 40: transport-bureau."), field="slug")
    path = _path(parent, slug)
    try:
        with transaction.atomic():
            unit = Unit.objects.create(
                slug=slug, name=name, name_en=name_en, parent=parent, path=path, calendar=calendar, email=email,
                address=address, phone=phone,
            )  # fmt: skip
            _enter("unit.created", unit, by, content={"name": name, "name_en": name_en})
    except IntegrityError:
        raise Refusal(_("There is a unit with this short name already. Choose another one."), field="slug")
    return unit


@transaction.atomic
def take_over_units(*, names: Collection[str], below: Unit) -> dict[str, Unit]:
    """Return a unit for each Chinese name, made directly below ``below`` where no unit is called so: for imported lists.

    A step of the act that imports the list and is entered in the record with it. The short name is derived from the name,
    so that the same list again makes nothing; the address needs no meaning.
    """
    known = {unit.name: unit for unit in Unit.objects.filter(name__in=names).order_by("-active", "-pk")}
    slugs = {name: f"org-{sha256(name.encode()).hexdigest()[:12]}" for name in names if name not in known}
    made = [Unit(slug=slug, name=name, parent=below, path=_path(below, slug)) for name, slug in slugs.items()]
    Unit.objects.bulk_create(made)
    changes.tell([Ref("unit", unit.slug) for unit in made])
    return known | {unit.name: unit for unit in made}


def rename_unit(*, unit: Unit, name: str, name_en: str, by: Account | None) -> None:
    """Change a unit's names; its address and path stay, so that links hold."""
    _may(by, unit)
    if not name.strip():
        raise Refusal(_("A unit needs a Chinese name."), field="name")
    with transaction.atomic():
        unit.name, unit.name_en = name.strip(), name_en.strip()
        _save(unit, "name", "name_en")
        _enter("unit.renamed", unit, by, content={"name": unit.name, "name_en": unit.name_en})


def move_unit(*, unit: Unit, parent: Unit, by: Account | None) -> None:
    """Hang a unit and all below it under another; needs authority over both ends. Roles above the old place end there."""
    _may(by, unit)
    _may(by, parent)
    with transaction.atomic():
        locked = {
            u.pk: u
            for u in Unit.objects.select_for_update().filter(pk__in=[unit.pk, parent.pk]).order_by("pk")
        }
        old, above = locked[unit.pk].path, locked[parent.pk].path
        if rules.covers(old, above):
            raise Refusal(_("A unit cannot be moved below itself."), field="parent")
        new = _path(locked[parent.pk], unit.slug)
        below = Unit.objects.select_for_update().filter(path__startswith=old)
        below.update(path=Concat(Value(new), Substr(F("path"), len(old) + 1)))
        Unit.objects.filter(pk=unit.pk).update(parent=parent, changed_at=clock.now())
        unit.refresh_from_db()
        _enter("unit.moved", unit, by, facts={"from_path": old, "to_path": new})


def close_unit(*, unit: Unit, by: Account | None) -> None:
    """Take a unit out of use; its past stays readable. Refused while units below it are in use."""
    _may(by, unit)
    if Unit.objects.filter(path__startswith=unit.path, active=True).exclude(pk=unit.pk).exists():
        raise Refusal(_("Close or move the units below it first."))
    with transaction.atomic():
        unit.active = False
        _save(unit, "active")
        _enter("unit.closed", unit, by)


def name_information_officer(*, unit: Unit, account: Account, by: Account | None) -> None:
    """Say who answers for what a unit publishes; somebody with a role that covers it."""
    _may(by, unit)
    if office_of(account, unit) == "public":
        raise Refusal(_("Give this person a role in the unit first."), field="account")
    with transaction.atomic():
        unit.information_officer = account
        _save(unit, "information_officer")
        _enter("unit.information_officer_named", unit, by, facts={"answers": office_of(account, unit)})


def set_calendar(*, unit: Unit, calendar: Calendar | None, by: Account | None) -> list[str]:
    """Give a unit a calendar of its own, or let it inherit again (None). Returns the promises that moved."""
    _may(by, unit)
    with transaction.atomic():
        before, unit.calendar = unit.calendar, calendar
        _save(unit, "calendar")
        _enter("unit.calendar_set", unit, by, facts={"calendar": calendar.slug if calendar else "inherited"})
        told = calendar or before
        return calendars.changed(told) if told else []


def _save(unit: Unit, *columns: str) -> None:
    unit.changed_at = clock.now()
    unit.save(update_fields=[*columns, "changed_at"])


def _may(by: Account | None, unit: Unit | None) -> None:
    """The system may all; people only below a unit that they administer, and nobody makes a root by hand."""
    if by is None:
        return
    if unit is None:
        raise Refusal(_("Choose the unit above."), field="parent")
    require(by, "people.administer", unit=unit)


def _path(parent: Unit | None, slug: str) -> str:
    path = rules.path_below(parent.path if parent else None, slug)
    if len(path) > 400:
        raise Refusal(_("The tree is too deep here. Use shorter names or a place higher up."), field="parent")
    return path


def _enter(
    act: str,
    unit: Unit,
    by: Account | None,
    *,
    content: dict[str, str] | None = None,
    facts: dict[str, str] | None = None,
) -> None:
    office = (
        office_of(by, unit, "people.administer")
        if by is None or can(by, "people.administer", unit=unit)
        else "system"
    )
    record.enter(
        act=act, subject=Ref("unit", unit.slug), office=office, content=content or {}, facts=facts or {}
    )
