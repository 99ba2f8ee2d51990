"""Which ways things are related, and how each reads from its two ends. Pure data and one pure function."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

CITES = "cites"
SHOWN = 8  # on the page of a thing; all are on a page of their own
LISTED = 300
LONGEST_NOTE = 200


@dataclass(frozen=True)
class Way:
    """A kind of relation: what stands above the other end, on the page it starts from and on the page it leads to; and
    when an office chooses it."""

    onward: object
    back: object
    when: object


WAYS: Mapping[str, Way] = MappingProxyType(
    {
        "answers": Way(
            pgettext_lazy("this page …", "Answers"),
            pgettext_lazy("this page is …", "Answered by"),
            _("The first page answers what the second asks."),
        ),
        "led_to": Way(
            pgettext_lazy("this page …", "Led to"),
            pgettext_lazy("this page …", "Came of"),
            _("The second page is there because of the first: a dataset after a request."),
        ),
        "changes": Way(
            pgettext_lazy("this page …", "Changes"),
            pgettext_lazy("this page is …", "Changed by"),
            _(
                "What the second page is about is done differently because of the first: a service after an answer."
            ),
        ),
        CITES: Way(
            pgettext_lazy("this page …", "Cites"),
            pgettext_lazy("this page is …", "Cited by"),
            _("The first page rests on the second. What its text names is found without you."),
        ),
        "beside": Way(
            pgettext_lazy("this page …", "Belongs together with"),
            pgettext_lazy("this page …", "Belongs together with"),
            _("Whoever reads one should know of the other."),
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
