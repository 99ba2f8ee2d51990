"""Write the record's files anew out of PostgreSQL, and publish the newest checkpoint."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from lightwell.kernel.refusal import Refusal
from lightwell.record import keeping, sequencing
from lightwell.record.models import Origin


class Command(BaseCommand):
    help = "Write all tiles and entry bundles of the public record anew from the database, then publish its checkpoint."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with transaction.atomic(durable=True):
                sequencing.lock()
                self._rebuild_all()
            sequencing.publish()
        except Refusal as refusal:
            raise CommandError(refusal.message) from None

    def _rebuild_all(self) -> None:
        current = sequencing.current_origin()
        if current is None:
            raise CommandError("The record has no entries yet: there is nothing to rebuild.")
        for origin in Origin.objects.order_by("number"):
            latest = sequencing.latest_of(origin)
            place = keeping.folder_of(origin.number, current.number)
            if latest is None:
                continue
            if origin == current:
                sequencing.check_published(origin, latest)
            sequencing.rebuild(place, origin, latest)
            if origin != current and keeping.published_note(place) is None:
                keeping.publish_note(place, latest.note)
            self.stdout.write(f"{origin.name}: {latest.size} entries written to {place}")
