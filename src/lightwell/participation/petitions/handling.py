"""What every action on a petition begins and ends with: lock it, take the step, write it into the record."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from lightwell.kernel import clock
from lightwell.kernel.refusal import Refusal
from lightwell.participation.petitions import rules
from lightwell.participation.petitions.models import Petition
from lightwell.participation.petitions.rules import State
from lightwell.people import public as people
from lightwell.record import public as record

Facts = Mapping[str, str | int]


def take(petition: Petition) -> Petition:
    """Return a petition as it stands now, locked for this transaction (writers of signatures do not wait for it)."""
    rows = Petition.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("unit", "policy", "author").get(pk=petition.pk)


def step(petition: Petition, name: str) -> State:
    """Change the state in memory; Refusal when the step is not open where the petition stands."""
    try:
        petition.state = rules.after(petition.state, name)
    except rules.NotOpen:
        raise Refusal(
            _("This step is not open where the petition stands: “%(state)s”.")
            % {"state": petition.state_label}
        ) from None
    return State(petition.state)


def require_author(petition: Petition, by: people.Account | None) -> None:
    """Refuse everybody but the author (and the house itself, for the demo)."""
    if by is not None and by.pk != petition.author_id:
        raise Refusal(_("Only who wrote this petition can do this."))


def enter(
    petition: Petition,
    act: str,
    *,
    office: str,
    facts: Facts | None = None,
    content: Mapping[str, str] | None = None,
) -> str:
    """Write an official act about a petition into the record; returns the act's id."""
    handle = record.enter(
        act=act, subject=petition.ref, office=office, facts=dict(facts or {}), content=dict(content or {})
    )
    return handle.id


def keep(petition: Petition, *columns: str) -> Petition:
    """Store the changed columns under a new version; returns the petition."""
    petition.version += 1
    petition.changed_at = clock.now()
    petition.save(update_fields=[*columns, "version", "changed_at"])
    return petition


def words(text: str, field: str, *, longest: int, missing: object = "") -> str:
    """Return a text trimmed and in one form of line ends; Refusal when it is missing or too long."""
    clean = text.replace("\x00", "").replace("\r\n", "\n").strip()
    if not clean:
        raise Refusal(missing or _("Write a text: the public reads it."), field=field)
    if len(clean) > longest:
        raise Refusal(
            _("Write at most %(n)d characters; these are %(have)d.") % {"n": longest, "have": len(clean)},
            field=field,
        )
    return clean
