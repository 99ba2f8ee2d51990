"""The sequencer: gives committed entries their places in the log, signs the new tree, writes its files, publishes it.

Two steps, each under the record's one advisory lock, each safe to repeat after a kill at any point:
1. `_assign`, one transaction: indexes for the pending entries and the signed checkpoint of the tree that has them.
2. `publish`: the files of the newest committed tree, derived from PostgreSQL, then its checkpoint file.
Nothing is visible outside before it is committed, and the published checkpoint is never newer than the database's.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from lightwell.engines.tlog.checkpoint import Checkpoint, open_checkpoint
from lightwell.engines.tlog.errors import NoteError, TlogError
from lightwell.engines.tlog.merkle import EMPTY_ROOT
from lightwell.engines.tlog.note import parse_key
from lightwell.engines.tlog.tiles import Tile
from lightwell.engines.tlog.writer import Writer, load_writer
from lightwell.kernel import clock
from lightwell.kernel.refusal import Refusal
from lightwell.record import keeping, rules
from lightwell.record.models import Entry, Origin, SignedCheckpoint
from lightwell.record.signing import signer_for, signer_of

LOCK = 0x4C57_5245_434F_5244  # "LWRECORD"
BATCH = 5_000
CHUNK = 2_000
log = logging.getLogger(__name__)


def integrate() -> int:
    """Give every committed entry its place and publish; returns how many entries got one.

    Another sequencer at work means 0, without waiting. Refusal when signing would fork the record (restored backup, another
    key), with what to do. Must not be called inside a transaction.
    """
    total = 0
    while True:
        count = _assign()
        if count is None:
            return total
        publish()
        total += count
        if count < BATCH:
            return total


@transaction.atomic(durable=True)
def _assign() -> int | None:
    if not lock(wait=False):
        return None
    pending = list(Entry.objects.filter(leaf_index=None).order_by("id").values_list("id", "leaf")[:BATCH])
    if not pending:
        return 0
    origin = current_origin() or first_origin()
    latest = latest_of(origin)
    signer = signer_of(origin)
    check_published(origin, latest)
    writer = _writer_at(origin, latest)
    start = writer.size
    deque(
        writer.add(leaf.encode() for _id, leaf in pending), maxlen=0
    )  # its files come after the commit, from the rows
    _place(origin, [entry_id for entry_id, _leaf in pending], start)
    head = Checkpoint(origin.name, writer.size, writer.root())
    _sign(origin, head, str(signer.sign(head.text)))
    return len(pending)


@transaction.atomic(durable=True)
def publish() -> bool:
    """Bring files and checkpoint up to what is committed; returns whether the checkpoint moved."""
    lock()
    origin = current_origin()
    latest = latest_of(origin) if origin else None
    if origin is None or latest is None:
        return False
    check_published(origin, latest)
    place = keeping.folder()
    if keeping.published_note(place) == latest.note.encode():
        return False
    _write_up_to(place, origin, latest)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")  # fails when the connection, and with it the lock, was lost meanwhile
    keeping.publish_note(place, latest.note)
    return True


def rebuild(place: Path, origin: Origin, latest: SignedCheckpoint) -> None:
    """Write every file of an origin anew out of PostgreSQL, as a stream."""
    writer = Writer()
    keeping.write_files(place, _written(writer, _leaves(origin, 0, latest.size)), alone=True)
    _must_match(writer, latest)


def lock(wait: bool = True) -> bool:
    """Take the record's lock until the transaction ends."""
    function = "pg_advisory_xact_lock" if wait else "pg_try_advisory_xact_lock"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [LOCK])
        return bool(wait or cursor.fetchone()[0])


def current_origin() -> Origin | None:
    """The newest origin; None before the first entry was integrated."""
    return Origin.objects.order_by("-number").first()


def latest_of(origin: Origin) -> SignedCheckpoint | None:
    """The newest committed checkpoint of an origin."""
    return SignedCheckpoint.objects.filter(origin=origin).order_by("-size").first()


def check_published(origin: Origin, latest: SignedCheckpoint | None, note: bytes | None = None) -> None:
    """The restore rule: Refusal when what the outside has seen is not in the database's past.

    An interrupted opening of a new origin is finished here: its predecessor's files are set aside.
    """
    note = note if note is not None else keeping.published_note()
    if note is None:
        return
    if _left_behind(note, origin):
        keeping.set_aside(origin.number - 1)
        return
    reason = rules.why_not_sign(
        seen := _open(note, origin), head_of(origin, latest), _known_root(origin, seen)
    )
    if reason:
        raise Refusal(
            f"The record is not signed: {reason}. Restore a newer backup, or, when there is none, run "
            "`lightwell manage record_new_origin`, which continues openly under a new name."
        )


def standstill(origin: Origin, latest: SignedCheckpoint | None) -> str:
    """Why the record stands still, for pages; empty when all is well. Changes nothing."""
    note = keeping.published_note()
    if note is None or _left_behind(note, origin):
        return ""
    try:
        check_published(origin, latest, note)
    except Refusal as refusal:
        return refusal.message
    return ""


