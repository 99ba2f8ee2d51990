"""One ``can()``: reads the grants of an account and asks the rules."""

from __future__ import annotations

from functools import reduce
from operator import or_

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from lightwell.kernel import clock
from lightwell.people import rules
from lightwell.people.models import Account, RoleGrant, Unit
from lightwell.people.roles import PRECEDENCE, roles_with


def powers_of(account: object) -> rules.Powers:
    """Return what somebody may do today, in one query; None, signed out or switched off means nothing."""
    today = clock.today()
    if not isinstance(account, Account) or not account.is_active:
        return rules.nobody(today)
    rows = RoleGrant.objects.filter(account=account).values_list("role", "unit__path", "starts_on", "ends_on")
    return rules.Powers(tuple(rules.Grant(*row) for row in rows), today)


def can(account: object, permission: str, *, unit: Unit | None = None) -> bool:
    """Return whether ``account`` may do this for ``unit`` (None: for at least one unit).

    The only judge of authority in the project. ValueError for a permission that does not exist.
    """
    return powers_of(account).allow(permission, unit.path if unit is not None else None)


def require(account: object, permission: str, *, unit: Unit | None = None) -> None:
    """Raise PermissionDenied with a sentence unless ``can``."""
    if not can(account, permission, unit=unit):
        raise PermissionDenied(
            _("Your roles do not allow this. An administrator of the unit can give you one that does.")
        )


def units_under(paths: list[str]) -> QuerySet[Unit]:
    """Return the units at these paths and below, in tree order."""
    if not paths:
        return Unit.objects.none()
    return Unit.objects.filter(reduce(or_, (Q(path__startswith=path) for path in paths)))


def units_of(account: object, permission: str) -> list[Unit]:
    """Return every unit for which the account has the permission, in tree order; two queries."""
    return list(units_under(powers_of(account).roots(permission)))


def office_of(account: object, unit: Unit, permission: str | None = None) -> str:
    """Return the public name of the office somebody acts in for a unit: ``transport/officer``; never a person.

    ``system`` for None (the house itself), ``public`` for somebody without a role there.
    """
    return "system" if account is None else powers_of(account).office(unit.path, permission)


def officers_of(unit: Unit) -> list[Account]:
    """Return who may answer for a unit today: those of the unit itself first, then of the units above it."""
    today = clock.today()
    grants = (
        RoleGrant.objects.filter(
            role__in=roles_with("casework.answer"), unit__path__in=rules.ancestors(unit.path)
        )
        .filter(Q(ends_on=None) | Q(ends_on__gte=today), starts_on__lte=today, account__is_active=True)
        .select_related("account", "unit")
    )
    nearest = sorted(
        grants, key=lambda g: (-len(g.unit.path), PRECEDENCE.index(g.role), g.account.name, g.account_id)
    )
    return list({grant.account_id: grant.account for grant in nearest}.values())


def parent_of(unit: Unit) -> Unit | None:
    """Return the unit above, or None for a root."""
    return unit.parent
