"""What a petition may do when: its states and moves, its days, its threshold, and who signs. Pure: the day is passed in.

Day 0 of collecting is the day on which the petition opened, so 60 days from 2 March end with 1 May; signing is possible on
the last day. The clock of the answer is casework's own (``casework/clock.py``): it starts when the threshold is reached.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lightwell.kernel.workdays import DAY, WorkCalendar

LONGEST_TITLE, SHORTEST_TITLE = 60, 6
LONGEST_ASK, LONGEST_WHY = 1000, 5000
TICKET_MINUTES = 30  # how long a page with the button "sign" can be used
VERIFIED = 2  # the assurance that writing and signing ask for: identity verified


class State(StrEnum):
    """Where a petition stands."""

    DRAFT = "draft"
    MODERATION = "moderation"
    COLLECTING = "collecting"
    ANSWERING = "answering"
    ANSWERED = "answered"
    CLOSED = "closed"
    EXPIRED = "expired"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


MOVES: dict[str, dict[State, State]] = {
    "submit": {State.DRAFT: State.MODERATION},
    "take back": {State.MODERATION: State.DRAFT},
    "accept": {State.MODERATION: State.COLLECTING},
    "reject": {State.MODERATION: State.REJECTED},
    "stop": {State.COLLECTING: State.REJECTED},
    "withdraw": {State.COLLECTING: State.WITHDRAWN},
    "reach": {State.COLLECTING: State.ANSWERING},
    "expire": {State.COLLECTING: State.EXPIRED},
    "answer": {State.ANSWERING: State.ANSWERED, State.ANSWERED: State.ANSWERED, State.CLOSED: State.CLOSED},
    "close": {State.ANSWERED: State.CLOSED, State.CLOSED: State.CLOSED},
}
PUBLIC = (
    State.COLLECTING,
    State.ANSWERING,
    State.ANSWERED,
    State.CLOSED,
    State.EXPIRED,
    State.REJECTED,
    State.WITHDRAWN,
)
SIGNABLE = (State.COLLECTING, State.ANSWERING)


class NotOpen(ValueError):
    """A step that is not open where the petition stands."""


def after(state: str, step: str) -> State:
    """Return the state to which a step leads; NotOpen when the step is not open in ``state``."""
    target = MOVES[step].get(State(state))
    if target is None:
        raise NotOpen(f"{step} is not open in {state}")
    return target


@dataclass(frozen=True)
class Terms:
    """The numbers of one policy: working days of moderation, days of collecting, co-signatures needed."""

    moderation_days: int = 3
    collecting_days: int = 60
    threshold: int = 5000


def moderation_due(terms: Terms, submitted: date, calendar: WorkCalendar) -> date:
    """Return the day by which moderation must be done; the day of submission is day 0."""
    return calendar.add_working_days(submitted, terms.moderation_days)


def closes_on(terms: Terms, opened: date) -> date:
    """Return the last day on which a petition can be signed."""
    return opened + terms.collecting_days * DAY


def may_sign(state: str, last_day: date | None, today: date) -> bool:
    """Return whether a petition takes signatures: also after its threshold is reached, until its last day."""
    return state in SIGNABLE and last_day is not None and today <= last_day


def reached(state: str, signatures: int, threshold: int) -> bool:
    """Return whether a count makes a petition reach its threshold; once reached, a lower count changes nothing."""
    return state == State.COLLECTING and signatures >= threshold


def expired(state: str, last_day: date | None, today: date) -> bool:
    """Return whether the time of collecting has run out."""
    return state == State.COLLECTING and last_day is not None and today > last_day


def percent(signatures: int, threshold: int) -> int:
    """Return how much of the threshold is there, 0 to 100: 100 only when it is reached."""
    return min(100, 100 * signatures // threshold)


def sentence_of(petition: str, signature: str) -> bytes:
    """Return what a signature says, as its leaf hashes it behind its salt: no name, only two public ids."""
    return f"petition/{petition} signature/{signature}".encode()
