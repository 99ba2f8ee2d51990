"""Small pieces that this room puts into pages of other rooms."""

from __future__ import annotations

from django.template.loader import render_to_string

from lightwell.kernel.ref import Ref


def desk_link(ref: Ref | None) -> str:
    """The way from the desk to the services of one's units."""
    return render_to_string("directory/parts/desk_link.html")
