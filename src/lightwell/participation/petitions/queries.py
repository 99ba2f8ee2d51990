"""Reads of petitions and signatures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Func, IntegerField, Q, QuerySet, TextField, Value

from lightwell.engines.tlog.merkle import root_of, split_point
from lightwell.kernel import folding
from lightwell.participation.petitions.actions import pairs_of
from lightwell.participation.petitions.models import PUBLIC, Petition, Signature, Tally
from lightwell.participation.petitions.rules import State
from lightwell.participation.petitions.tallies import leaf_of, split
from lightwell.people import public as people
from lightwell.prepared import prepared

PAGE, SIGNERS = 20, 50
CANDIDATES = 40
RELATED = (
    "unit", "policy", "answer_policy", "matter", "matter__unit", "matter__escalated_to", "matter__merged_into",
)  # fmt: skip
HEAVY = ("pairs", "matter__folded", "matter__pairs", "matter__body")
GROUPS: dict[str, tuple[State, ...]] = {
    "open": (State.COLLECTING,),
    "answering": (State.ANSWERING,),
    "answered": (State.ANSWERED, State.CLOSED),
    "ended": (State.EXPIRED, State.REJECTED, State.WITHDRAWN),
}


@dataclass(frozen=True)
class Page:
    """Some petitions; ``older_after`` is the id from which the next page goes on, "" at the end."""

    rows: list[Petition]
    older_after: str
    first: bool


def listed(group: str = "", *, unit: str = "", after: str = "", size: int = PAGE) -> Page:
    """Return public petitions of a group (all for ""), the newest first, by keyset."""
    rows = Petition.objects.filter(PUBLIC)
    if group:
        rows = rows.filter(state__in=[state.value for state in GROUPS[group]])
    if unit:
        rows = rows.filter(unit__slug=unit)
    key = Petition.objects.filter(public_id=after).values_list("pk", flat=True).first() if after else None
    if key is not None:
        rows = rows.filter(pk__lt=key)
    found = list(rows.select_related(*RELATED).defer(*HEAVY).order_by("-pk")[: size + 1])
    more = len(found) > size
    return Page(found[:size], found[size - 1].public_id if more else "", key is None)


def collecting(limit: int) -> list[Petition]:
    """Return the petitions that take signatures now, the one that closes first at the top, with what a list shows; one query."""
    return _collecting(limit)


@prepared
def _collecting(limit: int) -> QuerySet[Petition]:
    rows = Petition.objects.filter(state=State.COLLECTING.value).select_related("unit", "policy")
    shown = ("unit__slug", "unit__name", "unit__name_en", "policy__threshold")
    own = ("public_id", "title", "language", "state", "closes_on", "signatures")
    return rows.only(*own, *shown).order_by("closes_on", "id")[:limit]


def public_petition(public_id: str) -> Petition | None:
    """Return a petition that everybody may see, with all that its page needs of it; one query."""
    rows = Petition.objects.filter(PUBLIC, public_id=public_id).select_related(*RELATED)
    return rows.defer(*HEAVY).first()


def any_petition(public_id: str) -> Petition | None:
    """Return a petition in whatever state; the caller asks who may see it."""
    return Petition.objects.select_related(*RELATED, "author").filter(public_id=public_id).first()


def petitions_of(account: people.Account, states: tuple[State, ...] = (), limit: int = 100) -> list[Petition]:
    """Return somebody's own petitions, those last changed first."""
    rows = Petition.objects.filter(author=account)
    if states:
        rows = rows.filter(state__in=[state.value for state in states])
    return list(rows.select_related(*RELATED).defer(*HEAVY).order_by("-changed_at", "-pk")[:limit])


def signed_by(account: people.Account, limit: int = 100) -> list[tuple[Signature, Petition]]:
    """Return what somebody has signed, the latest first."""
    rows = Signature.objects.filter(account=account, withdrawn_at=None).order_by("-id")[:limit]
    signatures = list(rows)
    found = Petition.objects.filter(pk__in=[s.petition_id for s in signatures])
    by_key = {petition.pk: petition for petition in found.select_related(*RELATED).defer(*HEAVY)}
    return [(signature, by_key[signature.petition_id]) for signature in signatures]


def signature_of(petition: Petition, account: people.Account) -> Signature | None:
    """Return somebody's own signature on a petition."""
    return (
        Signature.objects.filter(petition=petition, account=account, withdrawn_at=None)
        .order_by("-id")
        .first()
    )


