"""What this room wants to know of a service: who decides, how sure we must be of the person, how long it takes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from lightwell.casework import public as casework
from lightwell.kernel.bilingual import Bilingual
from lightwell.people import public as people
from lightwell.services.directory import public as directory


@dataclass(frozen=True)
class Offer:
    """A service as it takes applications today."""

    slug: str
    title: Bilingual
    unit: people.Unit
    open: bool
    form_version: int
    assurance: int
    days: int | None  # working days that the service promises; None: the two months of the law

    def __str__(self) -> str:
        return self.title.in_language(get_language())

    @property
    def href(self) -> str:
        return reverse("directory:service", args=[self.slug])

    @property
    def terms(self) -> casework.clock.Terms | None:
        """Return the clock that the service's own working time gives; it can be extended once by as long.

        Administrative Procedure Act, article 51: within the limit of the original time, and only once.
        """
        if not self.days:
            return None
        return casework.clock.Terms(casework.clock.Measure.WORKING, self.days, extension_days=self.days)

    @property
    def time_text(self) -> str:
        if not self.days:
            return _("Two months at most, by law.")
        return ngettext("%(n)d working day", "%(n)d working days", self.days) % {"n": self.days}

    @property
    def assurance_text(self) -> str:
        return {
            people.Assurance.ANONYMOUS: _("Nothing beyond your answers."),
            people.Assurance.CONTACT: _("An e-mail address at which we reach you, or an account."),
            people.Assurance.IDENTITY: _("Who you are: an account with a verified identity."),
        }[people.Assurance(self.assurance)]


def offer_of(slug: str) -> Offer | None:
    """Return a service that can be applied for online, None when there is none; two queries."""
    service = directory.service_of(slug)
    return _offer(service) if service is not None else None


def _offer(service: directory.Service) -> Offer:
    return Offer(
        slug=service.slug,
        title=service.bilingual,
        unit=service.unit,
        open=service.is_open and service.online,
        form_version=service.form_version,
        assurance=int(service.assurance),
        days=service.working_days,
    )


def title_of(slug: str, language: str) -> str:
    """Return the name of a service, its short name when it is gone."""
    service = directory.service_of(slug)
    return service.bilingual.in_language(language) if service is not None else slug


def titles_of(slugs: Iterable[str]) -> dict[str, str]:
    """Return names of services in the page's language; one query."""
    return {service.slug: str(service) for service in directory.services_named(slugs)}
