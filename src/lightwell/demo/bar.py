"""The bar on top of every page of the demo: who one is, and what day it is."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from markupsafe import Markup

from lightwell.demo.content import people
from lightwell.demo.timeshift import days
from lightwell.kernel import clock
from lightwell.kernel.bilingual import Bilingual


def render(request: object) -> str:
    """Return the bar in the page's language; made once a day, language and role, since it stands on every page."""
    return _bar(get_language() or "", clock.today(), days(), _who(request))


def _who(request: object) -> str:
    """Return the key of the role that is signed in, "" for a visitor; looks at the account only when a cookie came."""
    if not isinstance(request, HttpRequest) or settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return ""
    email = getattr(getattr(request, "user", None), "email", "")
    return next((p["key"] for p in people() if p["email"] == email), "")


@lru_cache(maxsize=64)
def _bar(language: str, today: date, moved: int, who: str) -> Markup:
    roles = [
        {"key": p["key"], "text": Bilingual(p["label"], p["label_en"]).in_language(language)}
        for p in people()
    ]
    context = {
        "roles": roles,
        "who": who,
        "today": today,
        "moved": moved,
        "become": reverse("demo:become"),
        "move": reverse("demo:move"),
        "mail": reverse("post:box"),
    }
    return Markup(render_to_string("demo/bar.html", context))
