"""Regular tidying: sessions that have ended, and what the demo's issuer no longer needs."""

from __future__ import annotations

from allauth.idp.oidc.models import Token
from django.contrib.sessions.models import Session
from django.db.models import Q

from lightwell.kernel import clock
from lightwell.kernel.rounds import every


@every(3600, "people.tidy")
def tidy() -> None:
    """Drop ended sessions and tokens; safe at any time."""
    now = clock.now()
    Session.objects.filter(expire_date__lt=now).delete()
    Token.objects.filter(Q(expires_at__lt=now)).delete()
