"""The door of the room: services, open or closed, and the verbs that publish them."""

from lightwell.services.directory.actions import close_service, load_definition, open_service
from lightwell.services.directory.eligibility import Check, Verdict, verdict
from lightwell.services.directory.models import Service, State
from lightwell.services.directory.queries import (
    by_life_event,
    check_of,
    listed_services,
    service_of,
    services_named,
)
from lightwell.services.directory.reading import Definition, read_definition

__all__ = [
    "Check",
    "Definition",
    "Service",
    "State",
    "Verdict",
    "by_life_event",
    "check_of",
    "close_service",
    "listed_services",
    "load_definition",
    "open_service",
    "read_definition",
    "service_of",
    "services_named",
    "verdict",
]
