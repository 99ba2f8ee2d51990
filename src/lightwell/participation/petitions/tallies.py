"""The count of signatures, published every second or two: exact, waiting for nobody, and provable by each signer.

A signature's row holds the number of its transaction (``xid8``). Numbers are given before rows are seen, so "greater than the
last one counted" would miss rows. A tally takes what the snapshot of now sees and the snapshot of the tally before did not:
``pg_visible_in_snapshot`` says of a transaction whether it had ended by a snapshot. Count, tally, record entry and the kept
snapshot are one transaction, so a counter that is killed has done all of a step or nothing; a long transaction anywhere in the
database delays nothing and falsifies nothing.
"""

from __future__ import annotations

import logging
from typing import Any

from django.db import connection, transaction

from lightwell.engines.tlog.merkle import hash_leaf, root_of
from lightwell.kernel import clock
from lightwell.kernel.ref import Ref
from lightwell.participation.petitions import answering, rules
from lightwell.participation.petitions.handling import Facts, enter, take
from lightwell.participation.petitions.models import Petition, Signature, Tally, this_transaction
from lightwell.record import public as record

log = logging.getLogger(__name__)
GRACE_DAYS = 3  # a signature of the last minute may be counted after the last day
NOW = "SELECT s::text, pg_snapshot_xmin(s)::text::bigint, pg_snapshot_xmax(s)::text::bigint FROM pg_current_snapshot() s"
ENDED = "pg_visible_in_snapshot({}::text::xid8, %s::pg_snapshot)"
_SINCE = "s.petition_id = p.id AND s.{0} >= p.counted_low AND s.{0} < %s AND NOT pg_visible_in_snapshot(s.{0}::text::xid8, p.counted::pg_snapshot)"
WAITING = f"""
SELECT p.id FROM petitions_petition p WHERE p.closes_on >= %s AND (p.counted_low > %s
  OR EXISTS (SELECT 1 FROM petitions_signature s WHERE {_SINCE.format("xid")})
  OR EXISTS (SELECT 1 FROM petitions_signature s WHERE {_SINCE.format("withdrawn_xid")}))
"""
_NEW = f"""petition_id = %s AND {{0}} >= %s AND {{0}} < %s AND NOT {ENDED.format("{0}")} AND {ENDED.format("{0}")}"""
ADDED = f"SELECT public_id, salt FROM petitions_signature WHERE {_NEW.format('xid')} ORDER BY xid, id"
TAKEN_BACK = f"SELECT count(*) FROM petitions_signature WHERE {_NEW.format('withdrawn_xid')}"
UNCOUNTED = f"SELECT count(*) FROM petitions_signature WHERE petition_id = %s AND xid >= %s AND NOT {ENDED.format('xid')}"
COUNTED = f"""
SELECT count(*) FILTER (WHERE withdrawn_xid IS NULL OR NOT {ENDED.format("withdrawn_xid")})
FROM petitions_signature WHERE petition_id = %s AND {ENDED.format("xid")}
"""


def count_all() -> int:
    """Publish what has come in on every petition; returns how many counts have changed."""
    since = clock.today() - GRACE_DAYS * rules.DAY
    _snapshot, _low, high = _now()
    waiting = [row[0] for row in _rows(WAITING, [since, high, high, high])]
    return sum(count(Petition(pk=pk)) for pk in waiting)


@transaction.atomic
def count(petition: Petition) -> bool:
    """Bring one petition's count up to now; False when nothing has changed."""
    petition = take(petition)
    snapshot, low, high = _now()
    if high < petition.counted_low:
        return _mend(petition)
    between = [petition.pk, petition.counted_low, high, petition.counted, snapshot]
    leaves = [leaf_of(petition, public_id, bytes(salt)) for public_id, salt in _rows(ADDED, between)]
    gone = _rows(TAKEN_BACK, between)[0][0]
    if not leaves and not gone:
        return False
    _publish(petition, leaves, gone, high)
    petition.counted, petition.counted_low = snapshot, low
    petition.save(update_fields=["signatures", "tallied", "counted", "counted_low"])
    if rules.reached(petition.state, petition.signatures, petition.threshold):
        answering.reach(petition)
    return True


