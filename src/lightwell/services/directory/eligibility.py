"""Who may use a service: questions, conditions over the answers, and what is known so far. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lightwell.engines.logic import Known, evaluate3
from lightwell.kernel.bilingual import Bilingual
from lightwell.services.forms import public as forms

MET, NOT_MET, OPEN, NEEDLESS = "met", "not_met", "open", "needless"


@dataclass(frozen=True)
class Condition:
    """One thing that must hold, in words and as a rule; ``otherwise`` says what to do when it does not."""

    text: Bilingual
    rule: Any
    legal: Bilingual
    otherwise: Bilingual


@dataclass(frozen=True)
class Check:
    """All conditions must hold. ``questions`` are asked one at a time, only as long as they can still matter."""

    intro: Bilingual
    questions: tuple[forms.Question, ...]
    conditions: tuple[Condition, ...]

    @property
    def rule(self) -> dict[str, Any]:
        return {"and": [{"!!": [condition.rule]} for condition in self.conditions]}

    def question(self, id: str) -> forms.Question | None:
        """Return a question by its id."""
        return next((one for one in self.questions if one.id == id), None)


@dataclass(frozen=True)
class Finding:
    """A condition and how it stands: met, not met, open, or needless, for nothing hangs on it any more."""

    condition: Condition
    standing: str


@dataclass(frozen=True)
class Verdict:
    """``may`` is None while ``next`` has to be asked; ``left`` counts the questions that can still matter."""

    may: bool | None
    next: forms.Question | None
    left: int
    findings: tuple[Finding, ...]


def verdict(check: Check, answers: Mapping[str, Any]) -> Verdict:
    """Return whether somebody with these answers may use the service, or what to ask next."""
    found = evaluate3(check.rule, dict(answers))
    settled = isinstance(found, Known)
    paths = [] if isinstance(found, Known) else found.paths
    asked = [one for one in (check.question(path.partition(".")[0]) for path in paths) if one is not None]
    return Verdict(
        may=bool(found.value) if isinstance(found, Known) else None,
        next=asked[0] if asked else None,
        left=len(asked),
        findings=tuple(Finding(one, _standing(one, answers, settled)) for one in check.conditions),
    )


def _standing(condition: Condition, answers: Mapping[str, Any], settled: bool) -> str:
    holds = forms.applies(condition.rule, answers)
    if holds is None:
        return NEEDLESS if settled else OPEN
    return MET if holds else NOT_MET