def head_of(origin: Origin, latest: SignedCheckpoint | None) -> Checkpoint:
    """An origin's committed tree head; the empty tree when it has none."""
    if latest is None:
        return Checkpoint(origin.name, 0, EMPTY_ROOT)
    return Checkpoint(origin.name, latest.size, bytes(latest.root))


def _left_behind(note: bytes, origin: Origin) -> bool:
    """Whether the published checkpoint is still the predecessor's, which this origin's first leaf holds."""
    return bool(origin.continues) and note.decode(errors="replace") == origin.continues


def _open(note: bytes, origin: Origin) -> Checkpoint:
    """The published checkpoint, verified."""
    try:
        return open_signed(note, origin)[1]
    except NoteError as error:
        raise Refusal(
            f"The record is not signed: the published checkpoint in {keeping.folder()} is not by this record's key "
            f"({error}). Put the right key or the right checkpoint back."
        ) from None


def open_signed(note: bytes, newest: Origin) -> tuple[int, Checkpoint]:
    """A checkpoint of this record and the number of its origin: the newest that the database knows, or one after it."""
    key = parse_key(newest.key)
    for number in range(newest.number, newest.number + 4):
        name = newest.name if number == newest.number else rules.origin_name(settings.RECORD_ORIGIN, number)
        try:
            return number, open_checkpoint(note, key.renamed(name))[0]
        except NoteError as error:
            problem = error
    raise problem


def _known_root(origin: Origin, seen: Checkpoint) -> bytes | None:
    if seen.size == 0:
        return EMPTY_ROOT
    row = (
        SignedCheckpoint.objects.filter(origin=origin, size=seen.size).values_list("root", flat=True).first()
    )
    return None if row is None else bytes(row)


def first_origin() -> Origin:
    """Open the record: this is where its key is made, when there is none."""
    key = str(signer_for(settings.RECORD_ORIGIN).verifier_key)
    return Origin.objects.create(number=1, name=settings.RECORD_ORIGIN, opened_at=clock.now(), key=key)


def _place(origin: Origin, ids: list[int], start: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE record_entry SET leaf_index = places.place, origin_id = %s "
            "FROM unnest(%s::bigint[], %s::bigint[]) AS places(id, place) WHERE record_entry.id = places.id",
            [origin.number, ids, list(range(start, start + len(ids)))],
        )


def _sign(origin: Origin, head: Checkpoint, note: str) -> None:
    SignedCheckpoint.objects.create(origin=origin, size=head.size, root=head.root, note=note, at=clock.now())


def _writer_at(origin: Origin, latest: SignedCheckpoint | None) -> Writer:
    """A writer at the committed size: from the published files and the rows after them, or else from all rows."""
    if latest is None:
        return Writer()
    writer = _published_writer(keeping.folder(), origin)
    deque(writer.add(_leaves(origin, writer.size, latest.size)), maxlen=0)
    _must_match(writer, latest)
    return writer


def _write_up_to(place: Path, origin: Origin, latest: SignedCheckpoint) -> None:
    writer = _published_writer(place, origin)
    keeping.write_files(place, _written(writer, _leaves(origin, writer.size, latest.size)))
    _must_match(writer, latest)


def _published_writer(place: Path, origin: Origin) -> Writer:
    note = keeping.published_note(place)
    if note is None:
        return Writer()
    seen = open_checkpoint(note, parse_key(origin.key))[0]
    try:
        return load_writer(keeping.source(place).read, seen.size, seen.root)
    except TlogError as error:
        log.warning("the record's files at %s are rebuilt from the database: %s", place, error)
        return Writer()


def _written(writer: Writer, leaves: Iterable[bytes]) -> Iterator[tuple[Tile, bytes]]:
    yield from writer.add(leaves)
    yield from writer.finish()


def _leaves(origin: Origin, start: int, end: int) -> Iterator[bytes]:
    """Entries start to end in order, read in bounded chunks; Refusal when the database lacks one."""
    rows = Entry.objects.filter(origin=origin).order_by("leaf_index").values_list("leaf_index", "leaf")
    for first in range(start, end, CHUNK):
        chunk = dict(rows.filter(leaf_index__gte=first, leaf_index__lt=min(first + CHUNK, end)))
        for index in range(first, min(first + CHUNK, end)):
            if index not in chunk:
                raise Refusal(
                    f"The database lacks entry {index} of the record {origin.name}. Restore it from a backup."
                )
            yield chunk[index].encode()


def _must_match(writer: Writer, latest: SignedCheckpoint) -> None:
    if writer.size != latest.size or writer.root() != bytes(latest.root):
        raise Refusal(
            f"The entries in the database do not give the root that was signed at {latest.size} entries: rows were changed. "
            "Nothing was published. Compare with a backup."
        )
