"""``lightwell manage demo_with FOLDER``: load real files beside the demo; ``lightwell demo --with FOLDER`` runs it."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lightwell.demo.real import take_in


class Command(BaseCommand):
    help = (
        "Publish every table below a folder as a dataset of the unit “Real files (imported)”, and describe the datasets of a "
        "catalogue; say what was left out and why. The same folder again loads nothing twice."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="FOLDER")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = options["folder"]
        if not folder.is_dir():
            raise CommandError(f"There is no folder {folder}. Nothing was loaded.")
        began, counts, quiet = time.monotonic(), Counter[str](), Counter[str]()
        for taken in take_in(folder):
            counts[taken.state] += 1
            if taken.state == "skipped" and not taken.name.lower().endswith((".csv", ".tsv")):
                quiet[Path(taken.name).suffix or "no suffix"] += 1
                continue
            self.stdout.write(f"  {taken.state:10}{taken.name}  {taken.told}  ({taken.seconds:.1f} s)")
        if quiet:
            kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(quiet.items()))
            self.stdout.write(f"  skipped   {kinds}: no tables that Lightwell reads so far")
        told = ", ".join(f"{counts[state]} {state}" for state in ("loaded", "described", "same", "skipped"))
        self.stdout.write(f"{folder}: {told}, in {time.monotonic() - began:.0f} s.")
