"""What search, alerts and links of other wings see of this room."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.urls import reverse

from lightwell.kernel.bilingual import Bilingual
from lightwell.kernel.things import Source, Thing
from lightwell.opendata.disclosure import queries, statutes
from lightwell.opendata.disclosure.models import State, Subject


def things(ids: Collection[str] | None) -> Iterator[Thing]:
    """Yield subjects as things; one query."""
    for subject in queries.of_ids(ids):
        yield Thing(
            ref=subject.ref, title=subject.names, text=_text(subject), unit=subject.unit.slug, state=subject.state,
            at=subject.changed_at, rank=0.3,
        )  # fmt: skip


def _text(subject: Subject) -> Bilingual:
    decision, words = subject.current, subject.words
    if decision is None or not subject.closed:
        return words
    law = [statutes.cited(decision.ground, decision.written, language) for language in ("zh-hant", "en")]
    zh = "\n".join(part for part in (words.zh, law[0], decision.reason) if part)
    en = "\n".join(part for part in (words.en, law[1], decision.reason_en) if part)
    return Bilingual(zh, en if words.en or decision.reason_en else "")


def source(label: object, plural: object) -> Source:
    """Return the source of what is not open; its words are translated by the caller, at start-up."""
    return Source(
        kind="disclosure",
        wing="opendata",
        label=label,
        plural=plural,
        address=lambda slug: reverse("disclosure:subject", args=[slug]),
        things=things,
        states=dict(State.choices),
        feed=lambda _slug: reverse("unlock_atom"),
    )
