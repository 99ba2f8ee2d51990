"""The doors of the house in the page's head and foot, in one place."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lightwell.people import public as people


@dataclass(frozen=True)
class Door:
    """One entry of the navigation. ``behind``: the first part of the paths that lie behind it beside its own."""

    text: Any
    name: str
    behind: tuple[str, ...] = ()


MAIN = (
    Door(_("Open data"), "access:datasets", ("try", "unlock", "disclosures", "requests", "data-requests")),
    Door(_("Have your say"), "frontdoor:say", ("topics", "petitions")),
    Door(_("Services"), "directory:services", ("services", "apply", "applications")),
    Door(_("Register"), "casework:register", ("scoreboard", "policies")),
    Door(_("Public record"), "record:home"),
)
FOOT = (
    Door(_("About this site"), "frontdoor:about"),
    Door(_("Units and officers"), "people:units"),
    Door(_("Scoreboard"), "casework:scoreboard"),
    Door(_("Try a file"), "trial:start"),
    Door(_("API"), "frontdoor:api"),
    Door(_("Accessibility"), "frontdoor:accessibility"),
    Door(_("Privacy"), "frontdoor:privacy"),
)
CHECKPOINT = (_("Checkpoint of the public record"), "/record/checkpoint")


def entries(path: str) -> list[dict[str, Any]]:
    """Return the main navigation; the door that ``path`` lies behind is marked."""
    first = path.removeprefix("/en/").lstrip("/").partition("/")[0]
    return [
        {"text": door.text, "href": href, "current": path.startswith(href) or first in door.behind}
        for door, href in _doors(MAIN)
    ]


def footer() -> list[dict[str, Any]]:
    """Return the links at the foot."""
    links = [{"text": door.text, "href": href} for door, href in _doors(FOOT)]
    return [*links, {"text": CHECKPOINT[0], "href": CHECKPOINT[1]}]


def search() -> str:
    """Return the address of the search page, "" when no room has one."""
    return address("search:search")


def sign_in(request: HttpRequest) -> str:
    """Return the address of the sign-in page that comes back to this one."""
    path = request.get_full_path()
    back = "" if path.startswith(("/account/", "/en/account/")) else "?" + urlencode({"next": path})
    return reverse("account_login") + back


def account(request: HttpRequest) -> dict[str, Any]:
    """Return the signed-in account as the shell shows it: its name and what it may go to."""
    user, powers = request.user, people.access.powers_in(request)
    items = [{"text": _("Mine"), "href": address("mine:mine")}]
    if powers.allow("desk.see"):
        items.append({"text": _("My day"), "href": reverse("casework:desk")})
    if powers.allow("data.edit"):
        items.append({"text": _("Publish data"), "href": reverse("publishing:home")})
    items.append({"text": _("Your account"), "href": reverse("people:account")})
    items.append({"text": _("Sign out"), "href": reverse("account_logout")})
    return {"name": str(user), "items": items}


def address(*names: str) -> str:
    """Return the address of the first of these pages that there is, in the page's language; "" for none."""
    return next((href for name in names if (href := _href(name, get_language() or ""))), "")


def _doors(doors: tuple[Door, ...]) -> list[tuple[Door, str]]:
    return [(door, href) for door in doors if (href := address(door.name))]


@lru_cache(maxsize=128)
def _href(name: str, _language: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
