"""Giving and ending roles: official acts, since they say who may act for an office."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from lightwell.kernel import clock
from lightwell.kernel.ref import Ref
from lightwell.kernel.refusal import Refusal
from lightwell.people import rules
from lightwell.people.models import Account, Role, RoleGrant, Unit
from lightwell.people.powers import office_of, require
from lightwell.record import public as record


def grant_role(
    *,
    account: Account,
    role: str,
    unit: Unit,
    starts_on: date | None = None,
    ends_on: date | None = None,
    by: Account | None,
) -> RoleGrant:
    """Give a role for a unit and all below it; a second time changes the term. ``by`` None is the system."""
    if by is not None:
        require(by, "people.administer", unit=unit)
    starts = starts_on or clock.today()
    if role not in Role.values:
        raise Refusal(_("Choose one of the roles."), field="role")
    if ends_on is not None and ends_on < starts:
        raise Refusal(_("The last day must not be before the first."), field="ends_on")
    with transaction.atomic():
        grant, _new = RoleGrant.objects.update_or_create(
            account=account, role=role, unit=unit, defaults={"starts_on": starts, "ends_on": ends_on}
        )
        _enter(
            "role.granted",
            grant,
            by,
            {"from_day": starts.isoformat(), "to_day": ends_on.isoformat() if ends_on else ""},
        )
    return grant


def revoke_role(*, grant: RoleGrant, by: Account | None) -> None:
    """End a role at once; the row stays as its history. Refused for the last administrator of a unit."""
    if by is not None:
        require(by, "people.administer", unit=grant.unit)
    with transaction.atomic():
        held = RoleGrant.objects.select_for_update().select_related("unit", "account").get(pk=grant.pk)
        if held.role == Role.ADMINISTRATOR and not _another_administrator(held):
            raise Refusal(_("Nobody else administers this unit. Name a second administrator first."))
        office = _office(by, held.unit)
        held.ends_on = clock.today() - timedelta(days=1)
        held.save(update_fields=["ends_on"])
        _enter("role.revoked", held, by, {"to_day": held.ends_on.isoformat()}, office)


def _another_administrator(grant: RoleGrant) -> bool:
    above = RoleGrant.objects.select_for_update().filter(
        role=Role.ADMINISTRATOR, unit__path__in=rules.ancestors(grant.unit.path), account__is_active=True
    )
    today = clock.today()
    return any(
        rules.Grant(g.role, grant.unit.path, g.starts_on, g.ends_on).holds(today)
        for g in above
        if g.pk != grant.pk
    )


def _office(by: Account | None, unit: Unit) -> str:
    return office_of(by, unit, "people.administer")


def _enter(act: str, grant: RoleGrant, by: Account | None, days: dict[str, str], office: str = "") -> None:
    """The leaf names role, unit and term; who it is stays a salted hash whose salt is not published."""
    record.enter(
        act=act,
        subject=Ref("unit", grant.unit.slug),
        office=office or _office(by, grant.unit),
        content={"account": grant.account.email},
        facts={"role": grant.role, **{name: day for name, day in days.items() if day}},
        withheld={"account"},
    )
