"""The invented offices and people, as accounts, units and roles."""

from __future__ import annotations

from typing import Any

from lightwell.demo.content import people as persons
from lightwell.demo.content import read
from lightwell.kernel import clock
from lightwell.people import public as people
from lightwell.people.public import Account, Unit

PASSWORD = "tianjing-demo"  # of every account of the demo, which answers on this machine only


def build() -> tuple[dict[str, Unit], dict[str, Account]]:
    """Make units by slug and accounts by key."""
    units: dict[str, Unit] = {}
    for found in read("city")["unit"]:
        units[found["slug"]] = _unit(found, units)
    accounts = {found["key"]: _account(found, units) for found in persons()}
    for unit in units.values():
        leads = people.officers_of(unit)
        if leads and unit.information_officer_id is None:
            unit.information_officer = leads[0]
            unit.save(update_fields=["information_officer"])
    return units, accounts


def _unit(found: dict[str, Any], units: dict[str, Unit]) -> Unit:
    parent = units.get(found.get("parent", ""))
    path = f"{parent.path if parent else '/'}{found['slug']}/"
    names = {key: found[key] for key in ("slug", "name", "name_en", "email", "phone", "address")}
    calendar = None if parent else people.Calendar.objects.get(slug="taiwan")
    return Unit.objects.create(parent=parent, path=path, calendar=calendar, **names)


def _account(found: dict[str, Any], units: dict[str, Unit]) -> Account:
    from allauth.account.models import EmailAddress

    account = Account.objects.create_user(
        found["email"], PASSWORD, name=found["name"], assurance=people.Assurance.CONTACT
    )
    EmailAddress.objects.create(user=account, email=account.email, verified=True, primary=True)
    if "identity" in found:
        account.assurance = people.Assurance.IDENTITY
        account.identity_verified_at = clock.now()
        account.identity_fingerprint = people.fingerprint(found["identity"])
        account.save()
    if "role" in found:
        people.RoleGrant.objects.create(account=account, role=found["role"], unit=units[found["unit"]])
    return account
