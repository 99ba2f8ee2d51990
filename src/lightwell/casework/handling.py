"""What every action on a matter begins and ends with: lock it, ask who may, write what was done into timeline and record."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from lightwell.casework.models import Event, Matter
from lightwell.kernel import clock
from lightwell.kernel.refusal import Refusal
from lightwell.people import public as people
from lightwell.record import public as record

Facts = Mapping[str, str | int]


class Stale(Refusal):
    """Somebody else changed the matter since the page was opened; what was typed is kept by the page."""


def take(
    matter: Matter, *, by: people.Account | None, permission: str = "", version: int | None = None
) -> Matter:
    """Return the matter as it stands now, locked for this transaction; PermissionDenied or Stale otherwise.

    ``by`` None is the house itself (sweep, import, demo) and may do everything that the rules allow.
    """
    found = (
        Matter.objects.select_for_update(of=("self",))
        .select_related("unit", "policy", "person")
        .get(pk=matter.pk)
    )
    if permission and by is not None:
        people.require(by, permission, unit=found.unit)
    if version is not None and version != found.version:
        raise Stale(
            _("Somebody changed this matter after you opened it. See what is new, then send yours again.")
        )
    return found


def write(
    matter: Matter,
    act: str,
    *,
    by: people.Account | None,
    office: str = "",
    facts: Facts | None = None,
    note: str = "",
    content: Mapping[str, str] | None = None,
) -> Event:
    """Write one act into the matter's timeline and the record: sealed when the matter is private."""
    office = office or people.office_of(by, matter.unit)
    enter = record.enter_sealed if matter.private else record.enter
    contents = {**(content or {}), **({"note": note} if note else {})}
    handle = enter(act=act, subject=matter.ref, office=office, content=contents, facts=dict(facts or {}))
    return Event.objects.create(
        matter=matter,
        at=clock.now(),
        act=act,
        office=office,
        facts=dict(facts or {}),
        note=note,
        act_id=handle.id,
    )


def keep(matter: Matter, *columns: str) -> Matter:
    """Store the changed columns under a new version; returns the matter."""
    matter.version += 1
    matter.changed_at = clock.now()
    matter.save(update_fields=[*columns, "version", "changed_at"])
    return matter


def words(text: str, field: str, *, longest: int = 4000) -> str:
    """Return a text that a person must give, trimmed; Refusal when it is missing or too long."""
    clean = text.replace("\x00", "").strip()
    if not clean:
        raise Refusal(_("Write a reason: the public reads it."), field=field)
    if len(clean) > longest:
        raise Refusal(_("Write at most %(n)d characters.") % {"n": longest}, field=field)
    return clean
