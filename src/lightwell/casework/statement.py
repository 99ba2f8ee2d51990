"""A matter in plain words: where it stands, what happens next, by when, who answers, and what happened so far."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from lightwell.casework.clock import ClockState
from lightwell.casework.explanation import sentence
from lightwell.casework.kinds import Kind
from lightwell.casework.models import Channel, Event, Matter
from lightwell.design.public import day_text
from lightwell.kernel import clock
from lightwell.people import public as people

STATE_LABELS: Mapping[str, Any] = {
    ClockState.RUNNING: gettext_lazy("On time"),
    ClockState.EXTENDED: gettext_lazy("Extended"),
    ClockState.PAUSED: gettext_lazy("Clock paused"),
    ClockState.DUE_SOON: gettext_lazy("Due soon"),
    ClockState.OVERDUE: gettext_lazy("Overdue"),
    ClockState.ESCALATED: gettext_lazy("Overdue, with the unit above"),
    ClockState.STOPPED: gettext_lazy("Clock stopped"),
}


@dataclass(frozen=True)
class Statement:
    """The block at the top of a matter's page; texts are in the reader's language."""

    stands: str
    next: str
    due: date | None
    days: str
    who: str
    clock_state: str
    clock_label: str
    how: str


def statement_of(matter: Matter) -> Statement:
    """Return where a matter stands; no query when unit, escalated_to and merged_into are loaded."""
    state = matter.state_data
    return Statement(
        stands=_stands(matter),
        next=_next(matter),
        due=matter.due_on if matter.open else None,
        days=_days(matter),
        who=_who(matter),
        clock_state=matter.clock_state,
        clock_label=str(STATE_LABELS[matter.clock_state]) if matter.open else str(state.label),
        how=sentence(matter.how),
    )


def brief(matter: Matter) -> str:
    """Return where a matter stands and what is next in one line, from its own columns alone (for lists and feeds)."""
    if matter.merged_into_id is not None:
        return str(matter.state_data.stands)
    return " ".join(part for part in (_stands(matter), _next(matter)) if part)


def _stands(matter: Matter) -> str:
    if matter.merged_into is not None:
        return _("Joined with %(number)s, which speaks for this one too.") % {
            "number": matter.merged_into.number
        }
    if matter.outcome:
        outcome = matter.kind_data.outcome_or_none(matter.outcome)
        return _("Closed: %(outcome)s.") % {"outcome": outcome.label if outcome else matter.outcome}
    return str(matter.state_data.stands)


def _next(matter: Matter) -> str:
    if matter.paused_until is not None:
        return _("The clock stands still, until %(day)s at the latest; then the office goes on.") % {
            "day": day_text(matter.paused_until)
        }
    if matter.merged_into is not None:
        return _("The answer to %(number)s is also the answer to this one.") % {
            "number": matter.merged_into.number
        }
    return str(matter.state_data.next)


def _days(matter: Matter) -> str:
    """How long until the answer is due, counted in days that the reader can count."""
    if not matter.open or matter.paused_until is not None:
        return ""
    left = (matter.due_on - clock.today()).days
    if left < 0:
        return ngettext("%(n)d day overdue", "%(n)d days overdue", -left) % {"n": -left}
    if left == 0:
        return pgettext("when an answer is due", "today")
    return ngettext("in %(n)d day", "in %(n)d days", left) % {"n": left}


def _who(matter: Matter) -> str:
    if matter.open and matter.escalated_to is not None:
        return _("%(unit)s, watched by %(above)s") % {"unit": matter.unit, "above": matter.escalated_to}
    return str(matter.unit)


@dataclass(frozen=True)
class Line:
    """One line of the timeline as ``ui.timeline`` draws it."""

    when: datetime | date
    title: str
    body: str = ""
    who: str = ""
    tone: str = "grey"
    act_id: str = ""
    href: str = ""
    proof_href: str = ""
    future: bool = False


def timeline_of(matter: Matter, events: list[Event], units: Mapping[str, str]) -> list[Line]:
    """Return the timeline, oldest first, ending with what is still to come. ``units``: names by slug."""
    lines = [_line(event, matter.kind_data, units) for event in events]
    if matter.open:
        lines.append(_to_come(matter))
    return lines


def slugs_in(events: list[Event]) -> set[str]:
    """Return the units that the lines of a timeline name, to be read in one query."""
    found = {event.office.partition("/")[0] for event in events}
    return found | {
        str(event.facts[key]) for event in events for key in ("from", "to", "unit") if key in event.facts
    }


def _line(event: Event, kind: Kind, units: Mapping[str, str]) -> Line:
    words, tone = ACTS.get(event.act, (_something, "grey"))
    office = event.office.partition("/")[0]
    return Line(
        when=event.at,
        title=words(event.facts, kind, units),
        body=_note(event, kind),
        who=units.get(office, ""),
        tone=tone,
        act_id=event.act_id,
    )


def _note(event: Event, kind: Kind) -> str:
    reason = kind.reason_or_none(str(event.facts.get("reason", "")))
    cap = _("The longest pause that the rules allow has ended.") if "cap_days" in event.facts else ""
    parts = [str(reason.label) if reason else "", cap, event.note]
    return " ".join(part for part in parts if part)


def _to_come(matter: Matter) -> Line:
    if matter.paused_until is not None:
        return Line(matter.paused_until, _("The clock goes on by itself at the latest"), future=True)
    late = clock.today() > matter.due_on
    title = _("An answer was due") if late else _("An answer is due")
    return Line(matter.due_on, title, who=str(matter.unit), tone="red" if late else "blue", future=True)


Facts = Mapping[str, Any]
Units = Mapping[str, str]


def _received(facts: Facts, kind: Kind, units: Units) -> str:
    channel = Channel(facts["channel"]).label if facts.get("channel") in Channel.values else ""
    return _("Received (%(channel)s); an answer is due by %(day)s") % {
        "channel": channel,
        "day": _day(facts["due"]),
    }


def _assigned(facts: Facts, kind: Kind, units: Units) -> str:
    return _("An officer of %(unit)s is answerable now") % {"unit": units.get(facts["unit"], facts["unit"])}


def _transferred(facts: Facts, kind: Kind, units: Units) -> str:
    return _("Passed from %(left)s to %(unit)s") % {
        "left": units.get(facts["from"], facts["from"]),
        "unit": units.get(facts["to"], facts["to"]),
    }


def _moved(facts: Facts, kind: Kind, units: Units) -> str:
    return str(kind.state(facts["state"]).label)


def _merged(facts: Facts, kind: Kind, units: Units) -> str:
    return _("Joined with %(number)s") % {"number": facts["into"]}


def _supported(facts: Facts, kind: Kind, units: Units) -> str:
    return _("%(number)s says the same and was joined with this one") % {"number": facts["from"]}


def _answered(facts: Facts, kind: Kind, units: Units) -> str:
    return _("Answered") if facts.get("response", 1) == 1 else _("A further answer")


def _closed(facts: Facts, kind: Kind, units: Units) -> str:
    outcome = kind.outcome_or_none(facts["outcome"])
    return _("What came of it: %(outcome)s") % {"outcome": outcome.label if outcome else facts["outcome"]}


def _paused(facts: Facts, kind: Kind, units: Units) -> str:
    return _("The clock stands still, until %(day)s at the latest") % {"day": _day(facts["until"])}


def _resumed(facts: Facts, kind: Kind, units: Units) -> str:
    return _("The clock goes on; the answer is due by %(day)s") % {"day": _day(facts["due"])}


def _extended(facts: Facts, kind: Kind, units: Units) -> str:
    return _("More time: due by %(day)s instead of %(before)s") % {
        "day": _day(facts["due"]),
        "before": _day(facts["was_due"]),
    }


def _recomputed(facts: Facts, kind: Kind, units: Units) -> str:
    return _("The calendar of working days changed: due by %(day)s instead of %(before)s") % {
        "day": _day(facts["due"]),
        "before": _day(facts["was_due"]),
    }


def _escalated(facts: Facts, kind: Kind, units: Units) -> str:
    return _("Overdue since %(day)s: now before %(unit)s") % {
        "day": _day(facts["due"]),
        "unit": units.get(facts["to"], facts["to"]),
    }


def _said(text: Any) -> Callable[[Facts, Kind, Units], str]:
    return lambda facts, kind, units: str(text)


def _something(facts: Facts, kind: Kind, units: Units) -> str:
    return _("Noted in the record")


def _day(iso: str) -> str:
    return day_text(date.fromisoformat(iso))


ACTS: Mapping[str, tuple[Callable[[Facts, Kind, Units], str], str]] = {
    "matter.received": (_received, "blue"),
    "matter.assigned": (_assigned, "blue"),
    "matter.transferred": (_transferred, "blue"),
    "matter.moved": (_moved, "blue"),
    "matter.merged": (_merged, "purple"),
    "matter.supported": (_supported, "purple"),
    "matter.withdrawn": (_said(gettext_lazy("Withdrawn by the person")), "grey"),
    "matter.redacted": (_said(gettext_lazy("Text hidden from the public")), "grey"),
    "matter.erased": (_said(gettext_lazy("Personal content erased")), "grey"),
    "matter.paused": (_paused, "purple"),
    "matter.resumed": (_resumed, "blue"),
    "matter.extended": (_extended, "yellow"),
    "matter.recomputed": (_recomputed, "yellow"),
    "matter.escalated": (_escalated, "red"),
    "response.published": (_answered, "green"),
    "matter.closed": (_closed, "green"),
}


def unit_names(slugs: set[str]) -> dict[str, str]:
    """Return names of units in the reader's language by slug; one query."""
    return {slug: str(unit) for slug, unit in people.units_named(slugs).items()}
