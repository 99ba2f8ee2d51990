"""Small pieces of pages: a QR code, and the sentence with a link to the proof."""

from __future__ import annotations

from functools import lru_cache

import segno
from django.template.loader import render_to_string
from markupsafe import Markup

from lightwell.kernel.ref import Ref
from lightwell.record.reading import acts_of


@lru_cache(maxsize=2048)
def qr_svg(url: str) -> Markup:
    """QR code of an address as inline SVG: attributes only, dark on white whatever the page's colours, so it scans.

    Kept, for it takes longer to draw than all the rest of a page.
    """
    code = segno.make(url, error="m", micro=False)
    return Markup(
        code.svg_inline(scale=4, border=4, light="#fff", omitsize=True, svgclass=None, lineclass=None)
    )


def proof_slot(ref: Ref | None) -> str:
    """Filler of the slot "proof": one sentence about the newest public act on a thing, with a link to its page."""
    acts = acts_of(ref) if ref else []
    return render_to_string("record/parts/proof.html", {"act": acts[-1]}) if acts else ""
