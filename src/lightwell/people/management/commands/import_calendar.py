"""``lightwell manage import_calendar FILE --calendar SLUG [--dry-run]``: the official CSV or JSON into a calendar."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lightwell.people.actions.calendars import import_calendar
from lightwell.people.calendar_files import CalendarFileError, read_calendar
from lightwell.people.management.reporting import report
from lightwell.people.models import Calendar


class Command(BaseCommand):
    help = (
        "Take over a yearly calendar (DGPA's CSV, or the JSON made of it) and say which promised dates move."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--calendar", required=True, metavar="SLUG", help="calendar to change")
        parser.add_argument("--dry-run", action="store_true", help="say what would change, change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        calendar = Calendar.objects.filter(slug=options["calendar"]).first()
        if calendar is None:
            known = ", ".join(Calendar.objects.order_by("slug").values_list("slug", flat=True)) or "none yet"
            raise CommandError(f"There is no calendar {options['calendar']}. Known: {known}.")
        try:
            days = read_calendar(options["file"].read_bytes())
        except OSError as missing:
            raise CommandError(f"{options['file']} cannot be read: {missing.strerror}.")
        except CalendarFileError as wrong:
            raise CommandError(f"{options['file']} is not taken over, nothing is changed:\n{wrong}")
        changes = import_calendar(calendar=calendar, days=days, by=None, dry_run=options["dry_run"])
        self.stdout.write("\n".join(report(changes, dry_run=options["dry_run"])))
