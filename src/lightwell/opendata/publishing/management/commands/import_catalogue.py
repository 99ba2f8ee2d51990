"""``lightwell manage import_catalogue FILE``: describe the datasets of another catalogue, with their units."""

from __future__ import annotations

from argparse import ArgumentParser
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from lightwell.opendata.publishing.catalogue_file import COLUMNS, CatalogueFileError, read_catalogue
from lightwell.opendata.publishing.catalogue_import import Catalogue, Result, take_over_catalogue
from lightwell.people import public as people

ROOT = ("national-agencies", "全國各機關", "Agencies across the country")
ADDRESS = "https://data.gov.tw/datasets/search?p=1&size=10&rft={title}"


class Command(BaseCommand):
    help = (
        "Describe the datasets of another catalogue here, each with a link to it; the same file again changes nothing. "
        f"FILE is a CSV in UTF-8 with the columns {', '.join(COLUMNS)}."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--name", default="data.gov.tw", help="what the catalogue is called (%(default)s)"
        )
        parser.add_argument(
            "--address", default=ADDRESS, help="where an entry is found, {title} in it (data.gov.tw)"
        )
        parser.add_argument("--below", default=ROOT[0], help="unit below which new units come (%(default)s)")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            content = options["file"].read_bytes()
            entries = read_catalogue(content)
        except OSError as missing:
            raise CommandError(f"{options['file']} cannot be read: {missing.strerror}.")
        except CatalogueFileError as wrong:
            raise CommandError(f"{options['file']}: {wrong}\nNothing was imported.")
        catalogue = Catalogue(options["name"], sha256(content).hexdigest(), options["address"])
        with transaction.atomic():
            below = _unit(options["below"])
            result = take_over_catalogue(entries=entries, catalogue=catalogue, below=below, by=None)
            transaction.set_rollback(options["dry_run"])
        self.stdout.write(_told(result, dry=options["dry_run"]))


def _unit(slug: str) -> people.Unit:
    found = people.Unit.objects.filter(slug=slug).first()
    if found is None and slug == ROOT[0]:
        return people.create_unit(slug=slug, name=ROOT[1], name_en=ROOT[2], by=None)
    if found is None:
        raise CommandError(f"There is no unit {slug}. See /units/ for those there are. Nothing was imported.")
    return found


def _told(result: Result, *, dry: bool) -> str:
    told = f"{result.created:,} datasets created, {result.changed:,} changed, {result.same:,} as they were; {result.units:,} units created"
    return told + (" (nothing was kept: dry run)" if dry else "")
