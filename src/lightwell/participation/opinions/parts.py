"""Small pieces that this room puts into pages of the storey below, which knows nothing of topics."""

from __future__ import annotations

from django.template.loader import render_to_string

from lightwell.kernel.ref import Ref
from lightwell.participation.opinions.models import Opinion


def sheet_links(ref: Ref | None) -> str:
    """Links on the desk for those who type in sheets."""
    return render_to_string("opinions/parts/desk_sheets.html")


def topic_links(ref: Ref | None) -> str:
    """Links on the desk for those who open topics."""
    return render_to_string("opinions/parts/desk_topics.html")


def topic_of_matter(ref: Ref | None) -> str:
    """The topic and theme of a matter, "" when it is no opinion on a topic; one query."""
    if ref is None or ref.kind != "matter":
        return ""
    opinion = Opinion.objects.filter(matter__number=ref.id).select_related("topic", "theme").first()
    return render_to_string("opinions/parts/topic_of_matter.html", {"opinion": opinion}) if opinion else ""
