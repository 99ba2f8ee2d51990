"""The Jinja environment of all pages: autoescaped, strict about unknown names, with what the shell expects."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from jinja2 import Environment

from lightwell.config import words
from lightwell.design import public as design
from lightwell.frontdoor import navigation
from lightwell.kernel import clock, slots


def environment(**options: Any) -> Environment:
    """Return the environment that Django's backend asks for."""
    options["trim_blocks"] = options["lstrip_blocks"] = True
    env = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"], **options)
    env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=translation.gettext,
        ngettext=translation.ngettext,
        newstyle=True,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
    )
    env.globals.update(gettext=words.gettext, _=words.gettext)
    env.globals.update(
        static=lru_cache(256)(static),
        url=_url,
        slot=slots.render,
        demo=settings.DEMO,
        today=clock.today,
        now=clock.now,
    )
    design.install(env)
    return env


def _url(name: str, *args: Any, **kwargs: Any) -> str:
    return reverse(name, args=args or None, kwargs=kwargs or None)


def page(request: HttpRequest) -> dict[str, Any]:
    """Context processor: what the shell shows around every page.

    The account is looked at only when a session cookie came, so that pages for everybody stay free of cookies.
    """
    language = "en" if (translation.get_language() or "").startswith("en") else "zh-hant"
    signed_in = settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated
    return {
        "lang": language,
        "site": {"name": _site_name(language), "url": settings.SITE_URL},
        "nav": navigation.entries(request.path),
        "footer_nav": navigation.footer(),
        "search_href": navigation.search(),
        "other_language_href": _other_language(request),
        "account": navigation.account(request) if signed_in else None,
        "sign_in_href": "" if signed_in else navigation.sign_in(request),
    }


def _site_name(language: str) -> str:
    zh, _bar, en = settings.SITE_NAME.partition("|")
    return en if language == "en" and en else zh


def _other_language(request: HttpRequest) -> str:
    path = request.get_full_path()
    if path == "/en" or path.startswith("/en/"):
        return path[3:] or "/"
    return "/en" + path
