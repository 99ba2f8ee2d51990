"""Regular tidying: sessions that have ended, and what the demo's issuer no longer needs.

Both are dated by Django and allauth with the system's time, so they are judged by it too and not by the kernel's clock: the
demo moves that one on by months, and nobody shall be signed out by it.
"""

from __future__ import annotations

from allauth.idp.oidc.models import Token
from django.contrib.sessions.backends.db import SessionStore
from django.db.models.functions import Now

from lightwell.kernel.rounds import every


@every(3600, "people.tidy")
def tidy() -> None:
    """Drop ended sessions and tokens; safe at any time."""
    SessionStore.clear_expired()
    Token.objects.filter(expires_at__lt=Now()).delete()
