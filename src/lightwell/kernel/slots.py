"""Named places in pages that rooms above may fill at start-up; an empty slot renders nothing.

A wing's page says ``{{ slot("related", ref) }}``; it never learns who answers.
"""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup

from lightwell.kernel.ref import Ref

Filler = Callable[[Ref | None], str]
_fillers: dict[str, list[Filler]] = {}


def fill(name: str, filler: Filler) -> None:
    """Let ``filler`` (a Ref, or None for the page as a whole, in; safe HTML out, "" for nothing) write into the slot ``name``; twice counts once."""
    found = _fillers.setdefault(name, [])
    if filler not in found:
        found.append(filler)


def render(name: str, ref: Ref | None = None) -> Markup:
    """Return what all fillers of a slot write for ``ref``."""
    return Markup("".join(filler(ref) for filler in _fillers.get(name, ())))


def lead_to(kind: str, address: Callable[[str], str]) -> None:
    """Fill the slot "subject" for one kind of thing: a link to the page that ``address`` names for a public id."""

    def link(ref: Ref | None) -> str:
        if ref is None or ref.kind != kind:
            return ""
        return Markup('<a href="{}">{}</a>').format(address(ref.id), ref.id)

    fill("subject", link)
