"""What the texts behind our acts are today, so that an act's page can say whether they are unchanged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from lightwell.casework.models import SHOWN, Event, Matter, Response
from lightwell.record import public as record

Texts = Mapping[str, str | bytes] | None


def join_record() -> None:
    """Name our acts to the record and tell it how to read their texts; called once at start-up."""
    record.name_acts(
        {
            "matter.supported": _("Another matter joined"),
            "matter.erased": _("Personal content erased"),
            "matter.recomputed": _("Deadline moved by a changed calendar"),
        }
    )
    record.name_facts(
        {
            "response": _("Answer, counted"),
            "was_due": _("Due before"),
            "until": _("Until, at the latest"),
            "received": _("Day of receipt"),
            "supporters": _("Supporters"),
        }
    )
    record.read_texts_with("matter.received", _received)
    record.read_texts_with("response.published", _response)
    for act in ("matter.closed", "matter.moved", "matter.transferred", "matter.paused", "matter.extended"):
        record.read_texts_with(act, _note)


def _received(act: record.Act, facts: Mapping[str, Any]) -> Texts:
    """Title and text; None when they are hidden, erased or private: nobody gets them through the record's pages."""
    if act.subject is None:
        return None
    shown = (
        Matter.objects.filter(SHOWN, number=act.subject.id, hidden_at=None)
        .values_list("title", "body")
        .first()
    )
    return {"title": shown[0], "text": shown[1]} if shown else None


def _response(act: record.Act, facts: Mapping[str, Any]) -> Texts:
    found = Response.objects.filter(matter__number=_number(act), act_id=act.id)
    text = found.values_list("text", flat=True).first()
    return None if text is None else {"text": text}


def _note(act: record.Act, facts: Mapping[str, Any]) -> Texts:
    found = Event.objects.filter(matter__number=_number(act), act_id=act.id)
    note = found.values_list("note", flat=True).first()
    return {"note": note} if note else None


def _number(act: record.Act) -> str:
    return act.subject.id if act.subject is not None else ""
