"""Units as public things: found, followed and pointed at like everything else."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lightwell.kernel.bilingual import Bilingual
from lightwell.kernel.ref import Ref
from lightwell.kernel.things import Source, Thing
from lightwell.people.models import Unit

IN_USE, CLOSED = "in_use", "closed"


def _things(ids: Collection[str] | None) -> Iterator[Thing]:
    """Yield units with the names of those above them, in two queries."""
    rows = Unit.objects.all() if ids is None else Unit.objects.filter(slug__in=ids)
    found = list(rows)
    above = _above(found)
    for unit in found:
        uppers = [above[slug] for slug in unit.path.strip("/").split("/")[:-1] if slug in above]
        yield Thing(
            ref=Ref("unit", unit.slug),
            title=unit.bilingual,
            text=_text(unit, uppers),
            unit=unit.slug,
            state=IN_USE if unit.active else CLOSED,
            at=unit.changed_at,
            rank=1.0 if unit.active else 0.0,
        )


def _above(units: list[Unit]) -> dict[str, Bilingual]:
    slugs = {slug for unit in units for slug in unit.path.strip("/").split("/")[:-1]}
    return {unit.slug: unit.bilingual for unit in Unit.objects.filter(slug__in=slugs)} if slugs else {}


def _text(unit: Unit, uppers: list[Bilingual]) -> Bilingual:
    contact = [unit.address, unit.email, unit.phone]
    zh = " · ".join(part for part in [*(upper.zh for upper in uppers), *contact] if part)
    en = " · ".join(part for part in [*(upper.en or upper.zh for upper in uppers), *contact] if part)
    return Bilingual(zh, en)


SOURCE = Source(
    kind="unit",
    wing="participation",
    label=pgettext_lazy("kind of thing", "Unit"),
    plural=pgettext_lazy("kind of thing", "Units"),
    address=lambda slug: reverse("people:unit", args=[slug]),
    things=_things,
    states={IN_USE: _("in use"), CLOSED: _("no longer in use")},
)
