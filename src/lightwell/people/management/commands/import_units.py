"""``lightwell manage import_units FILE [--dry-run]``: the tree of units from a CSV; the way to the first root, too."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from lightwell.kernel.refusal import Refusal
from lightwell.people.actions.units import create_unit
from lightwell.people.models import Unit
from lightwell.people.unit_files import COLUMNS, UnitFileError, read_units


class Command(BaseCommand):
    help = f"Create units from a CSV with the columns {','.join(COLUMNS)}; those that exist stay as they are."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would be created, create nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            rows = read_units(options["file"].read_bytes())
        except OSError as missing:
            raise CommandError(f"{options['file']} cannot be read: {missing.strerror}.")
        except UnitFileError as wrong:
            raise CommandError(f"{options['file']}: {wrong}")
        with transaction.atomic():
            made = [path for line, row in rows if (path := self._create(line, row))]
            transaction.set_rollback(options["dry_run"])
        verb = "would be created" if options["dry_run"] else "created"
        self.stdout.write(
            "\n".join([f"{len(made)} units {verb}, {len(rows) - len(made)} there already", *made])
        )

    def _create(self, line: int, row: Mapping[str, str]) -> str:
        if Unit.objects.filter(slug=row["slug"]).exists():
            return ""
        parent = Unit.objects.filter(slug=row["parent"]).first()
        if row["parent"] and parent is None:
            raise CommandError(
                f"line {line}: there is no unit {row['parent']} yet; put it above. Nothing is created."
            )
        if not row["name"]:
            raise CommandError(f"line {line}: {row['slug'] or 'a unit'} has no name. Nothing is created.")
        given: dict[str, Any] = {name: row[name] for name in COLUMNS if name != "parent"}
        try:
            return create_unit(parent=parent, by=None, **given).path
        except Refusal as refusal:
            raise CommandError(f"line {line}: {refusal.message} Nothing is created.")
