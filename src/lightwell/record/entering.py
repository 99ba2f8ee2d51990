"""Writes entries inside the transactions of acts: the only writers of `Entry`, apart from the first leaf of a new origin."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db import connection, transaction

from lightwell.kernel import changes, clock
from lightwell.kernel.ref import Ref
from lightwell.record import rules
from lightwell.record.models import Content, Entry, Opening

Contents = Mapping[str, str | bytes]
Facts = Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class EntryHandle:
    """What an action keeps of the entry that it wrote."""

    id: str


def enter(
    *,
    act: str,
    subject: Ref,
    office: str,
    content: Contents | None = None,
    facts: Facts | None = None,
    withheld: Collection[str] = (),
) -> EntryHandle:
    """Write a public entry; must run in the transaction of the act, so that neither exists without the other.

    `content` is only hashed, each item under a salt of its own. The salts go into the public proof, so that outsiders can
    check a published text alone; name those items in `withheld` that are not published themselves. `facts` are public,
    impersonal and stand in the leaf for ever. ValueError for a name or fact that a leaf cannot hold.
    """
    _require_transaction()
    public_id, salts = secrets.token_hex(8), _salts(content)
    entry = Entry(public_id=public_id, act=act, at=clock.now(), office=office, unit=office.partition("/")[0])
    entry.subject_kind, entry.subject_id = subject.kind, subject.id
    entry.leaf = rules.public_leaf(
        act=act,
        public_id=public_id,
        at=clock.local(clock.now()),
        office=office,
        subject=subject,
        hashes=_hashes(content, salts),
        facts=facts or {},
    )
    entry.save()
    Content.objects.bulk_create(
        Content(entry=entry, name=name, salt=salt, withheld=name in withheld) for name, salt in salts.items()
    )
    changes.tell([subject], act)
    return EntryHandle(public_id)


def enter_sealed(
    *, act: str, subject: Ref, office: str, content: Contents | None = None, facts: Facts | None = None
) -> EntryHandle:
    """Write a sealed entry: the log gets a hash and the hour; subject, act and facts stay in the opening."""
    _require_transaction()
    at, salts, salt = clock.local(clock.now()), _salts(content), secrets.token_bytes(rules.SALT_BYTES)
    text = rules.sealed_text(
        act=act, at=at, office=office, subject=subject, hashes=_hashes(content, salts), facts=facts or {}
    )
    digest = rules.salted_hash(salt, text.encode())
    leaf = rules.sealed_leaf(digest, at)
    entry = Entry.objects.create(public_id=secrets.token_hex(8), leaf=leaf, digest=digest)
    Opening.objects.create(
        entry=entry,
        subject_kind=subject.kind,
        subject_id=subject.id,
        act=act,
        office=office,
        at=at,
        salt=salt,
        text=text,
        content_salts={name: value.hex() for name, value in salts.items()},
    )
    return EntryHandle(entry.public_id)


@transaction.atomic
def erase(subject: Ref) -> int:
    """Delete every salt and sealed text about a subject, and return how many; the log keeps its hashes and proofs."""
    key = {"subject_kind": subject.kind, "subject_id": subject.id}
    public = Content.objects.filter(
        entry__subject_kind=subject.kind, entry__subject_id=subject.id, entry__digest="", salt__isnull=False
    ).update(salt=None)
    sealed = Opening.objects.filter(**key, salt__isnull=False).update(salt=None, text="", content_salts={})
    return public + sealed


def _require_transaction() -> None:
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(
            "an entry of the record is written in the transaction of its act"
        )


def _salts(content: Contents | None) -> dict[str, bytes]:
    return {name: secrets.token_bytes(rules.SALT_BYTES) for name in content or {}}


def _hashes(content: Contents | None, salts: Mapping[str, bytes]) -> dict[str, str]:
    items = (content or {}).items()
    return {name: rules.salted_hash(salts[name], rules.content_bytes(value)) for name, value in items}
