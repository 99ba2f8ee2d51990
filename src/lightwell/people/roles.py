"""Which role may do what. Roles are data: a new one is a line here, never an ``if`` in a view."""

from __future__ import annotations

from types import MappingProxyType

from lightwell.people.models import Role

PERMISSIONS = frozenset(
    {
        "casework.receive",  # write down what somebody said on paper, by phone, at the counter
        "casework.answer",  # answer a matter, give it its outcome
        "casework.assign",  # decide who answers, pass a matter to another unit
        "casework.moderate",  # hide personal data or abuse, leaving a tombstone
        "data.edit",  # upload files, write metadata
        "data.publish",  # make a version public
        "topics.edit",  # open a topic to the public, close it
        "services.edit",  # publish a service and its form, open and close it
        "desk.see",  # the desk: "My day"
        "people.administer",  # units, roles, calendars
        "record.audit",  # read what the record and the jobs say about the inside
    }
)

_ROLES: dict[str, frozenset[str]] = {
    Role.HELPER: frozenset({"casework.receive", "desk.see"}),
    Role.OFFICER: frozenset({"casework.receive", "casework.answer", "desk.see"}),
    Role.LEAD: frozenset(
        {
            "casework.receive",
            "casework.answer",
            "casework.assign",
            "casework.moderate",
            "topics.edit",
            "services.edit",
            "desk.see",
        }
    ),
    Role.EDITOR: frozenset({"data.edit", "data.publish"}),
    Role.MODERATOR: frozenset({"casework.moderate", "desk.see"}),
    Role.COMMITTEE: frozenset(),  # decides in meetings, on paper so far
    Role.AUDITOR: frozenset({"record.audit"}),
    Role.ADMINISTRATOR: frozenset({"people.administer", "topics.edit", "services.edit", "record.audit"}),
}
PERMISSIONS_OF = MappingProxyType(_ROLES)

# When somebody has several roles for one unit, acts are signed with the first of these.
PRECEDENCE = (
    Role.LEAD,
    Role.OFFICER,
    Role.MODERATOR,
    Role.EDITOR,
    Role.HELPER,
    Role.ADMINISTRATOR,
    Role.AUDITOR,
    Role.COMMITTEE,
)


def roles_with(permission: str) -> list[str]:
    """Return the roles that give a permission; ValueError for one that does not exist, so that a typo is found."""
    if permission not in PERMISSIONS:
        raise ValueError(f"no such permission: {permission}")
    return [role for role in PRECEDENCE if permission in PERMISSIONS_OF[role]]
