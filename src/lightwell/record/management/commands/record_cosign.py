"""Add a witness's signature to a checkpoint of the record."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lightwell.engines.tlog.command import read_key
from lightwell.engines.tlog.errors import TlogError
from lightwell.kernel.refusal import Refusal
from lightwell.record.witnessing import add_cosignature


class Command(BaseCommand):
    help = "Add the signature of a witness to a checkpoint of ours, after checking it with the witness's key."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="our checkpoint with the witness's signature line")
        parser.add_argument(
            "--witness", required=True, help="the witness's verifier key, or a file that holds it"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            witness = read_key(options["witness"], "--witness")
            row = add_cosignature(options["file"].read_bytes(), witness)
        except (OSError, TlogError) as error:
            raise CommandError(str(error)) from None
        except Refusal as refusal:
            raise CommandError(refusal.message) from None
        self.stdout.write(f"The checkpoint at {row.size} entries is now signed by {witness.name} too.")
