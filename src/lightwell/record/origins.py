"""Opening a new origin: what an operator does after the restore of a backup that is older than the published record."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction

from lightwell.engines.tlog.checkpoint import Checkpoint
from lightwell.engines.tlog.errors import NoteError
from lightwell.engines.tlog.merkle import hash_leaf
from lightwell.engines.tlog.note import parse_key
from lightwell.kernel import clock
from lightwell.kernel.refusal import Refusal
from lightwell.record import keeping, rules, sequencing
from lightwell.record.models import Entry, Origin, SignedCheckpoint
from lightwell.record.signing import signer_of

FIRST = "origin-{}"


def open_new_origin(*, published: bytes | None = None) -> Origin:
    """Continue under a new name, openly: the first leaf holds the published checkpoint that the database cannot reach.

    `published` is that checkpoint when its file was lost too (from a feed, a witness, a backup). Refusal when the record is
    not in that situation: a new origin is never opened without need.
    """
    origin = _open(published)
    sequencing.publish()
    return origin


@transaction.atomic(durable=True)
def _open(published: bytes | None) -> Origin:
    sequencing.lock()
    old = sequencing.current_origin()
    note = published if published is not None else keeping.published_note()
    if note is None:
        raise Refusal(
            "There is no published checkpoint: give the last one that is known, with --published FILE."
        )
    if old is None:
        old = sequencing.first_origin()
    old = _origin_of(note, old)
    _require_need(note, old)
    signer_of(old)
    name = rules.origin_name(settings.RECORD_ORIGIN, old.number + 1)
    new = Origin.objects.create(
        number=old.number + 1,
        name=name,
        opened_at=clock.now(),
        key=str(parse_key(old.key).renamed(name)),
        continues=note.decode(),
    )
    _write_first_leaf(new, f"origins/{old.number}")
    _leave_behind(note)
    return new


def _origin_of(note: bytes, newest: Origin) -> Origin:
    """The origin that signed the note: the database's newest, or one after it that the restored database never knew."""
    try:
        number, _head = sequencing.open_signed(note, newest)
    except NoteError as error:
        raise Refusal(f"That checkpoint is not by this record's key: {error}.") from None
    name = rules.origin_name(settings.RECORD_ORIGIN, number)
    fields = {"name": name, "opened_at": clock.now(), "key": str(parse_key(newest.key).renamed(name))}
    return Origin.objects.get_or_create(number=number, defaults=fields)[0]


def _require_need(note: bytes, origin: Origin) -> None:
    try:
        sequencing.check_published(origin, sequencing.latest_of(origin), note)
    except Refusal:
        return
    raise Refusal(
        "The database holds the published record completely: no new origin is needed, and none was opened."
    )


def _write_first_leaf(new: Origin, folder: str) -> None:
    at = clock.now()
    leaf = rules.continuing_leaf(checkpoint=new.continues, folder=folder, at=clock.local(at))
    Entry.objects.create(
        public_id=FIRST.format(new.number),
        leaf=leaf,
        origin=new,
        leaf_index=0,
        act=rules.CONTINUES,
        at=at,
    )
    head = Checkpoint(new.name, 1, hash_leaf(leaf.encode()))
    note = str(signer_of(new).sign(head.text))
    SignedCheckpoint.objects.create(origin=new, size=1, root=head.root, note=note, at=at)


def _leave_behind(note: bytes) -> None:
    """What outsiders saw last of the old origin stays its checkpoint; its files move when the new one is published."""
    keeping.folder().mkdir(parents=True, exist_ok=True)
    keeping.publish_note(keeping.folder(), note.decode())
