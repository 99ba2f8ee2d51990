"""Reads the part of a definition file that is the form."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from lightwell.engines.logic import paths_read
from lightwell.kernel.bilingual import Bilingual
from lightwell.services.forms.definition import NOTHING, TYPES, Bounds, Choice, Form, Page, Question
from lightwell.services.forms.tables import SLUG, Table, opened

REASONS = ("purpose", "legal_basis", "source", "retention")
LONGEST = {"text": 200, "longtext": 4000, "address": 300, "email": 254, "phone": 30, "idnumber": 20}
ENDINGS = ("pdf", "png", "jpg", "jpeg", "heic", "webp", "docx", "odt", "xlsx", "ods")
VERSIONS = 10_000


def load_form(source: str | Path) -> Form:
    """Return the form of a definition file (its path, or its text); DefinitionError names every problem with its line."""
    if isinstance(source, Path):
        return load_form_text(source.read_text(encoding="utf-8"), source.name)
    return load_form_text(source)


def load_form_text(text: str, name: str = "") -> Form:
    whole = opened(text, name)
    service = whole.table("service")
    form = read_form(
        whole,
        service.name("slug", SLUG),
        service.whole("version", least=1, most=VERSIONS),
        service.both("name"),
    )
    whole.notes.settle()
    return form


def read_form(whole: Table, slug: str, version: int, title: Bilingual) -> Form:
    """Return the form of an opened file; problems go into the file's notes."""
    about = whole.table("form", required=False)
    reasons = {name: about.both(name, required=False) for name in REASONS}
    declaration = about.both("declaration")
    about.done()
    pages: list[Page] = []
    seen: list[str] = []
    for table in whole.tables("page"):
        pages.append(_page(table, reasons, seen))
    _require_different(whole, [page.id for page in pages])
    return Form(slug, version, title, tuple(pages), declaration)


def _require_different(whole: Table, ids: list[str]) -> None:
    for number, id in enumerate(ids):
        if id and id in ids[:number]:
            Table({}, whole.notes, ("page", number)).problem(
                "id",
                _("“%(id)s” is taken already. Every page and every question needs an id of its own.")
                % {"id": id},
            )


def _page(table: Table, reasons: dict[str, Bilingual], seen: list[str]) -> Page:
    before = list(seen)
    page = Page(
        id=table.name("id"),
        title=table.both("title"),
        when=_when(table, before),
        text=table.both("text", required=False),
        questions=tuple(read_question(one, before, seen, reasons) for one in table.tables("question")),
    )
    table.done()
    return page


def _when(table: Table, before: list[str]) -> Any:
    """Return a condition that reads only answers of earlier pages: so it is always known when the page comes up."""
    rule = table.rule("when")
    for path in paths_read(rule) if rule is not None else []:
        if path.partition(".")[0] not in before:
            words = _("This condition reads “%(path)s”, which no earlier page asks. It can read: %(known)s.")
            table.problem(
                "when",
                words % {"path": path, "known": ", ".join(before) or _("nothing, it is the first page")},
            )
    return rule


def read_question(
    table: Table, before: list[str], seen: list[str], reasons: dict[str, Bilingual] | None
) -> Question:
    """Return a question. ``reasons`` are the form's own, taken where the question gives none; None when nothing is kept."""
    kind = table.one_of("type", TYPES)
    question = Question(
        id=_id(table, seen),
        type=kind,
        label=table.both("label"),
        hint=table.both("hint", required=False),
        required=table.truth("required", True),
        when=_when(table, before),
        choices=_choices(table) if kind in ("choice", "choices") else (),
        unit=table.both("unit", required=False) if kind == "number" else NOTHING,
        bounds=_bounds(table, kind),
    )
    if reasons is not None:
        question = _with_reasons(table, question, reasons)
    table.done()
    return question


def _id(table: Table, seen: list[str]) -> str:
    id = table.name("id")
    if id and id in seen:
        words = _("“%(id)s” is taken already. Every page and every question needs an id of its own.")
        table.problem("id", words % {"id": id})
    seen.append(id)
    return id


def _with_reasons(table: Table, question: Question, given: dict[str, Bilingual]) -> Question:
    """Return the question with why it is asked, from the form where it does not say itself; nothing is asked without all four."""
    said = {name: _reason(table, name, given[name]) for name in REASONS}
    return replace(
        question,
        purpose=said["purpose"],
        legal_basis=said["legal_basis"],
        source=said["source"],
        retention=said["retention"],
    )


def _reason(table: Table, name: str, given: Bilingual) -> Bilingual:
    return table.both(name) if table.has(name) or given == NOTHING else given


def _choices(table: Table) -> tuple[Choice, ...]:
    found = []
    for one in table.tables("choices"):
        found.append(
            Choice(
                one.name("value"), Bilingual(one.text("zh"), one.text("en")), one.both("hint", required=False)
            )
        )
        one.done()
    values = [choice.value for choice in found]
    if len(set(values)) < len(values):
        table.problem("choices", _("Two choices have the same value."))
    if table.has("choices") and len(found) == 1:
        table.problem(
            "choices", _("One choice alone is none. Offer at least two, or ask with the type yesno.")
        )
    return tuple(found)


def _bounds(table: Table, kind: str) -> Bounds:
    if kind == "number":
        return Bounds(
            least=table.number("least"),
            most=table.number("most"),
            decimals=table.whole("decimals", least=0, most=4, default=0),
        )
    if kind == "date":
        return Bounds(
            first_day=table.day("first_day"),
            last_day=table.day("last_day"),
            past=table.truth("past", False),
            future=table.truth("future", False),
        )
    if kind == "file":
        return Bounds(accepts=table.some_of("accepts", ENDINGS) or ("pdf", "png", "jpg", "jpeg"))
    if kind in LONGEST:
        return Bounds(longest=table.whole("longest", least=1, most=20_000, default=LONGEST[kind]))
    return Bounds()
