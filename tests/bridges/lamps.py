"""An invented kind of things, made known as a room would: bridges must need to know no real one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import transaction

from lightwell.kernel import changes, clock, things
from lightwell.kernel.bilingual import Bilingual
from lightwell.kernel.ref import Ref
from lightwell.kernel.things import Source, Thing
from lightwell.record import public as record


@dataclass
class Lamps:
    """Lamps that are lit are public."""

    lit: dict[str, Thing] = field(default_factory=dict)
    asked: int = 0

    def light(
        self, id: str, *, text: str = "", unit: str = "", title: str = "", state: str = "on",
        links: tuple[tuple[str, Ref], ...] = (),
    ) -> Ref:  # fmt: skip
        ref = Ref("lamp", id)
        name = Bilingual(title or f"燈 {id}", title or f"Lamp {id}")
        self.lit[id] = Thing(ref, name, Bilingual(text), unit, state, clock.now(), links=links)
        return ref

    def put_out(self, id: str) -> None:
        del self.lit[id]

    def things(self, ids: Collection[str] | None) -> Iterable[Thing]:
        self.asked += 1
        return [thing for id, thing in self.lit.items() if ids is None or id in ids]


@contextmanager
def lamps_known() -> Iterator[Lamps]:
    """Lamps as a kind of things, for the time of a test."""
    lamps = Lamps()
    source = Source(
        kind="lamp", wing="opendata", label="燈", plural="燈", address=lambda id: f"/lamps/{id}/", things=lamps.things,
        states={"on": "亮著"},
    )  # fmt: skip
    things.register(source)
    try:
        yield lamps
    finally:
        things._sources.pop("lamp")


def act(ref: Ref, name: str = "topic.changed", office: str = "transport/officer") -> None:
    """An official act about a thing, as rooms enter them."""
    with transaction.atomic():
        record.enter(act=name, subject=ref, office=office)


def touched(ref: Ref) -> None:
    """A change of a thing's page that is no official act."""
    with transaction.atomic():
        changes.tell([ref])
