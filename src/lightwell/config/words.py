"""The words of templates: looked up once a language and kept, since a page asks for a hundred of them."""

from __future__ import annotations

from typing import Any

from django.utils import translation
from markupsafe import Markup

MOST = 5000  # texts a language; templates hold fewer, so that only a mistake reaches it
_kept: dict[str, dict[str, Markup]] = {}


def gettext(text: str, **variables: Any) -> Markup:
    """Translate a text of a template into the language of the moment; variables are escaped, the text itself is trusted.

    As Jinja's own (newstyle) gettext: a text is always a format, so that a per cent sign in it is written twice.
    """
    known = _kept.setdefault(translation.get_language() or "", {})
    found = known.get(text)
    if found is None:
        found = _look_up(text, known)
    if variables:
        return found % variables
    return found if "%" not in found else found % {}


def _look_up(text: str, known: dict[str, Markup]) -> Markup:
    if len(known) >= MOST:
        known.clear()
    known[text] = found = Markup(translation.gettext(text))
    return found
