"""The door of casework: matters, what can be done to them, and what kinds there are."""

from __future__ import annotations

from lightwell.casework import clock
from lightwell.casework.actions.answering import close, respond
from lightwell.casework.actions.guarding import erase, on_erase, redact
from lightwell.casework.actions.moving import assign, merge, move, transfer, withdraw
from lightwell.casework.actions.receiving import by_key, receive
from lightwell.casework.actions.timing import extend, pause, resume
from lightwell.casework.contact import address_of, secret_of
from lightwell.casework.handling import Stale
from lightwell.casework.kinds import (
    Kind,
    Move,
    Outcome,
    Phase,
    Reason,
    State,
    Visibility,
    forget_kind,
    kind_of,
    kinds,
    register_kind,
)
from lightwell.casework.links import matter_url, receipt_url, tracking_url
from lightwell.casework.models import Channel, Display, Event, Matter, Policy, Response
from lightwell.casework.policies import add_policy, policy_for
from lightwell.casework.prose import to_html
from lightwell.casework.queries import (
    Filters,
    find,
    find_by_secret,
    find_public,
    latest_answers,
    longest_overdue,
    may_read,
    open_matters,
    register_page,
    similar_matters,
)
from lightwell.casework.reading import Look, look, note_read, reads_about, reads_of
from lightwell.casework.recomputing import recompute_clocks
from lightwell.casework.statement import Statement, statement_of, timeline_of
from lightwell.casework.suppression import SMALLEST, shown_counts
from lightwell.casework.sweep import sweep
from lightwell.casework.tallies import public_figures
from lightwell.casework.tallies import refresh as refresh_tallies

__all__ = [
    "SMALLEST",
    "Channel",
    "Display",
    "Event",
    "Filters",
    "Kind",
    "Look",
    "Matter",
    "Move",
    "Outcome",
    "Phase",
    "Policy",
    "Reason",
    "Response",
    "Stale",
    "State",
    "Statement",
    "Visibility",
    "add_policy",
    "address_of",
    "assign",
    "by_key",
    "clock",
    "close",
    "erase",
    "extend",
    "find",
    "find_by_secret",
    "find_public",
    "forget_kind",
    "kind_of",
    "kinds",
    "latest_answers",
    "longest_overdue",
    "look",
    "matter_url",
    "may_read",
    "merge",
    "move",
    "note_read",
    "on_erase",
    "open_matters",
    "pause",
    "policy_for",
    "public_figures",
    "reads_about",
    "reads_of",
    "receipt_url",
    "receive",
    "recompute_clocks",
    "redact",
    "refresh_tallies",
    "register_kind",
    "register_page",
    "respond",
    "resume",
    "secret_of",
    "shown_counts",
    "similar_matters",
    "statement_of",
    "sweep",
    "timeline_of",
    "to_html",
    "tracking_url",
    "transfer",
    "withdraw",
]
