"""Ask whether the database still holds what the outside has seen, before a restored record is signed on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lightwell.kernel.refusal import Refusal
from lightwell.record import keeping, sequencing


class Command(BaseCommand):
    help = "Check that the database contains the published checkpoint, or another one that is known from outside."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--published", type=Path, help="a checkpoint kept elsewhere: from the feed, a witness, a backup"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            note = options["published"].read_bytes() if options["published"] else keeping.published_note()
        except OSError as error:
            raise CommandError(f"--published cannot be read: {error}") from None
        origin = sequencing.current_origin()
        if note is None or origin is None:
            raise CommandError("There is no checkpoint to compare with: give one with --published FILE.")
        latest = sequencing.latest_of(origin)
        try:
            sequencing.check_published(origin, latest, note)
        except Refusal as refusal:
            raise CommandError(refusal.message) from None
        size = latest.size if latest else 0
        self.stdout.write(f"{origin.name}: the database has {size} entries and contains that checkpoint.")
