"""For operators: how much mail waits, what failed and why; try again; let an address have mail again; take a bounce."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Count

from lightwell.post import actions, bounces
from lightwell.post.models import Message, State


class Command(BaseCommand):
    help = "mail status | retry | lift ADDRESS | bounce (reads a notification on standard input)"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["status", "retry", "lift", "bounce"])
        parser.add_argument("address", nargs="?", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        getattr(self, f"_{options['what']}")(options["address"])

    def _status(self, _address: str) -> None:
        counts = dict(Message.objects.order_by().values_list("state").annotate(Count("pk")))
        for state in State.values:
            self.stdout.write(f"{state:10} {counts.get(state, 0)}")
        for message in Message.objects.filter(state=State.FAILED).order_by("-settled_at")[:10]:
            self.stdout.write(
                f"failed {message.settled_at:%Y-%m-%d %H:%M} {message.public_id}: {message.last_error}"
            )

    def _retry(self, _address: str) -> None:
        self.stdout.write(f"{actions.retry_failed()} messages are queued again.")

    def _lift(self, address: str) -> None:
        if not address:
            raise CommandError("Name the address: lightwell manage mail lift name@example.org")
        known = actions.lift(address=address)
        self.stdout.write("It gets mail again." if known else "It was not stopped.")

    def _bounce(self, _address: str) -> None:
        message = bounces.take(sys.stdin.buffer.read())
        self.stdout.write(f"{message.public_id} came back." if message else "Nothing to do with this mail.")
