"""Addresses of a matter's pages, as mail, QR codes and feeds write them."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import quote

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from lightwell.casework import contact
from lightwell.casework.models import Matter

MARK = "MARK"


def matter_url(matter: Matter, *, absolute: bool = False, language: str | None = None) -> str:
    """Return the address of a matter's page, in the reader's language unless another is given."""
    return _address("casework:matter", matter.number, absolute, language)


def tracking_url(matter: Matter, *, absolute: bool = True, language: str | None = None) -> str:
    """Return the secret address that shows a matter to whoever holds it; give it to its person alone."""
    return _address("casework:tracked", contact.secret_of(matter.number), absolute, language)


def receipt_url(matter: Matter, *, absolute: bool = False, language: str | None = None) -> str:
    """Return the address of the slip to print."""
    return _address("casework:receipt", matter.number, absolute, language)


def _address(name: str, argument: str, absolute: bool, language: str | None) -> str:
    before, after = _around(name, language or translation.get_language() or "zh-hant")
    path = before + quote(argument) + after
    return settings.SITE_URL + path if absolute else path


@lru_cache(maxsize=64)
def _around(name: str, language: str) -> tuple[str, str]:
    """What stands before and after the argument of an address: a register has many, and reversing one takes 20 µs."""
    with translation.override(language):
        before, _mark, after = reverse(name, args=[MARK]).partition(MARK)
    return before, after
