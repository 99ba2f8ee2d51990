"""The door of the room: who asks, who answers, who may, and when a unit works."""

from lightwell.people import access
from lightwell.people.calendars import book, on_calendar_change, work_calendar
from lightwell.people.identity import assurance_of, fingerprint
from lightwell.people.models import Account, Assurance, Calendar, CalendarDay, Role, RoleGrant, Unit
from lightwell.people.powers import (
    can,
    office_of,
    officers_of,
    parent_of,
    powers_of,
    require,
    units_of,
    units_under,
)
from lightwell.people.pseudonyms import display_name, pseudonym

__all__ = [
    "Account",
    "Assurance",
    "Calendar",
    "CalendarDay",
    "Role",
    "RoleGrant",
    "Unit",
    "access",
    "assurance_of",
    "book",
    "can",
    "display_name",
    "fingerprint",
    "office_of",
    "officers_of",
    "on_calendar_change",
    "parent_of",
    "powers_of",
    "pseudonym",
    "require",
    "units_of",
    "units_under",
    "work_calendar",
]
