"""What other rooms and pages ask of the record; reads only."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import override

from lightwell.kernel.ref import Ref
from lightwell.prepared import prepared
from lightwell.record import rules
from lightwell.record.models import Content, Entry, Opening

State = Literal["pending", "integrated"]
Verdict = Literal["unchanged", "changed", "erased", "unknown"]


@dataclass(frozen=True, slots=True)
class Act:
    """A public act as pages show it."""

    id: str
    act: str
    at: datetime
    office: str
    subject: Ref | None
    index: int | None
    origin: int | None

    @property
    def state(self) -> State:
        """Pending for the second or two before the sequencer has given the act its place."""
        return "pending" if self.index is None else "integrated"

    @property
    def href(self) -> str:
        """The act's page in the language of the moment."""
        return reverse("record:act", args=[self.id])


@dataclass(frozen=True, slots=True)
class SealedAct:
    """What the person concerned may see of a private act: everything, until it is erased."""

    id: str
    act: str
    at: datetime
    office: str
    index: int | None
    salt: str
    text: str
    content_salts: Mapping[str, str] = field(default_factory=dict)

    @property
    def erased(self) -> bool:
        """Whether salt and text are gone."""
        return not self.salt

    @property
    def document(self) -> dict[str, Any]:
        """The opening as a file that the person keeps; it proves the entry without this site's help.

        ``content_salts`` let whoever has a text that the act is about, such as a letter, compute the hash that ``text`` names.
        """
        proving = {"salt": self.salt, "text": self.text, "content_salts": dict(self.content_salts)}
        return {"format": "lightwell-record-opening/1", "id": self.id, **proving}


def to_act(entry: Entry) -> Act:
    """A row as pages show it."""
    assert entry.at is not None
    return Act(
        entry.public_id, entry.act, entry.at, entry.office, entry.subject, entry.leaf_index, entry.origin_id
    )


def acts_of(subject: Ref) -> list[Act]:
    """Public acts about a subject, oldest first, in one query."""
    return [to_act(row) for row in _about(kind=subject.kind, id=subject.id)]


@prepared
def _about(*, kind: str, id: str) -> QuerySet[Entry]:
    return Entry.objects.filter(digest="", subject_kind=kind, subject_id=id).order_by("id").defer("leaf")


def acts_of_many(subjects: Iterable[Ref]) -> dict[Ref, list[Act]]:
    """As acts_of for a page of subjects, in one query per kind of subject."""
    found: dict[Ref, list[Act]] = {subject: [] for subject in subjects}
    for kind in {subject.kind for subject in found}:
        ids = [subject.id for subject in found if subject.kind == kind]
        for row in Entry.objects.filter(digest="", subject_kind=kind, subject_id__in=ids).order_by("id"):
            found[Ref(kind, row.subject_id)].append(to_act(row))
    return found


def acts_of_unit(unit: str, limit: int) -> list[Act]:
    """The newest public acts of a unit's offices (its short name), newest first; one query by the index of units."""
    rows = Entry.objects.filter(digest="", unit=unit).order_by("-id").defer("leaf")
    return [to_act(row) for row in rows[:limit]]


def openings_of(subject: Ref) -> list[SealedAct]:
    """Sealed acts about a subject, oldest first. Only for the person concerned and who answers them: callers check that."""
    rows = Opening.objects.filter(subject_kind=subject.kind, subject_id=subject.id)
    return [_to_sealed(row) for row in rows.select_related("entry").order_by("id")]


def _to_sealed(row: Opening) -> SealedAct:
    salt = bytes(row.salt).hex() if row.salt else ""
    return SealedAct(
        row.entry.public_id,
        row.act,
        row.at,
        row.office,
        row.entry.leaf_index,
        salt,
        row.text,
        row.content_salts,
    )


def state_of(act_id: str) -> State | None:
    """Whether an act has its place in the log; None when there is no such act."""
    found = Entry.objects.filter(public_id=act_id).values_list("leaf_index", flat=True)[:1]
    return ("pending" if found[0] is None else "integrated") if found else None


def check(act_id: str, name: str, text: str | bytes) -> Verdict:
    """Whether a content item is what was entered; unknown when the act has no such item."""
    row = _contents_named.first(act=act_id, name=name)
    return verdict(row, leaf_of(row.entry), text) if row else "unknown"


def check_sealed(act_id: str, name: str, text: str | bytes) -> Verdict:
    """As ``check`` for a sealed act: the opening must be the one that the log holds a hash of, and the text the one it names.

    Only for the person concerned and who answers them: callers check that.
    """
    row = Opening.objects.filter(entry__public_id=act_id).select_related("entry").first()
    if row is None or (row.salt is not None and name not in row.content_salts):
        return "unknown"
    if row.salt is None:
        return "erased"
    sealed = rules.salted_hash(bytes(row.salt), row.text.encode())
    computed = rules.salted_hash(bytes.fromhex(row.content_salts[name]), rules.content_bytes(text))
    named = rules.read_leaf(row.text).get("content", {}).get(name, "")
    same = hmac.compare_digest(sealed, row.entry.digest) and hmac.compare_digest(computed, named)
    return "unchanged" if same else "changed"


@prepared
def _contents_named(*, act: str, name: str) -> QuerySet[Content]:
    return Content.objects.filter(entry__public_id=act, name=name).select_related("entry")


def verdict(row: Content, leaf: Mapping[str, Any], text: str | bytes) -> Verdict:
    """As check, for rows already at hand."""
    if row.salt is None:
        return "erased"
    computed = rules.salted_hash(bytes(row.salt), rules.content_bytes(text))
    return (
        "unchanged" if hmac.compare_digest(computed, leaf.get("content", {}).get(row.name, "")) else "changed"
    )


def leaf_of(entry: Entry) -> dict[str, Any]:
    """The leaf as read from its canonical JSON."""
    return rules.read_leaf(entry.leaf)


def act_url(act_id: str) -> str:
    """Absolute address of an act's page, for mail and QR codes: in Chinese, which links to English."""
    with override("zh-hant"):
        return settings.SITE_URL + reverse("record:act", args=[act_id])


TextReader = Callable[[Act, Mapping[str, Any]], Mapping[str, str | bytes] | None]
_readers: dict[str, TextReader] = {}


def read_texts_with(act: str, reader: TextReader) -> None:
    """Let the room that makes an act say what its contents are now, so that the act's page can say "unchanged".

    `reader` gets the act and its public facts; it returns the current contents by name, or None when they are gone.
    """
    _readers[act] = reader


def current_texts(act: Act, facts: Mapping[str, Any]) -> Mapping[str, str | bytes] | None:
    """What the act's room says its contents are now; None when it says nothing."""
    reader = _readers.get(act.act)
    return reader(act, facts) if reader else None


def distinct(column: Literal["act", "unit"]) -> list[str]:
    """Values of an indexed column of public entries, by skipping through the index: cheap however long the log."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE step AS ((SELECT min({column}) AS value FROM record_entry WHERE digest = '') UNION ALL "
            f"SELECT (SELECT min({column}) FROM record_entry WHERE digest = '' AND {column} > step.value) FROM step "
            f"WHERE step.value IS NOT NULL) SELECT value FROM step WHERE value <> '' LIMIT 500"
        )
        return [value for (value,) in cursor.fetchall()]
