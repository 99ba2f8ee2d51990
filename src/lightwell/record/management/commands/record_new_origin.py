"""Continue the record openly under a new name, after the restore of a backup that is older than what was published."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lightwell.kernel.refusal import Refusal
from lightwell.record.origins import open_new_origin


class Command(BaseCommand):
    help = "Open a new origin of the public record whose first entry holds the last published checkpoint of the old one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--published", type=Path, help="the last published checkpoint, when its file was lost too"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            published = options["published"].read_bytes() if options["published"] else None
            origin = open_new_origin(published=published)
        except OSError as error:
            raise CommandError(f"--published cannot be read: {error}") from None
        except Refusal as refusal:
            raise CommandError(refusal.message) from None
        self.stdout.write(
            f"The record goes on as {origin.name}.\nIts verifier key, to be published where the old one was:\n{origin.key}"
        )
