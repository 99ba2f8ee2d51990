"""What this room shows elsewhere: things for search and following, sections of /mine/, links on the desk and on matters."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from lightwell.kernel.bilingual import Bilingual
from lightwell.kernel.mine import Item
from lightwell.kernel.ref import Ref
from lightwell.kernel.things import Thing
from lightwell.participation.petitions import queries
from lightwell.participation.petitions.models import PUBLIC, Petition
from lightwell.participation.petitions.rules import State
from lightwell.participation.petitions.standing import standing_of
from lightwell.people import public as people
from lightwell.record import public as record


def things(ids: Collection[str] | None) -> Iterable[Thing]:
    """Return petitions whose text everybody may read; one query."""
    rows = Petition.objects.filter(PUBLIC).exclude(state=State.WITHDRAWN).select_related("unit", "policy")
    if ids is not None:
        rows = rows.filter(public_id__in=list(ids))
    return [_thing(petition) for petition in rows.defer("pairs").iterator(500) if not petition.hidden]


def _thing(petition: Petition) -> Thing:
    text = f"{petition.ask}\n{petition.why}"
    return Thing(
        ref=petition.ref,
        title=Bilingual(petition.title),
        text=Bilingual(text),
        unit=petition.unit.slug,
        state=petition.state,
        at=petition.changed_at,
        rank=petition.percent / 100,
    )


def address(public_id: str) -> str:
    return reverse("petitions:petition", args=[public_id])


def feed(public_id: str) -> str:
    return reverse("petition_feed", args=[public_id])


def drafts(account: object) -> list[Item]:
    """Drafts that somebody has not handed in."""
    return _items(account, (State.DRAFT,), "petitions:own", yours=True)


def own(account: object) -> list[Item]:
    """Petitions that somebody has handed in."""
    states = tuple(state for state in State if state is not State.DRAFT)
    return _items(account, states, "petitions:own")


def _items(account: object, states: tuple[State, ...], name: str, *, yours: bool = False) -> list[Item]:
    if not isinstance(account, people.Account):
        return []
    found = queries.petitions_of(account, states, limit=10)
    return [_item(petition, reverse(name, args=[petition.public_id]), yours) for petition in found]


def signatures(account: object) -> list[Item]:
    """What somebody has signed."""
    if not isinstance(account, people.Account):
        return []
    found = queries.signed_by(account, limit=10)
    return [
        _item(petition, reverse("petitions:signature", args=[petition.public_id]))
        for _signature, petition in found
    ]


def _item(petition: Petition, href: str, yours: bool = False) -> Item:
    stands = standing_of(petition)
    return Item(
        title=petition.title,
        href=href,
        kind=_("Petition"),
        state=str(petition.state_label),
        next=f"{stands.stands} {stands.next}".strip(),
        due=stands.due,
        at=petition.changed_at,
        yours=yours,
    )


def more(_account: object) -> str:
    return reverse("petitions:mine")


def desk_links(ref: Ref | None) -> str:
    """A link on the desk for those who check petitions."""
    return render_to_string("petitions/parts/desk_link.html")


def policy_link(ref: Ref | None) -> str:
    """A link on the desk for those who set the numbers of petitions."""
    return render_to_string("petitions/parts/policy_link.html")


def petition_of_matter(ref: Ref | None) -> str:
    """The petition behind a matter, "" when it is none; one query for matters of that kind, none for others."""
    if ref is None or ref.kind != "matter" or not ref.id.startswith("PE-"):
        return ""
    found = Petition.objects.filter(matter__number=ref.id).select_related("policy").defer("pairs").first()
    return render_to_string("petitions/parts/petition_of_matter.html", {"petition": found}) if found else ""


def note_link(ref: Ref | None) -> str:
    """On an officer's page of a matter: the petition, and where to report on it."""
    if ref is None or ref.kind != "matter" or not ref.id.startswith("PE-"):
        return ""
    found = Petition.objects.filter(matter__number=ref.id).select_related("policy").defer("pairs").first()
    return render_to_string("petitions/parts/desk_matter.html", {"petition": found}) if found else ""


def texts_now(act: record.Act, facts: Mapping[str, Any]) -> Mapping[str, str | bytes] | None:
    """What the record compares with what it holds: the texts of a petition, None where they are hidden."""
    found = Petition.objects.filter(PUBLIC, public_id=act.subject.id).first() if act.subject else None
    if found is None or found.hidden:
        return None
    return {"title": found.title, "ask": found.ask, "why": found.why}


def tally_address(tally: str) -> str:
    """The page of the petition that a tally belongs to."""
    return address(tally.partition(".")[0])
