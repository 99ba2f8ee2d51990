"""The one plain sentence about an act."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from lightwell.design.public import day_text
from lightwell.kernel import clock
from lightwell.record import reading
from lightwell.record.models import Content, Entry


def sentence_of(entry: Entry, contents: list[Content], proven: bool) -> dict[str, Any]:
    """`sentence`, `state` (ok, pending or failed) and `verdict` for the act's page."""
    verdict = verdict_of(entry, contents)
    if not proven:
        return {"sentence": _pending(), "state": "pending", "verdict": verdict}
    state = "failed" if verdict == "changed" else "ok"
    return {"sentence": _sentence(entry, verdict), "state": state, "verdict": verdict}


def verdict_of(entry: Entry, contents: list[Content]) -> str:
    """What became of the texts: unchanged, changed, erased; "recorded" when nobody says what they are now."""
    if entry.digest:
        return "sealed"
    if contents and all(item.salt is None for item in contents):
        return "erased"
    leaf = reading.leaf_of(entry)
    texts = reading.current_texts(reading.to_act(entry), leaf.get("facts", {})) if contents else None
    compared = [item for item in contents if texts is not None and item.name in texts]
    if texts is None or not compared:
        return "recorded"
    verdicts = {reading.verdict(item, leaf, texts[item.name]) for item in compared}
    return "changed" if "changed" in verdicts else "erased" if "erased" in verdicts else "unchanged"


def _pending() -> str:
    return _("This act was made a moment ago. It enters the record within seconds; then its proof is here.")


def _sentence(entry: Entry, verdict: str) -> str:
    if verdict == "sealed":
        return _(
            "This sealed act is in the record. Only whoever holds its opening can tell what it is about."
        )
    day = {"day": day_text(clock.local(entry.at).date())} if entry.at else {"day": ""}
    if verdict == "unchanged":
        return (
            _("This is exactly the text that was published on %(day)s; it has not been changed since.") % day
        )
    if verdict == "changed":
        return _("The text shown today is not the one that was entered on %(day)s.") % day
    if verdict == "erased":
        return (
            _(
                "The text was erased. The record still proves that an act took place on %(day)s, but not its words."
            )
            % day
        )
    return _("This act of %(day)s is in the record; it can neither be changed nor removed unnoticed.") % day
