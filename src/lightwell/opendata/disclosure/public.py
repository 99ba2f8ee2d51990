"""The door of the room: decide what is not open, promise days, and ask what was decided."""

from __future__ import annotations

from lightwell.opendata.disclosure import rules, statutes
from lightwell.opendata.disclosure.actions import (
    Closing,
    Promise,
    Words,
    close_data,
    decide_not_open,
    decide_open,
    drop_promise,
    keep_promise,
    move_day,
    on_opened,
    promise_data,
    promise_day,
)
from lightwell.opendata.disclosure.models import Decision, Subject, Unlock
from lightwell.opendata.disclosure.queries import about, find
from lightwell.opendata.disclosure.reminding import remind
from lightwell.opendata.disclosure.statement import slip_words

__all__ = [
    "Closing",
    "Decision",
    "Promise",
    "Subject",
    "Unlock",
    "Words",
    "about",
    "close_data",
    "decide_not_open",
    "decide_open",
    "drop_promise",
    "find",
    "keep_promise",
    "move_day",
    "on_opened",
    "promise_data",
    "promise_day",
    "remind",
    "rules",
    "slip_words",
    "statutes",
]
