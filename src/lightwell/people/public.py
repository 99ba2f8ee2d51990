"""The door of the room: who asks, who answers, who may, and when a unit works."""

from lightwell.people import access
from lightwell.people.actions.accounts import confirm_contact, create_account, edit_account, verify_identity
from lightwell.people.actions.calendars import declare_day_off, import_calendar, withdraw_day_off
from lightwell.people.actions.roles import grant_role, revoke_role
from lightwell.people.actions.units import (
    close_unit,
    create_unit,
    move_unit,
    name_information_officer,
    rename_unit,
    set_calendar,
    take_over_units,
)
from lightwell.people.calendar_seed import official_days
from lightwell.people.calendars import book, calendar_of, on_calendar_change, units_on, work_calendar
from lightwell.people.identity import assurance_of, fingerprint
from lightwell.people.models import Account, Assurance, Calendar, CalendarDay, Role, RoleGrant, Unit
from lightwell.people.offices import office_names, units_named
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
from lightwell.people.pseudonyms import in_language as pseudonym_in_language
from lightwell.people.rules import Powers

__all__ = [
    "Account",
    "Assurance",
    "Calendar",
    "CalendarDay",
    "Powers",
    "Role",
    "RoleGrant",
    "Unit",
    "access",
    "assurance_of",
    "book",
    "calendar_of",
    "can",
    "close_unit",
    "confirm_contact",
    "create_account",
    "create_unit",
    "declare_day_off",
    "display_name",
    "edit_account",
    "fingerprint",
    "grant_role",
    "import_calendar",
    "move_unit",
    "name_information_officer",
    "office_names",
    "office_of",
    "officers_of",
    "official_days",
    "on_calendar_change",
    "parent_of",
    "powers_of",
    "pseudonym",
    "pseudonym_in_language",
    "rename_unit",
    "require",
    "revoke_role",
    "set_calendar",
    "take_over_units",
    "units_named",
    "units_of",
    "units_on",
    "units_under",
    "verify_identity",
    "withdraw_day_off",
    "work_calendar",
]
