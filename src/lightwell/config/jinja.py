"""The Jinja environment of all pages: autoescaped, strict about unknown names, with the globals that the shell expects."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from jinja2 import Environment, StrictUndefined, pass_context

from lightwell.frontdoor import navigation
from lightwell.kernel import clock, slots


def environment(**options: Any) -> Environment:
    """Return the environment that Django's backend asks for."""
    options["undefined"] = StrictUndefined
    options["trim_blocks"] = options["lstrip_blocks"] = True
    env = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"], **options)
    env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=translation.gettext,
        ngettext=translation.ngettext,
        newstyle=True,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
    )
    env.globals.update(
        static=static,
        url=_url,
        slot=slots.render,
        site=site,
        nav=navigation.entries,
        other_language_href=other_language_href,
        demo=settings.DEMO,
        today=clock.today,
        now=clock.now,
        lang=_language,
    )
    return env


def _url(name: str, *args: Any, **kwargs: Any) -> str:
    return reverse(name, args=args or None, kwargs=kwargs or None)


def _language() -> str:
    return "en" if (translation.get_language() or "").startswith("en") else "zh-hant"


def site() -> dict[str, str]:
    """Return the site's name in the page's language and its address."""
    zh, _bar, en = settings.SITE_NAME.partition("|")
    return {"name": en if _language() == "en" and en else zh, "url": settings.SITE_URL}


@pass_context
def other_language_href(context: Any) -> str:
    """Return this page's address in the other language, query included."""
    request = context.get("request")
    path = request.get_full_path() if request is not None else "/"
    if path == "/en" or path.startswith("/en/"):
        return path[3:] or "/"
    return "/en" + path