def settled(petition: Petition) -> bool:
    """Return whether every signature that can be seen is in a tally."""
    return not _rows(UNCOUNTED, [petition.pk, petition.counted_low, petition.counted])[0][0]


def leaf_of(petition: Petition, public_id: str, salt: bytes) -> bytes:
    """Return the leaf hash of a signature (RFC 6962): of its salt and of what it says."""
    return hash_leaf(salt + rules.sentence_of(petition.public_id, public_id))


def tally_ref(petition: Petition, number: int) -> Ref:
    """Return the subject of a tally's act: its own, so that the story of a petition is not buried under counts."""
    return Ref("tally", f"{petition.public_id}.{number}")


def _publish(petition: Petition, leaves: list[bytes], gone: int, high: int) -> None:
    total, number = petition.signatures + len(leaves) - gone, petition.tallied + 1
    root = root_of(leaves).hex()
    facts: Facts = {
        "tally": number,
        "signatures": total,
        "added": len(leaves),
        "withdrawn": gone,
        "root": root,
    }
    act = record.enter(
        act="petition.tallied", subject=tally_ref(petition, number), office="system", facts=facts
    )
    Tally.objects.create(
        petition=petition, number=number, from_xid=petition.counted_low, to_xid=high, added=len(leaves), withdrawn=gone,
        total=total, root=root, leaves=b"".join(leaves), at=clock.now(), act_id=act.id,
    )  # fmt: skip
    petition.signatures, petition.tallied = total, number


@transaction.atomic
def check(petition: Petition) -> bool:
    """Compare a published count with the rows it was made of, and mend it when they differ; True when they agreed."""
    petition = take(petition)
    found = _rows(COUNTED, [petition.counted, petition.pk, petition.counted])[0][0]
    if found == petition.signatures:
        return True
    log.error("petition %s: %s published, %s found", petition.public_id, petition.signatures, found)
    _mend(petition)
    return False


def _mend(petition: Petition) -> bool:
    """Count anew by what the tallies themselves hold, where transaction numbers say nothing any more.

    After a restore into another cluster numbers begin lower: rows that are in a tally are set before every transaction,
    those that are in none belong to this one and are counted by the next round.
    """
    known = {leaf for tally in petition.tallies.all() for leaf in split(bytes(tally.leaves))}
    rows = Signature.objects.filter(petition=petition)
    counted: list[int] = []
    new: list[int] = []
    for row in rows.only("id", "public_id", "salt"):
        (counted if leaf_of(petition, row.public_id, bytes(row.salt)) in known else new).append(row.pk)
    rows.filter(pk__in=counted).update(xid=0)
    rows.filter(pk__in=counted, withdrawn_at__isnull=False).update(withdrawn_xid=0)
    rows.filter(pk__in=new).update(xid=this_transaction())
    rows.filter(pk__in=new, withdrawn_at__isnull=False).update(withdrawn_xid=this_transaction())
    _restart(petition, rows.filter(xid=0, withdrawn_at=None).count())
    return True


def _restart(petition: Petition, total: int) -> None:
    facts: Facts = {"signatures": total, "before": petition.signatures}
    enter(petition, "petition.recounted", office="system", facts=facts)
    petition.signatures = total
    petition.counted, petition.counted_low = _before_this_transaction()
    petition.save(update_fields=["signatures", "counted", "counted_low"])


def _before_this_transaction() -> tuple[str, int]:
    """Return the snapshot of now, and its xmin, as one in which this transaction and all after it have not ended.

    A transaction's own number is not among those that its snapshot lists as running, so it has to be cut off.
    """
    snapshot, low, _high = _now()
    mine = int(_rows("SELECT pg_current_xact_id()::text::bigint", [])[0][0])
    running = [number for number in snapshot.split(":")[2].split(",") if number and int(number) < mine]
    low = min(low, mine)
    return f"{low}:{mine}:{','.join(running)}", low


def split(leaves: bytes) -> list[bytes]:
    """Return the leaf hashes of a tally one by one."""
    return [leaves[start : start + 32] for start in range(0, len(leaves), 32)]


def _now() -> tuple[str, int, int]:
    """Return the snapshot of now as text, and its xmin and xmax."""
    snapshot, low, high = _rows(NOW, [])[0]
    return str(snapshot), int(low), int(high)


def _rows(sql: str, values: list[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
