"""The invented offices and people, made through the actions that an administrator uses."""

from __future__ import annotations

from io import StringIO
from typing import Any

from django.contrib.auth.hashers import make_password
from django.core.management import call_command

from lightwell.demo.content import people as persons
from lightwell.demo.content import read
from lightwell.kernel import clock
from lightwell.people import public as people
from lightwell.people.public import Account, Unit

PASSWORD = "tianjing-demo"  # of every account of the demo, which answers on this machine only


def calendar() -> None:
    """Take over the official working days of last year, this one and, once it is published, the next."""
    year = clock.today().year
    for wanted in (year, year + 1):
        try:
            people.official_days(wanted)
        except LookupError:
            continue
        call_command("seed_calendar", wanted, stdout=StringIO())


def build() -> None:
    """Make the units of the tree, the accounts, and who answers for information."""
    units: dict[str, Unit] = {}
    root_calendar = people.Calendar.objects.filter(slug="taiwan").first()
    for found in read("city")["unit"]:
        texts = {key: found[key] for key in ("slug", "name", "name_en", "email", "phone", "address")}
        parent = units.get(found.get("parent", ""))
        units[found["slug"]] = people.create_unit(
            parent=parent, calendar=None if parent else root_calendar, by=None, **texts
        )
    for found in persons():
        _account(found, units)
    # One hash for the one password: made for each account anew, it would take longer than the six months.
    Account.objects.filter(email__in=[found["email"] for found in persons()]).update(
        password=make_password(PASSWORD)
    )


def inhabitants() -> tuple[dict[str, Unit], dict[str, Account]]:
    """Return units by slug and accounts by key."""
    by_address = Account.objects.in_bulk([found["email"] for found in persons()], field_name="email")
    return Unit.objects.in_bulk(field_name="slug"), {
        found["key"]: by_address[found["email"]] for found in persons()
    }


def _account(found: dict[str, Any], units: dict[str, Unit]) -> None:
    account = people.create_account(email=found["email"], password=None, name=found["name"], by=None)
    if "identity" in found:
        people.verify_identity(account=account, fingerprint=people.fingerprint(found["identity"]), by=None)
    if "role" in found:
        people.grant_role(account=account, role=found["role"], unit=units[found["unit"]], by=None)
    if found.get("role") == people.Role.LEAD:
        people.name_information_officer(unit=units[found["unit"]], account=account, by=None)
