"""``lightwell manage seed_calendar YEAR…``: the official calendar of these years, from the package that carries it."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lightwell.people.actions.calendars import import_calendar
from lightwell.people.calendar_seed import official_days
from lightwell.people.management.reporting import report
from lightwell.people.models import Calendar


class Command(BaseCommand):
    help = "Take over the government's working days of the given years into a calendar (made when it does not exist)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("years", nargs="+", type=int, metavar="YEAR", help="year AD, such as 2026")
        parser.add_argument(
            "--calendar", default="taiwan", metavar="SLUG", help="calendar to fill (default: taiwan)"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would change, change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            years = [official_days(year) for year in sorted(set(options["years"]))]
        except LookupError as unknown:
            raise CommandError(f"{unknown}. Use import_calendar with the official file.")
        calendar, _new = Calendar.objects.get_or_create(
            slug=options["calendar"],
            defaults={"name": "行政機關辦公日曆", "name_en": "Working days of government agencies"},
        )
        for days in years:
            changes = import_calendar(calendar=calendar, days=days, by=None, dry_run=options["dry_run"])
            self.stdout.write("\n".join(report(changes, dry_run=options["dry_run"])))
