"""Units and people for tests, made by the actions that make real ones."""

from __future__ import annotations

from itertools import count
from typing import Any

from lightwell.people import public as people
from lightwell.people.public import Account, Assurance, Role, Unit

_number = count(1)
PASSWORD = "correct-horse-battery-staple"


def make_unit(slug: str = "", *, parent: Unit | None = None, **fields: Any) -> Unit:
    """A unit; one with the same short name is made once."""
    slug = slug or f"unit-{next(_number)}"
    found = Unit.objects.filter(slug=slug).first()
    if found:
        return found
    given = {"name": f"{slug} 局", "name_en": slug.replace("-", " ").title(), **fields}
    return people.create_unit(slug=slug, parent=parent, by=None, **given)


def make_account(email: str = "", *, password: str = PASSWORD, **fields: Any) -> Account:
    """Somebody with a confirmed address."""
    fields.setdefault("assurance", Assurance.CONTACT)
    address = email or f"person{next(_number)}@example.org"
    return Account.objects.create_user(address, password, **fields)


def make_officer(unit: Unit, *, role: Role = Role.OFFICER, email: str = "", **fields: Any) -> Account:
    """Somebody with a role in a unit."""
    account = make_account(email, **fields)
    people.grant_role(account=account, role=role, unit=unit, by=None)
    return account


def make_citizen(email: str = "", *, verified: bool = False, **fields: Any) -> Account:
    """Somebody without any role; ``verified`` by an identity of their own."""
    account = make_account(email, **fields)
    if verified:
        number = f"Z{next(_number):09d}"
        people.verify_identity(account=account, fingerprint=people.fingerprint(number), by=None)
        account.refresh_from_db()
    return account
