"""An office says that two things belong together, or takes that back: official acts, in the record of the link's source."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from lightwell.bridges.related import keeping
from lightwell.bridges.related.models import Link
from lightwell.bridges.related.rules import LONGEST_NOTE, WAYS
from lightwell.kernel import changes, things
from lightwell.kernel.ref import Ref
from lightwell.kernel.refusal import Refusal
from lightwell.kernel.things import Thing
from lightwell.people import public as people
from lightwell.record import public as record

PERMISSIONS = (
    "topics.edit",
    "data.publish",
    "casework.answer",
    "casework.assign",
)  # any of them, for the unit of an end


def relate(*, source: Ref, target: Ref, way: str, note: str = "", by: people.Account | None) -> Link:
    """Link two public things; the same link again changes nothing but its note. ``by`` None is the system (the demo).

    Refusal when one is not public or both are the same; PermissionDenied for somebody of neither end's unit.
    """
    note = " ".join(note.split())
    if way not in WAYS:
        raise Refusal(_("Choose how the two are related."), field="way")
    if len(note) > LONGEST_NOTE:
        raise Refusal(_("Say it shorter: at most %(n)d characters.") % {"n": LONGEST_NOTE}, field="note")
    found = _both(source, target)
    unit = _acting(found, by)
    with transaction.atomic():
        ends = keeping.make_ends({source, target})
        link, new = Link.objects.get_or_create(
            source=ends[source], target=ends[target], way=way, defaults={"note": note}
        )
        if not new and not link.found and link.note == note:
            return link
        link.note, link.found, link.by, link.office = note, False, by, _office(by, unit)
        link.act_id = _enter("link.made", link, source, target)
        link.save()
    return link


def part(*, link: Link, by: people.Account | None) -> None:
    """Take a link back; one that a text names goes when the text does, not by this."""
    source, target = link.source.ref, link.target.ref
    if link.found:
        raise Refusal(_("This link stands in the page itself. It goes when the page no longer says so."))
    unit = _acting(things.find([source, target]), by)
    with transaction.atomic():
        link.office = _office(by, unit)
        _enter("link.removed", link, source, target)
        link.delete()
        keeping.refresh({source})  # the text may name it still


def may_relate(account: object, units: set[str]) -> bool:
    """Return whether somebody acts for one of these units (short names)."""
    return any(_may(account, unit) for unit in people.Unit.objects.filter(slug__in=units))


def _both(source: Ref, target: Ref) -> dict[Ref, Thing]:
    if source == target:
        raise Refusal(_("A page is not related to itself. Name another one."), field="target")
    found = things.find([source, target])
    if source not in found:
        raise Refusal(_("The page that the link starts from is not public."), field="source")
    if target not in found:
        raise Refusal(
            _("There is no public page at this address. Copy the address of the page."), field="target"
        )
    return found


def _acting(found: dict[Ref, Thing], by: people.Account | None) -> people.Unit | None:
    """Return the unit in whose name somebody links: the one of the first end for which they may."""
    if by is None:
        return None
    slugs = [thing.unit for thing in found.values()]
    units = sorted(people.Unit.objects.filter(slug__in=slugs), key=lambda unit: slugs.index(unit.slug))
    for unit in units:
        if _may(by, unit):
            return unit
    raise PermissionDenied(
        _("You can link pages of the units that you act for. One of the two must be such a page.")
    )


def _may(account: object, unit: people.Unit) -> bool:
    return any(people.can(account, permission, unit=unit) for permission in PERMISSIONS)


def _office(by: people.Account | None, unit: people.Unit | None) -> str:
    return people.office_of(by, unit) if by is not None and unit is not None else "system"


def _enter(act: str, link: Link, source: Ref, target: Ref) -> str:
    content = {"note": link.note} if link.note else {}
    facts = {"way": link.way, "target": str(target)}
    handle = record.enter(act=act, subject=source, office=link.office, content=content, facts=facts)
    changes.tell([target])
    return handle.id
