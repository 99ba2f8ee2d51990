"""Public things as documents of the index."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from django.db import DatabaseError

from lightwell.engines.search.documents import Document
from lightwell.kernel import things
from lightwell.kernel.things import Source, Thing
from lightwell.people import public as people

log = logging.getLogger(__name__)
Names = Mapping[str, str]  # slug of a unit -> its names


def everything(names: Names) -> Iterator[Document]:
    """Yield a document for each public thing."""
    for source in things.sources():
        with left_out_on_failure(source):
            for thing in source.things(None):
                yield document(source, thing, names)


@contextmanager
def left_out_on_failure(source: Source) -> Iterator[None]:
    """Note it when a room fails at telling its things, and go on: it must not keep the other rooms from being found."""
    try:
        yield
    except DatabaseError:
        raise
    except Exception:  # whatever a room does wrong
        log.exception("The things of kind %s cannot be read for the search.", source.kind)


def document(source: Source, thing: Thing, names: Names) -> Document:
    """Return a thing as it is indexed: found by its unit's names too, which are not quoted, and by its whole public id."""
    return Document(
        key=str(thing.ref),
        wing=source.wing,
        kind=thing.ref.kind,
        unit=thing.unit,
        state=f"{thing.ref.kind}.{thing.state}" if thing.state else "",
        titles=(thing.title.zh, thing.title.en),
        texts=(thing.text.zh, thing.text.en),
        at=thing.at,
        also=names.get(thing.unit, ""),
        names=(thing.ref.id,),
        weight=thing.rank,
    )


def unit_names(slugs: Iterable[str] | None = None) -> dict[str, str]:
    """Return the names of units in both languages, of all units for None; one query."""
    rows = people.Unit.objects.all() if slugs is None else people.Unit.objects.filter(slug__in=slugs)
    return {slug: f"{zh} _ {en}" for slug, zh, en in rows.values_list("slug", "name", "name_en")}
