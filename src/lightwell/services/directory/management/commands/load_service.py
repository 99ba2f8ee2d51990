"""``lightwell manage load_service FILE…``: publish services from their definition files."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from lightwell.kernel.refusal import Refusal
from lightwell.people import public as people
from lightwell.services.directory.actions import load_definition
from lightwell.services.directory.models import Service


class Command(BaseCommand):
    help = "Publish services, or new versions of them, from definition files (TOML)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument(
            "--as", dest="account", metavar="EMAIL", help="act as this account, within its roles"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        by = self._account(options["account"])
        for file in options["files"]:
            with translation.override("en"):
                service = self._load(file, by)
            self.stdout.write(f"{file.name}: {service.slug}, version {service.form_version}, {service.state}")

    def _load(self, file: Path, by: people.Account | None) -> Service:
        if not file.is_file():
            raise CommandError(f"There is no file {file}. Check the path.")
        try:
            return load_definition(definition=file, by=by)
        except (Refusal, PermissionDenied) as refused:
            raise CommandError(str(refused))

    def _account(self, email: str | None) -> people.Account | None:
        if not email:
            return None
        found = people.Account.objects.filter(email=email.lower()).first()
        if found is None:
            raise CommandError(f"There is no account {email}.")
        return found