def signers(petition: Petition, *, after: int = 0, size: int = SIGNERS) -> tuple[list[Signature], int]:
    """Return those who chose to be shown, the latest first, and the key of the next page (0: none)."""
    rows = Signature.objects.filter(~Q(display="count"), petition=petition, withdrawn_at=None)
    if after:
        rows = rows.filter(pk__lt=after)
    found = list(rows.only("display", "shown_name", "signed_at").order_by("-id")[: size + 1])
    return found[:size], found[size - 1].pk if len(found) > size else 0


def to_moderate(account: people.Account) -> list[Petition]:
    """Return the petitions that somebody may check, the one due first at the top."""
    units = people.units_of(account, "casework.moderate")
    rows = Petition.objects.filter(state=State.MODERATION, unit__in=units).select_related("unit")
    return list(rows.defer("pairs").order_by("check_by", "pk")[:200])


def similar(
    title: str, ask: str = "", *, exclude: str = "", limit: int = 5, least: float = 0.35
) -> list[Petition]:
    """Return public petitions that ask for nearly the same, the most alike first.

    Shared pairs of characters name the candidates; Dice's coefficient of the titles, or of titles with what is asked,
    decides. (Pairs do not depend on the database's locale; trigrams do, and see no Chinese under C.)
    """
    terms = pairs_of(title, ask)
    if len(terms) < 2:
        return []
    shown = [State.COLLECTING, State.ANSWERING, State.ANSWERED, State.CLOSED, State.EXPIRED]
    rows = Petition.objects.filter(pairs__overlap=terms, state__in=[state.value for state in shown])
    ranked = rows.exclude(public_id=exclude).annotate(shared=_shared(terms))
    candidates = ranked.select_related("unit", "policy").order_by("-shared", "-pk")[:CANDIDATES]
    scored = [(_likeness(title, ask, petition), petition) for petition in candidates]
    best = sorted((pair for pair in scored if pair[0] >= least), key=lambda pair: (-pair[0], -pair[1].pk))
    return [petition for _score, petition in best[:limit]]


class _Shared(Func):
    template = "cardinality(ARRAY(SELECT unnest(%(expressions)s)))"
    arg_joiner = ") INTERSECT SELECT unnest("


def _shared(terms: list[str]) -> Func:
    return _Shared(F("pairs"), Value(terms, ArrayField(TextField())), output_field=IntegerField())


def _likeness(title: str, ask: str, other: Petition) -> float:
    fold, like = folding.fold, folding.likeness
    titles = like(fold(title), fold(other.title))
    whole = like(fold(f"{title} {ask}"), fold(f"{other.title} {other.ask}")) if ask else 0.0
    return max(titles, whole)


def all_public() -> Iterator[Petition]:
    """Yield every public petition, the newest first, a few hundred rows at a time."""
    rows: QuerySet[Petition] = Petition.objects.filter(PUBLIC).select_related(*RELATED).defer(*HEAVY)
    return rows.order_by("-pk").iterator(500)


def latest(limit: int = 50) -> list[Petition]:
    """Return the public petitions of which something happened last, for the feed."""
    rows = Petition.objects.filter(PUBLIC).select_related(*RELATED).defer(*HEAVY)
    return list(rows.order_by("-changed_at", "-pk")[:limit])


@dataclass(frozen=True)
class Inclusion:
    """A signature's place in the tally that counted it, with the hashes that lead to the tally's root."""

    tally: Tally
    index: int
    leaf: bytes
    path: list[bytes]


def inclusion_of(petition: Petition, signature: Signature) -> Inclusion | None:
    """Return the proof that a signature is counted; None while it is not (a second or two)."""
    leaf = leaf_of(petition, signature.public_id, bytes(signature.salt))
    for tally in _tallies(petition, signature):
        leaves = split(bytes(tally.leaves))
        if leaf in leaves:
            index = leaves.index(leaf)
            return Inclusion(tally, index, leaf, audit_path(index, leaves))
    return None


def _tallies(petition: Petition, signature: Signature) -> QuerySet[Tally]:
    rows = Tally.objects.filter(petition=petition, added__gt=0)
    if signature.xid:  # 0: counted before the database was restored, by other numbers
        return rows.filter(from_xid__lte=signature.xid, to_xid__gt=signature.xid)
    return rows.order_by("number")


def audit_path(index: int, leaves: list[bytes]) -> list[bytes]:
    """Return the inclusion proof of a leaf, lowest sibling first (RFC 6962 section 2.1.1)."""
    if len(leaves) == 1:
        return []
    middle = split_point(len(leaves))
    left, right = leaves[:middle], leaves[middle:]
    if index < middle:
        return [*audit_path(index, left), root_of(right)]
    return [*audit_path(index - middle, right), root_of(left)]
