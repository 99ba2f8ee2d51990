"""The bar on top of every page of the demo: who one is, and what day it is."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from markupsafe import Markup

from lightwell.demo.content import people
from lightwell.demo.timeshift import days
from lightwell.kernel import clock
from lightwell.kernel.bilingual import Bilingual
from lightwell.kernel.ref import Ref


def render(_ref: Ref | None) -> str:
    """Return the bar in the page's language; made once a day and language, since it stands on every page."""
    return _bar(get_language() or "", clock.today(), days())


@lru_cache(maxsize=8)
def _bar(language: str, today: date, moved: int) -> Markup:
    roles = [
        {"key": p["key"], "text": Bilingual(p["label"], p["label_en"]).in_language(language)}
        for p in people()
    ]
    context = {
        "roles": roles,
        "today": today,
        "moved": moved,
        "become": reverse("demo:become"),
        "move": reverse("demo:move"),
        "mail": reverse("post:box"),
    }
    return Markup(render_to_string("demo/bar.html", context))
