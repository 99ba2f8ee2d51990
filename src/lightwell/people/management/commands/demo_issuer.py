"""``lightwell manage demo_issuer``: register this site at the demo's own issuer and print where it is."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from lightwell.people.demo_issuer.registration import register_client


class Command(BaseCommand):
    help = "Register this site as the client of the demo's own OpenID Connect issuer (LIGHTWELL_DEMO=1 only)."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demo's issuer exists only with LIGHTWELL_DEMO=1.")
        client = register_client()
        self.stdout.write(f"issuer  {settings.SITE_URL}{settings.DEMO_ISSUER_PATH}\nclient  {client.pk}")
        for address in client.get_redirect_uris():
            self.stdout.write(f"returns {address}")
