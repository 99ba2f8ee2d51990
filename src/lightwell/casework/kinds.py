"""Kinds of matters: their states, moves, outcomes and reasons are data, mapped onto five phases that all share.

A wing registers its kind at start-up (``AppConfig.ready``). Casework asks a kind what it says and never what it is
called, so a kind that nobody thought of works without a change here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from lightwell.casework.clock import Terms
from lightwell.kernel.bilingual import Bilingual
from lightwell.kernel.refusal import Refusal

Words = object  # a lazy translation: str() gives it in the page's language


class Phase(StrEnum):
    """What every kind has in common."""

    OPEN = "open"
    PAUSED = "paused"
    ANSWERED = "answered"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


PHASE_LABELS = {
    Phase.OPEN: pgettext_lazy("phase", "Open"),
    Phase.PAUSED: pgettext_lazy("phase", "Paused"),
    Phase.ANSWERED: pgettext_lazy("phase", "Answered"),
    Phase.CLOSED: pgettext_lazy("phase", "Closed"),
    Phase.WITHDRAWN: pgettext_lazy("phase", "Withdrawn"),
}


class Visibility(StrEnum):
    """Who sees a matter: everybody; everybody, but not who wrote it; or only the person and the unit."""

    PUBLIC = "public"
    PSEUDONYMOUS = "pseudonymous"
    PRIVATE = "private"


VISIBILITY_LABELS = {
    Visibility.PUBLIC: pgettext_lazy("visibility", "Public"),
    Visibility.PSEUDONYMOUS: pgettext_lazy("visibility", "Public, under a pseudonym"),
    Visibility.PRIVATE: pgettext_lazy("visibility", "Private"),
}


@dataclass(frozen=True)
class State:
    """``stands``: where it stands, a sentence; ``next``: what happens next, a sentence ("" when nothing does)."""

    code: str
    phase: Phase
    label: Words
    stands: Words
    next: Words = ""


@dataclass(frozen=True)
class Move:
    """From any of ``sources`` to ``target``. ``verb`` ties it to an action of casework: assign, answer, close, merge,
    withdraw; other verbs are the kind's own. ``reasons`` are codes of which one must be given.

    ``permission`` "" is a step of the person themselves: the room that offers it has made sure of them. ``page`` names the
    address of the kind's own page for the step, given the number; the desk leads there instead of drawing a form.
    """

    verb: str
    sources: tuple[str, ...]
    target: str
    label: Words
    permission: str = "casework.answer"
    reasons: tuple[str, ...] = ()
    page: str = ""


@dataclass(frozen=True)
class Outcome:
    """處理情形: what came of it. ``counts`` is how much of an adoption it is, for the scoreboard; None: not counted."""

    code: str
    label: Words
    meaning: Words = ""
    counts: float | None = None


@dataclass(frozen=True)
class Reason:
    """A coded reason that the public reads."""

    code: str
    label: Words


@dataclass(frozen=True)
class Kind:
    """One kind of matter. ``prefix`` is the start of its numbers; the first state is the one of receipt."""

    name: str
    label: Words
    plural: Words
    prefix: str
    states: tuple[State, ...]
    moves: tuple[Move, ...]
    outcomes: tuple[Outcome, ...]
    terms: Terms
    reasons: tuple[Reason, ...] = ()
    visibilities: tuple[Visibility, ...] = (Visibility.PUBLIC, Visibility.PSEUDONYMOUS)
    displays: tuple[str, ...] = ("name", "pseudonym", "count")
    sequential: bool = True
    basis: Bilingual = Bilingual("")  # the law behind ``terms``
    _states: dict[str, State] = field(init=False, repr=False, compare=False, hash=False)
    _outcomes: dict[str, Outcome] = field(init=False, repr=False, compare=False, hash=False)
    _reasons: dict[str, Reason] = field(init=False, repr=False, compare=False, hash=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_states", {state.code: state for state in self.states})
        object.__setattr__(self, "_outcomes", {outcome.code: outcome for outcome in self.outcomes})
        object.__setattr__(self, "_reasons", {reason.code: reason for reason in self.reasons})
        _check(self)

    @property
    def initial(self) -> State:
        return self.states[0]

    @property
    def shown(self) -> bool:
        """Whether any matter of the kind can be in the public register."""
        return set(self.visibilities) != {Visibility.PRIVATE}

    @property
    def default_visibility(self) -> Visibility:
        return self.visibilities[0]

    def state(self, code: str) -> State:
        """Return a state; KeyError when the kind has none such."""
        return self._states[code]

    def outcome(self, code: str) -> Outcome:
        """Return an outcome; Refusal when the kind has none such."""
        found = self._outcomes.get(code)
        if found is None:
            raise Refusal(_("Choose an outcome from the list."), field="outcome")
        return found

    def outcome_or_none(self, code: str) -> Outcome | None:
        return self._outcomes.get(code)

    def reason_or_none(self, code: str) -> Reason | None:
        return self._reasons.get(code)

    def moves_from(self, state: str) -> list[Move]:
        """Return what can be done next in a state, in the order in which the kind lists it."""
        return [move for move in self.moves if state in move.sources]

    def move(self, state: str, *, verb: str = "", target: str = "") -> Move | None:
        """Return the move of a verb or to a target from a state, or None when the kind allows none."""
        for move in self.moves_from(state):
            if (not verb or move.verb == verb) and (not target or move.target == target):
                return move
        return None


class WrongKind(ValueError):
    """A registration contradicts itself; found when the program starts, not when a citizen comes."""


def _check(kind: Kind) -> None:
    known = set(kind._states)
    named = {code for move in kind.moves for code in (*move.sources, move.target)}
    if not kind.states or named - known:
        raise WrongKind(f"{kind.name}: moves name unknown states {sorted(named - known)}")
    reasons = {code for move in kind.moves for code in move.reasons} - set(kind._reasons)
    if reasons:
        raise WrongKind(f"{kind.name}: moves name unknown reasons {sorted(reasons)}")
    if kind.initial.phase is not Phase.OPEN:
        raise WrongKind(f"{kind.name}: the state of receipt must be open")
    if kind.sequential and Visibility.PRIVATE in kind.visibilities:
        raise WrongKind(f"{kind.name}: numbers of a kind that can be private must be random")


_kinds: dict[str, Kind] = {}


def register_kind(kind: Kind) -> Kind:
    """Make a kind known; WrongKind when its name or prefix belongs to another one."""
    for other in _kinds.values():
        if other.name != kind.name and other.prefix == kind.prefix:
            raise WrongKind(f"{kind.name} and {other.name} share the prefix {kind.prefix}")
    if _kinds.get(kind.name, kind) != kind:
        raise WrongKind(f"{kind.name} is registered twice")
    return _kinds.setdefault(kind.name, kind)


def forget_kind(name: str) -> None:
    """Take a kind out again; for tests that invent one."""
    _kinds.pop(name, None)


def kinds() -> list[Kind]:
    """Return all kinds in the order of registration."""
    return list(_kinds.values())


def kind_of(name: str) -> Kind:
    """Return a kind; Refusal when there is none of that name."""
    found = _kinds.get(name)
    if found is None:
        raise Refusal(_("There is no kind of matter called “%(name)s”.") % {"name": name}, field="kind")
    return found


def all_states() -> Iterable[State]:
    """Return the states of all kinds, those with the same code once."""
    return {state.code: state for kind in kinds() for state in kind.states}.values()
