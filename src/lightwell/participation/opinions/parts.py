"""Small pieces that this room puts into pages of the storey below, which knows nothing of topics."""

from __future__ import annotations

from django.db.models import QuerySet
from django.template.loader import render_to_string

from lightwell.kernel.ref import Ref
from lightwell.participation.opinions.models import Opinion
from lightwell.prepared import prepared


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
    opinion = _opinion_on.first(number=ref.id)
    return render_to_string("opinions/parts/topic_of_matter.html", {"opinion": opinion}) if opinion else ""


@prepared
def _opinion_on(*, number: str) -> QuerySet[Opinion]:
    rows = Opinion.objects.filter(matter__number=number).select_related("topic", "theme")
    shown = ("topic__slug", "topic__title", "topic__title_en", "theme__name", "theme__name_en")
    return rows.only("listed_as", *shown)
