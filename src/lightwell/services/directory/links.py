"""Where a service leads to: rooms beside this one are addressed by name, for none imports the other."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse

from lightwell.services.directory.models import Service


def begin(service: Service) -> str:
    """Return the address at which an application begins, "" when it cannot begin online."""
    if not (service.is_open and service.online):
        return ""
    try:
        return reverse("applications:begin", args=[service.slug])
    except NoReverseMatch:  # a house without the room of applications
        return ""
