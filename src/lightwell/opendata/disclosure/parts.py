"""Small pieces that this room puts into pages of other rooms."""

from __future__ import annotations

from django.template.loader import render_to_string

from lightwell.kernel.ref import Ref
from lightwell.opendata.disclosure import queries


def desk_link(ref: Ref | None) -> str:
    """The editors' way to decisions and promised days, with how many of them cannot wait."""
    return render_to_string("disclosure/parts/desk_link.html", {"waiting": queries.count_waiting()})


def desk_dataset(ref: Ref | None) -> str:
    """Beside a dataset at the editors' desk: what was decided about it, or the way to decide."""
    if ref is None or ref.kind != "dataset":
        return ""
    found = queries.about(ref.id)
    return render_to_string("disclosure/parts/desk_dataset.html", {"subject": found, "slug": ref.id})
