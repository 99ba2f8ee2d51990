"""The log engine beside its floor: the SHA-256 calls that a Merkle tree over the same bytes cannot do without.

Prints entries per second of writing and of verifying, and the latency of one inclusion proof out of files.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from lightwell.engines.tlog.checkpoint import Checkpoint
from lightwell.engines.tlog.merkle import hash_leaf, verify_inclusion
from lightwell.engines.tlog.note import Signer
from lightwell.engines.tlog.prove import Prover
from lightwell.engines.tlog.sources import FolderSource
from lightwell.engines.tlog.verify import verify_log
from lightwell.engines.tlog.writer import Writer


def main() -> None:
    """Run with an optional number of entries."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--entries", type=int, default=200_000)
    count = parser.parse_args().entries
    entries = [entry(number) for number in range(count)]
    signer = Signer.generate("bench.example/record")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        floor = seconds(lambda: hash_only(entries))
        memory = seconds(lambda: write(entries, None))
        on_disk = seconds(lambda: sign(place, signer, write(entries, place)))
        checked = seconds(lambda: verify_log(FolderSource(place), signer.verifier_key))
        for name, spent in (
            ("bare SHA-256 (floor)", floor),
            ("engine, in memory", memory),
            ("engine, into files", on_disk),
            ("verify all from files", checked),
        ):
            print(f"tlog {name:24} {count / spent:12,.0f} entries/s  {spent / floor:5.2f} x floor")
        latency = [seconds(lambda: prove(place, count, entries)) * 1000 for _ in range(300)]
        print(
            f"tlog inclusion proof          median {statistics.median(latency):.2f} ms  p95 {sorted(latency)[284]:.2f} ms CPU"
        )


def entry(number: int) -> bytes:
    """As long as a real public leaf: about 350 bytes."""
    digest = sha256(str(number).encode()).hexdigest()
    return (
        f'{{"at":"2026-03-04T12:00:30+08:00","content":{{"text":"{digest}"}},"facts":{{"number":"OP-115-{number:06}",'
        f'"state":"answered"}},"id":"{digest[:16]}","kind":"response.published","office":"transport/officer",'
        f'"subject":"matter/OP-115-{number:06}"}}'
    ).encode()


def seconds(work: Callable[[], object]) -> float:
    """CPU seconds of this process."""
    start = time.process_time()
    work()
    return time.process_time() - start


def hash_only(entries: list[bytes]) -> None:
    """n leaf hashes and n - 1 node hashes, with nothing around them."""
    node = b"\x01" * 65
    for item in entries:
        sha256(item).digest()
    for _node in range(len(entries) - 1):
        sha256(node).digest()


def write(entries: list[bytes], place: Path | None) -> Checkpoint:
    """Append everything to an empty log; into files without fsync, so that the disk is not what is measured."""
    writer = Writer()
    for tile, data in (*writer.add(entries), *writer.finish()):
        if place:
            path = place / tile.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    return Checkpoint("bench.example/record", writer.size, writer.root())


def sign(place: Path, signer: Signer, head: Checkpoint) -> None:
    (place / "checkpoint").write_text(str(signer.sign(head.text)))


def prove(place: Path, count: int, entries: list[bytes]) -> None:
    """A proof from cold: a new prover reads its tiles; verified as a page does before it hands one out."""
    index = random.randrange(count)
    prover = Prover(FolderSource(place).read, count)
    verify_inclusion(index, count, hash_leaf(entries[index]), prover.inclusion(index), prover.root())


if __name__ == "__main__":
    main()
