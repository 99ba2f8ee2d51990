"""The doors of the house in the page's head and foot, in one place."""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lightwell.people import public as people

MAIN = (
    (_("Have your say"), "opinions:topics"),
    (_("Open data"), "access:datasets"),
    (_("Register"), "casework:register"),
    (_("Scoreboard"), "casework:scoreboard"),
    (_("Public record"), "record:home"),
)
FOOT = (
    (_("About this site"), "frontdoor:about"),
    (_("Units and officers"), "people:units"),
    (_("API"), "frontdoor:api"),
    (_("Accessibility"), "frontdoor:accessibility"),
    (_("Privacy"), "frontdoor:privacy"),
)
CHECKPOINT = (_("Checkpoint of the public record"), "/record/checkpoint")


@lru_cache(maxsize=64)
def _hrefs(names: tuple[str, ...], language: str) -> dict[str, str]:
    found = {}
    for name in names:
        try:
            found[name] = reverse(name)
        except NoReverseMatch:
            continue
    return found


def _links(entries: tuple[tuple[Any, str], ...]) -> list[dict[str, Any]]:
    hrefs = _hrefs(tuple(name for _text, name in entries), get_language() or "")
    return [{"text": text, "href": hrefs[name]} for text, name in entries if name in hrefs]


def entries(path: str) -> list[dict[str, Any]]:
    """Return the main navigation; the door that ``path`` lies behind is marked."""
    return [{**link, "current": path.startswith(link["href"])} for link in _links(MAIN)]


def footer() -> list[dict[str, Any]]:
    """Return the links at the foot."""
    return [*_links(FOOT), {"text": CHECKPOINT[0], "href": CHECKPOINT[1]}]


def sign_in(request: HttpRequest) -> str:
    """Return the address of the sign-in page that comes back to this one."""
    path = request.get_full_path()
    back = "" if path.startswith(("/account/", "/en/account/")) else "?" + urlencode({"next": path})
    return reverse("account_login") + back


def account(request: HttpRequest) -> dict[str, Any]:
    """Return the signed-in account as the shell shows it: its name and what it may go to."""
    user, powers = request.user, people.access.powers_in(request)
    items = []
    if powers.allow("desk.see"):
        items.append({"text": _("My day"), "href": reverse("casework:desk")})
    if powers.allow("data.edit"):
        items.append({"text": _("Publish data"), "href": reverse("publishing:home")})
    items.append({"text": _("My matters"), "href": reverse("casework:mine")})
    return {"name": str(user), "href": reverse("people:account"), "items": items}
