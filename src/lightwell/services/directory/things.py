"""Services for search, following and links: what everybody may see of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lightwell.kernel.bilingual import Bilingual
from lightwell.kernel.things import Source, Thing
from lightwell.services.directory.models import Service
from lightwell.services.directory.words import STATES


def things(ids: Collection[str] | None) -> Iterator[Thing]:
    """Yield the services among these short names, or all; one query."""
    rows: QuerySet[Service] = Service.objects.select_related("unit")
    return (_thing(service) for service in (rows if ids is None else rows.filter(slug__in=list(ids))))


def _thing(service: Service) -> Thing:
    zh, en = [service.summary, service.who, *service.keywords], [service.summary_en, service.who_en]
    zh += [pair[0] for pair in [*service.evidence, *service.legal]]
    return Thing(
        ref=service.ref,
        title=service.bilingual,
        text=Bilingual("\n".join(zh), "\n".join(en)),
        unit=service.unit.slug,
        state=service.state,
        at=service.changed_at,
        rank=0.8 if service.is_open else 0.3,
    )


SOURCE = Source(
    kind="service",
    wing="services",
    label=_("Service"),
    plural=_("Services"),
    address=lambda slug: reverse("directory:service", args=[slug]),
    things=things,
    states=STATES,
)
