"""Reads a whole definition file: what the directory says, who may use the service, and the form."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from lightwell.engines.logic import paths_read
from lightwell.kernel.bilingual import Bilingual
from lightwell.services.directory.eligibility import Check, Condition
from lightwell.services.directory.words import ASSURANCES, CHANNELS, LIFE_EVENTS
from lightwell.services.forms import public as forms

CHECK_TYPES = ("yesno", "choice", "choices", "number", "date")
MOST_DAYS = 365
MOST_FEE = 10_000_000


@dataclass(frozen=True)
class Definition:
    """A definition file that holds together. ``columns`` are those of the Service; ``unit`` is a slug."""

    text: str
    unit: str
    columns: dict[str, Any]
    form: forms.Form
    check: Check | None


def read_definition(source: str | Path) -> Definition:
    """Return what a definition file says (its path, or its text); forms.DefinitionError names every problem with its line."""
    if isinstance(source, Path):
        try:
            return _read(source.read_text(encoding="utf-8"), source.name)
        except UnicodeDecodeError:
            raise forms.DefinitionError(
                [forms.Problem(0, "", _("The file is not in UTF-8. Save it in UTF-8."))], source.name
            )
    return _read(source, "")


@lru_cache(maxsize=64)
def check_in(text: str) -> Check | None:
    """Return who may use the service, from a text that was published; None when it does not say."""
    return _read(text, "").check


def _read(text: str, name: str) -> Definition:
    whole = forms.opened(text, name)
    service = whole.table("service")
    slug, unit = service.name("slug", forms.SLUG), service.name("unit", forms.SLUG)
    version, title = service.whole("version", least=1, most=10_000), service.both("name", most=120)
    columns = _columns(service, title) | {"slug": slug, "form_version": version}
    service.done()
    check = _check(whole.table("eligibility")) if whole.has("eligibility") else None
    form = forms.read_form(whole, slug, version, title)
    whole.done()
    whole.notes.settle()
    return Definition(text, unit, columns | {"has_check": check is not None}, form, check)


def _columns(service: forms.Table, title: Bilingual) -> dict[str, Any]:
    texts = {
        "name": title,
        "summary": service.both("summary"),
        "who": service.both("who"),
        "cost": service.both("cost"),
        "place": service.both("place", required=False),
        "after": service.both("after", required=False),
    }
    both = {name: text.zh for name, text in texts.items()} | {
        f"{name}_en": text.en for name, text in texts.items()
    }
    return both | {
        "life_event": service.one_of("life_event", LIFE_EVENTS),
        "fee": service.whole("fee", least=0, most=MOST_FEE, default=0),
        "working_days": service.whole("working_days", least=1, most=MOST_DAYS, default=0) or None,
        "evidence": _pairs(service.boths("evidence")),
        "legal": _pairs(service.boths("legal", required=True)),
        "channels": list(service.some_of("channels", CHANNELS, required=True)),
        "keywords": _keywords(service),
        "assurance": ASSURANCES.get(
            service.one_of("assurance", ASSURANCES) if service.has("assurance") else "none", 0
        ),
    }


def _pairs(texts: tuple[Bilingual, ...]) -> list[list[str]]:
    return [[text.zh, text.en] for text in texts]


def _keywords(service: forms.Table) -> list[str]:
    words = service.take("keywords", list, _("a list of words"), required=False) or []
    if any(not isinstance(word, str) or not 0 < len(word) <= 40 for word in words) or len(words) > 20:
        service.problem("keywords", _("Give at most 20 words of at most 40 characters."))
        return []
    return list(words)


def _check(table: forms.Table) -> Check:
    seen: list[str] = []
    questions = []
    for one in table.tables("question"):
        if one.values.get("type") not in (*CHECK_TYPES, None):
            one.problem(
                "type",
                _("This question is asked before any form: use %(types)s.")
                % {"types": ", ".join(CHECK_TYPES)},
            )
        questions.append(forms.read_question(one, [], seen, None))
    conditions = tuple(_condition(one, seen) for one in table.tables("condition"))
    check = Check(table.both("intro", required=False), tuple(questions), conditions)
    table.done()
    return check


def _condition(table: forms.Table, known: list[str]) -> Condition:
    rule = table.rule("rule", required=True)
    for path in paths_read(rule):
        if path.partition(".")[0] not in known:
            words = _(
                "This rule reads “%(path)s”, which no question of the check asks. It can read: %(known)s."
            )
            table.problem("rule", words % {"path": path, "known": ", ".join(known)})
    found = Condition(table.both("text"), rule, table.both("legal"), table.both("otherwise"))
    table.done()
    return found
