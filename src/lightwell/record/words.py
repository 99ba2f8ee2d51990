"""What kinds of acts and offices are called; rooms above add theirs at start-up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from django.utils.translation import gettext_lazy as _

_acts: dict[str, object] = {
    "origin-continues": _("Record continued from an earlier one"),
    "matter.received": _("Matter received"),
    "matter.assigned": _("Matter assigned"),
    "matter.transferred": _("Matter passed to another unit"),
    "matter.moved": _("State changed"),
    "matter.paused": _("Clock paused"),
    "matter.resumed": _("Clock resumed"),
    "matter.extended": _("Deadline extended"),
    "matter.closed": _("Outcome decided"),
    "matter.merged": _("Matters merged"),
    "matter.withdrawn": _("Matter withdrawn"),
    "matter.redacted": _("Text redacted"),
    "matter.escalated": _("Passed up as overdue"),
    "response.published": _("Answer published"),
    "dataset.version_published": _("Version of a dataset published"),
    "policy.changed": _("Rule changed"),
    "calendar.changed": _("Calendar changed"),
}
_facts: dict[str, object] = {
    "state": _("State"),
    "from": _("From"),
    "to": _("Changed to"),
    "outcome": _("Outcome"),
    "reason": _("Reason"),
    "unit": _("Unit"),
    "channel": _("Channel"),
    "kind": _("Kind"),
    "number": _("Number"),
    "due": _("Due"),
    "version": _("Version"),
    "rows": _("Rows"),
    "size": _("Bytes"),
    "sha256": "SHA-256",
    "into": _("Merged into"),
}
OfficeNames = Callable[[Iterable[str]], Mapping[str, str]]
_offices: list[OfficeNames] = []


def name_acts(names: Mapping[str, object]) -> None:
    """Add or replace names of acts (lazily translated texts)."""
    _acts.update(names)


def act_name(act: str) -> str:
    """What people read for a kind of act; its code when no room has named it."""
    return str(_acts.get(act, act))


def name_facts(names: Mapping[str, object]) -> None:
    """Add or replace names of facts (lazily translated texts)."""
    _facts.update(names)


def fact_name(name: str) -> str:
    """What people read for a fact; its code when no room has named it."""
    return str(_facts.get(name, name))


def name_offices_with(resolver: OfficeNames) -> None:
    """Let a room above turn offices such as "transport/officer" and units such as "transport" into names, many at once."""
    _offices[:] = [resolver]


def office_names(offices: Iterable[str]) -> dict[str, str]:
    """Names of offices; each falls back to its own code."""
    wanted = {office: office for office in offices if office}
    for resolver in _offices:
        wanted |= resolver(list(wanted))
    return wanted
