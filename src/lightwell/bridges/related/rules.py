"""Which ways things are related, and how each reads from its two ends. Pure data and one pure function."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.translation import pgettext_lazy

CITES = "cites"
SHOWN = 8  # on the page of a thing; all are on a page of their own
LISTED = 300
LONGEST_NOTE = 200


@dataclass(frozen=True)
class Way:
    """A kind of relation: what stands above the other end, on the page it starts from and on the page it leads to."""

    onward: object
    back: object


WAYS: Mapping[str, Way] = MappingProxyType(
    {
        "answers": Way(
            pgettext_lazy("this page …", "Answers"), pgettext_lazy("this page is …", "Answered by")
        ),
        "led_to": Way(pgettext_lazy("this page …", "Led to"), pgettext_lazy("this page …", "Came of")),
        "changes": Way(
            pgettext_lazy("this page …", "Changes"), pgettext_lazy("this page is …", "Changed by")
        ),
        CITES: Way(pgettext_lazy("this page …", "Cites"), pgettext_lazy("this page is …", "Cited by")),
        "beside": Way(
            pgettext_lazy("this page …", "Belongs together with"),
            pgettext_lazy("this page …", "Belongs together with"),
        ),
    }
)


def heading(way: str, onward: bool) -> str:
    """Return the words above the other end of a relation; its code when it is no longer used."""
    found = WAYS.get(way)
    return str(found.onward if onward else found.back) if found else way


def order(way: str, onward: bool) -> tuple[int, int]:
    """Return where a group stands: what came of a thing before what merely names it."""
    return (list(WAYS).index(way) if way in WAYS else len(WAYS), 0 if onward or way == "beside" else 1)
