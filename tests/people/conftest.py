"""People of the tests: a small tree, accounts, and a cache that forgets who asked too often."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from lightwell.people import public as people
from lightwell.people.models import Account, Role, RoleGrant, Unit


@pytest.fixture(autouse=True)
def quick(settings):
    """A password hash that costs little, and a cache that has counted no attempts yet."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()


@pytest.fixture
def tree(db) -> dict[str, Unit]:
    """cabinet ─ city ─ transport ─ buses, and city ─ parks."""
    made: dict[str, Unit] = {}
    for slug, parent in (
        ("cabinet", None),
        ("city", "cabinet"),
        ("transport", "city"),
        ("buses", "transport"),
        ("parks", "city"),
    ):
        made[slug] = people.create_unit(
            slug=slug,
            name=f"{slug}局",
            name_en=slug.title(),
            parent=made[parent] if parent else None,
            by=None,
        )
    return made


@pytest.fixture
def account(db):
    """Make an account; with ``role`` and ``unit`` it gets that role."""
    number = iter(range(1000))

    def make(role: str = "", unit: Unit | None = None, **fields) -> Account:
        fields.setdefault("email", f"person{next(number)}@example.org")
        made = Account.objects.create_user(
            fields.pop("email"), fields.pop("password", "an open window 7"), **fields
        )
        if role:
            RoleGrant.objects.create(account=made, role=role, unit=unit)
        return made

    return make


@pytest.fixture
def administrator(account, tree) -> Account:
    return account(Role.ADMINISTRATOR, tree["city"], name="Administrator")
