"""What pages and other rooms read of services."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from lightwell.people import public as people
from lightwell.prepared import prepared
from lightwell.services.directory.eligibility import Check
from lightwell.services.directory.models import Service
from lightwell.services.directory.reading import check_in
from lightwell.services.directory.words import LIFE_EVENTS
from lightwell.services.forms import public as forms

LISTED = (
    "slug", "name", "name_en", "summary", "summary_en", "life_event", "state", "working_days", "fee", "channels",
    "unit__slug", "unit__name", "unit__name_en",
)  # fmt: skip
MOST = 500


@dataclass(frozen=True)
class Group:
    """Services under one heading of the directory."""

    key: str
    label: Any
    services: list[Service]


def listed_services() -> list[Service]:
    """Return every service with its unit, by name; one query."""
    return _listed()


@prepared
def _listed() -> QuerySet[Service]:
    return Service.objects.select_related("unit").only(*LISTED).order_by("name", "id")[:MOST]


def whole_services() -> list[Service]:
    """Return every service with all that is said of it, by name; one query."""
    return list(Service.objects.select_related("unit").order_by("name", "id")[:MOST])


def by_life_event(services: Iterable[Service]) -> list[Group]:
    """Return services under what happens in a life, empty headings left out."""
    rows = list(services)
    groups = (
        Group(key, label, [one for one in rows if one.life_event == key])
        for key, label in LIFE_EVENTS.items()
    )
    return [group for group in groups if group.services]


def by_unit(services: Iterable[Service]) -> list[Group]:
    """Return services under the units that answer for them."""
    found: dict[str, Group] = {}
    for service in services:
        found.setdefault(service.unit.slug, Group(service.unit.slug, service.unit, [])).services.append(
            service
        )
    return sorted(found.values(), key=lambda group: str(group.label))


def service_of(slug: str) -> Service | None:
    """Return a service with its unit, open or closed, None when there is none; one query."""
    return _one.first(slug=slug)


@prepared
def _one(*, slug: str) -> QuerySet[Service]:
    return Service.objects.select_related("unit").filter(slug=slug)[:1]


def services_named(slugs: Iterable[str]) -> list[Service]:
    """Return the services with these short names; one query."""
    return list(Service.objects.select_related("unit").filter(slug__in=list(slugs)))


def services_to_edit(account: people.Account) -> list[Service]:
    """Return the services of the units for which somebody may publish services, by name."""
    units = people.units_of(account, "services.edit")
    return list(Service.objects.filter(unit__in=units).select_related("unit").order_by("name")[:MOST])


def check_of(service: Service) -> Check | None:
    """Return who may use a service as questions and conditions; one query, none when its file does not say."""
    return check_in(forms.text_kept(service.slug, service.form_version)) if service.has_check else None
