"""What this room puts into pages of other rooms."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.translation import get_language

from lightwell.bridges.related import queries
from lightwell.bridges.related.rules import SHOWN
from lightwell.kernel import things
from lightwell.kernel.ref import Ref


def related(ref: Ref | None) -> str:
    """The things that a page is related to, a handful; "" when there are none. One query."""
    if ref is None or things.source_of(ref.kind) is None:
        return ""
    groups = queries.groups_of(ref, SHOWN + 1)
    if not groups:
        return ""
    more = queries.count_of(groups) > SHOWN
    if more:
        max(groups, key=lambda group: group.place).lines.pop()
    english = (get_language() or "").startswith("en")
    return render_to_string(
        "related/parts/related.html",
        {"groups": groups, "ref": ref, "more": more, "lang": "en" if english else "zh-hant"},
    )


def link_of_matter(ref: Ref | None) -> str:
    """On the desk's page of a public matter: the way to link it with another page."""
    if ref is None or ref not in things.find([ref]):
        return ""
    return render_to_string("related/parts/desk_link.html", {"ref": ref})


def desk_entry(ref: Ref | None) -> str:
    """On the desk: the way to the page where links are made."""
    return render_to_string("related/parts/desk_link.html", {"ref": None})
