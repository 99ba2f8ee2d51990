"""The record in a real PostgreSQL: acts entered, and entries integrated, per second, down to fsynced tiles and checkpoint.

Uses a test database of the server in DATABASE_URL (made and removed) and a temporary folder.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from pathlib import Path


def main() -> None:
    """Run with an optional number of entries."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--entries", type=int, default=20_000)
    count = parser.parse_args().entries
    with tempfile.TemporaryDirectory() as home:
        os.environ["LIGHTWELL_KEYS"] = f"{home}/keys"
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lightwell.config.settings")
        import django

        django.setup()
        from django.conf import settings
        from django.db import connection

        settings.RECORD_FOLDER = Path(home) / "record"
        name = connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            measure(count)
        finally:
            connection.creation.destroy_test_db(name, verbosity=0)


def measure(count: int) -> None:
    """Enter, integrate in one go, integrate one by one, prove."""
    from django.db import transaction

    from lightwell.kernel.ref import Ref
    from lightwell.record import proving
    from lightwell.record import public as record
    from lightwell.record.models import Entry

    def enter(number: int) -> None:
        facts = {"state": "answered", "number": number}
        subject = Ref("matter", f"OP-115-{number:06}")
        record.enter(
            act="response.published",
            subject=subject,
            office="transport/officer",
            content={"text": "x"},
            facts=facts,
        )

    start = time.perf_counter()
    with transaction.atomic():
        for number in range(count):
            enter(number)
    tell("record acts entered", count, start)
    start = time.perf_counter()
    record.integrate()
    tell("record entries integrated", count, start)
    start = time.perf_counter()
    for number in range(200):
        with transaction.atomic():
            enter(number)
        record.integrate()
    tell("record acts, each with its own checkpoint", 200, start)
    entries = list(Entry.objects.order_by("?")[:200])
    start = time.perf_counter()
    for entry in entries:
        proving.proof_of(entry, {})
    spent = (time.perf_counter() - start) / len(entries)
    print(f"record proof of an act, checked               {spent * 1000:10.2f} ms")


def tell(name: str, count: int, start: float) -> None:
    print(f"{name:45} {count / (time.perf_counter() - start):10,.0f} /s")


if __name__ == "__main__":
    main()
