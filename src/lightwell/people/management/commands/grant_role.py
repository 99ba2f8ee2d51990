"""``lightwell manage grant_role EMAIL ROLE UNIT``: how a new site gets its first administrator."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lightwell.people.actions.roles import grant_role
from lightwell.people.models import Account, Role, Unit


class Command(BaseCommand):
    help = "Give an account a role for a unit and all below it, from today; an official act of the system."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument("role", metavar="ROLE", choices=Role.values, help=", ".join(Role.values))
        parser.add_argument("unit", metavar="UNIT", help="short name of the unit")

    def handle(self, *args: Any, **options: Any) -> None:
        account = Account.objects.filter(email=options["email"].lower()).first()
        unit = Unit.objects.filter(slug=options["unit"]).first()
        if account is None:
            raise CommandError(f"There is no account {options['email']}. Let the person sign up first.")
        if unit is None:
            raise CommandError(f"There is no unit {options['unit']}. Make it with import_units.")
        grant_role(account=account, role=options["role"], unit=unit, by=None)
        self.stdout.write(f"{account.email} is {options['role']} of {unit.slug} and all below it.")
