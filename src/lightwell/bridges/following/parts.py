"""What this room puts into pages of other rooms: two links, the same for everybody, so that those pages may be cached."""

from __future__ import annotations

from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.translation import get_language
from markupsafe import Markup

from lightwell.bridges.following.addresses import feed_of
from lightwell.kernel import things
from lightwell.kernel.ref import Ref


def follow_links(ref: Ref | None) -> str:
    """The way to follow a thing by mail and its feed; "" for what is no thing. No query."""
    if ref is None or things.source_of(ref.kind) is None:
        return ""
    return _links(ref, get_language() or "")


@lru_cache(maxsize=4096)
def _links(ref: Ref, language: str) -> Markup:
    return Markup(render_to_string("following/parts/follow.html", {"ref": ref, "feed": feed_of(ref)}))
