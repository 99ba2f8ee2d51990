"""Keeps links and their ends up to date with what changes: a round reads every change, in the transaction of its place."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import islice

from django.db import transaction

from lightwell.bridges.changes import public as changes
from lightwell.bridges.changes.public import Changed
from lightwell.bridges.related.finding import refs_in
from lightwell.bridges.related.models import End, Link
from lightwell.bridges.related.rules import CITES, WAYS
from lightwell.kernel import clock, things
from lightwell.kernel.ref import Ref
from lightwell.kernel.things import Thing

READER = "related"
BATCH = 500


def run() -> int:
    """Take in all that changed; a reader that never read, or was away too long, begins with everything. Returns changes."""
    last = changes.read_at(READER)
    if last is None or clock.now() - last > changes.KEPT:
        rebuild()
    total = count = changes.take(READER, take)
    while count:
        count = changes.take(READER, take)
        total += count
    return total


def take(changed: Sequence[Changed]) -> None:
    """Bring the links that changed things name, and what links show of them, up to date."""
    refresh({change.ref for change in changed})


def rebuild() -> int:
    """Read all public things of all rooms; returns how many."""
    place, total = changes.here(), 0
    for source in things.sources():
        rows = iter(source.things(None))
        while some := list(islice(rows, BATCH)):
            with transaction.atomic():
                _refresh({thing.ref: thing for thing in some}, [thing.ref for thing in some])
            total += len(some)
    rest = End.objects.filter(public=True).values_list("kind", "target")
    for kind, ids in _by_kind(rest).items():
        for start in range(0, len(ids), BATCH):  # what stopped being public while nobody read
            refresh([Ref(kind, id) for id in ids[start : start + BATCH]])
    changes.begin(READER, place)  # last: a rebuild that is killed begins again
    return total


def _by_kind(rows: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for kind, id in rows:
        found.setdefault(kind, []).append(id)
    return found


def refresh(refs: Collection[Ref]) -> None:
    """Bring some things up to date; one that is no longer public shows on no page, and its text says nothing."""
    if refs:
        with transaction.atomic():
            _refresh(things.find(refs), refs)


Wanted = set[tuple[Ref, str, Ref]]  # source, way, target


def _refresh(found: dict[Ref, Thing], refs: Collection[Ref]) -> None:
    """A few queries for any number of things; most name nothing and have no links."""
    said = {(ref, way, other) for ref, thing in found.items() for way, other in _said(thing)}
    named = things.find({other for _ref, _way, other in said} - found.keys()) | found
    wanted = {link for link in said if link[2] in named}
    _write_ends({end for source, _way, target in wanted for end in (source, target)}, named)
    _update_ends(refs, found)
    _write_links(refs, wanted)


def _said(thing: Thing) -> set[tuple[str, Ref]]:
    """What a thing says of others: what its text names, and what its room tells."""
    text = "\n".join({thing.text.zh: 0, thing.text.en: 0, thing.hrefs: 0})
    told = {(way, ref) for way, ref in thing.links if way in WAYS}
    return {(way, ref) for way, ref in told | {(CITES, ref) for ref in refs_in(text)} if ref != thing.ref}


def ends_of(refs: Collection[Ref]) -> dict[Ref, End]:
    """Return the ends that there are for some things; one query."""
    rows = End.objects.filter(kind__in={ref.kind for ref in refs}, target__in={ref.id for ref in refs})
    return {end.ref: end for end in rows if end.ref in refs} if refs else {}


def _write_ends(refs: set[Ref], found: dict[Ref, Thing]) -> None:
    """Make the ends that links need and that are not there yet."""
    new = [_filled(End(kind=ref.kind, target=ref.id), found.get(ref)) for ref in refs - ends_of(refs).keys()]
    End.objects.bulk_create(new, ignore_conflicts=True)


def make_ends(refs: set[Ref]) -> dict[Ref, End]:
    """Return the ends of public things, made where there were none."""
    _write_ends(refs, things.find(refs))
    return ends_of(refs)


def _update_ends(refs: Iterable[Ref], found: dict[Ref, Thing]) -> None:
    ends = ends_of(set(refs))
    changed = [end for ref, end in ends.items() if _says(end) != _says(_filled(end, found.get(ref)))]
    End.objects.bulk_update(changed, ["title", "title_en", "state", "public"])


def _says(end: End) -> tuple[str, str, str, bool]:
    return end.title, end.title_en, end.state, end.public


def _filled(end: End, thing: Thing | None) -> End:
    """Put what a thing says of itself into its end; of what is not public nothing stays."""
    end.public = thing is not None
    end.title, end.title_en = (thing.title.zh, thing.title.en) if thing else ("", "")
    end.state = thing.state if thing else ""
    return end


def _write_links(refs: Collection[Ref], wanted: Wanted) -> None:
    """Make the links that things say and that are not there, delete found ones that they no longer say."""
    ends = ends_of(set(refs) | {end for source, _way, target in wanted for end in (source, target)})
    sources = [ends[ref] for ref in refs if ref in ends]
    rows = Link.objects.filter(source__in=sources).select_related("source", "target")
    have = {(link.source.ref, link.way, link.target.ref): link for link in rows}
    new = [
        Link(source=ends[source], way=way, target=ends[target], found=True)
        for source, way, target in wanted - have.keys()
    ]
    Link.objects.bulk_create(new, ignore_conflicts=True)
    stale = [link.pk for said, link in have.items() if link.found and said not in wanted]
    Link.objects.filter(pk__in=stale).delete()
