"""Answers as pages show them: a summary, the story of an application, its receipt, and its decision as a letter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from markupsafe import Markup

from lightwell.casework import public as casework
from lightwell.design.public import day_text
from lightwell.kernel import clock
from lightwell.record import public as record
from lightwell.services.applications import queries, questions
from lightwell.services.applications.actions.deciding import judged
from lightwell.services.applications.models import Application, Draft
from lightwell.services.applications.sealing import Answers
from lightwell.services.applications.wording import decision_text
from lightwell.services.forms import public as forms

Address = Callable[[str], str]


@dataclass(frozen=True)
class Group:
    """One page of a summary: rows as ``ui.summary_list`` draws them."""

    title: str
    rows: list[tuple[Any, ...]]


def summary(
    form: forms.Form, answers: Answers, change: Address | None = None, file: Address | None = None
) -> list[Group]:
    """Return the answers by page; ``change`` gives the address to change a page at, ``file`` that of a file."""
    found = []
    for _page, rows in groupby(forms.summary(form, answers), key=lambda row: row.page):
        listed = list(rows)
        found.append(Group(listed[0].page_title, [_row(row, change, file) for row in listed]))
    return found


def _row(row: forms.Row, change: Address | None, file: Address | None) -> tuple[Any, ...]:
    text: Any = row.text or None
    if row.file and file is not None:
        text = Markup('<a href="{}" download>{}</a>').format(file(row.file), row.text)
    return (row.label, text, change(row.page)) if change is not None else (row.label, text)


def latest_answers(application: Application) -> Answers:
    """Return the answers as they stand after everything that was sent."""
    latest = application.sendings.order_by("-number").first()
    return latest.answers if latest is not None else {}


def labels_of(application: Application) -> dict[str, str]:
    """Return the words of every question by its id."""
    return {one.id: forms.said(one.label) for one in questions.form_of(application).questions()}


def story(application: Application, file: Address) -> dict[str, Any]:
    """Return what was sent, what was asked for and given later, and which answers changed on the way."""
    form, sendings = questions.form_of(application), list(application.sendings.all())
    first, latest = (sendings[0].answers, sendings[-1].answers) if sendings else ({}, {})
    labels = labels_of(application)
    return {
        "groups": summary(form, latest, file=file),
        "sendings": len(sendings),
        "changed": [label for name, label in labels.items() if first.get(name) != latest.get(name)],
        "inquiries": list(application.inquiries.all()),
        "labels": labels,
    }


def receipt(draft: Draft) -> dict[str, Any]:
    """Return what the page after sending says; the answers are not on it."""
    matter = queries.matter_of(draft)
    return {
        "matter": matter,
        "statement": casework.statement_of(matter),
        "mail": bool(casework.address_of(matter)),
        "tracking_url": "" if draft.account_id else casework.tracking_url(matter),
    }


def decision_html(matter: casework.Matter, **words: str) -> str:
    """Return a decision as its letter will read, in the person's language; Refusal where something is missing."""
    verdict = judged(matter, **words)
    with translation.override(matter.language):
        return casework.to_html(decision_text(matter, verdict))


def letter(application: Application) -> dict[str, Any]:
    """Return the decision letter with the state of its proof."""
    decision, matter = application.decision, application.matter
    act = decision.response.act_id
    day = day_text(clock.local(decision.at))
    sentence, state = _proof(act, decision.response.text, day)
    return {
        "application": application,
        "matter": matter,
        "decision": decision,
        "response": decision.response,
        "head": [
            (_("Number"), matter.number),
            (_("Date"), day),
            (_("Service"), matter.title),
            (_("Received"), day_text(clock.local(matter.received_at))),
        ],
        "proof_sentence": sentence,
        "proof_state": state,
        "proof_href": reverse("record:act", args=[act]),
        "proof_url": record.act_url(act),
        "proof_qr": record.qr_svg(record.act_url(act)),
    }


def _proof(act: str, text: str, day: str) -> tuple[str, str]:
    """Return what can be said of a letter's text in one sentence, and how it stands: pending, ok or failed."""
    if record.state_of(act) != "integrated":
        return _("The record takes this letter in within seconds."), "pending"
    return {
        "unchanged": (_("This is exactly the letter that was sealed into the public record on %(day)s.") % {"day": day}, "ok"),
        "erased": (_("The record holds that there was a letter; its text can no longer be compared."), "pending"),
    }.get(record.check_sealed(act, "text", text), (_("This is not the letter that was sealed into the record. Tell us: somebody changed it."), "failed"))  # fmt: skip
