"""The independent verifier: reads a whole log once, as a stream, and believes nothing but the verifier key.

Every entry is hashed and compared with the tiles of level 0; every higher tile is computed and compared; the root must be
the signed one; and the root at an older checkpoint's size must be the older one, which is consistency shown on the
entries themselves. It shares only hashing and layout with the writer, nothing with the application.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lightwell.engines.tlog.checkpoint import Checkpoint, open_checkpoint, parse_checkpoint
from lightwell.engines.tlog.errors import Mismatch, MissingError, NoteError
from lightwell.engines.tlog.merkle import HASH_SIZE, hash_full
from lightwell.engines.tlog.note import VerifierKey, parse_note, verify_note
from lightwell.engines.tlog.sources import Source
from lightwell.engines.tlog.tiles import WIDTH, Tile, level_tiles, split_prefix
from lightwell.engines.tlog.writer import Edge, hash_leaves

CONTINUES = "origin-continues"
_FOLDER = re.compile(r"origins/[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class Continuation:
    """A log whose first entry names the checkpoint of the origin before it, and the folder where that one lies."""

    note: str
    previous: Checkpoint
    folder: str


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found true."""

    checkpoint: Checkpoint
    since: Checkpoint | None
    continues: Continuation | None


def verify_log(
    source: Source, key: VerifierKey, since: bytes | None = None, witnesses: Sequence[VerifierKey] = ()
) -> Verified:
    """Verify the log at `source` completely; raises Mismatch, NoteError or SourceError with what is wrong.

    Each of `witnesses` must have signed the checkpoint too: whoever trusts them is safe from being shown a log of their own.
    """
    checkpoint, note = open_checkpoint(source.checkpoint(), key)
    for witness in witnesses:
        verify_note(note, witness)
    older = _open_since(since, key) if since is not None else None
    same_log = older if older and older.origin == checkpoint.origin else None
    continues = check_tree(source, checkpoint, same_log)
    if older and not same_log:
        _verify_earlier_origin(source, key, continues, older)
    return Verified(checkpoint, older, continues)


def check_tree(
    source: Source, checkpoint: Checkpoint, since: Checkpoint | None = None
) -> Continuation | None:
    """Check every entry and tile against a checkpoint that is already trusted."""
    if since and since.size > checkpoint.size:
        raise Mismatch(
            f"the log has {checkpoint.size} entries, the older checkpoint {since.size}: it was cut back or replaced"
        )
    walk = _Walk(source, checkpoint, since)
    try:
        walk.run()
    except MissingError as error:
        raise Mismatch(str(error), error.entry) from None
    return walk.continues


class _Walk:
    """One pass over the entries; `edge` holds what the higher levels still need, so memory does not grow with the log."""

    def __init__(self, source: Source, checkpoint: Checkpoint, since: Checkpoint | None):
        self.source, self.checkpoint, self.since = source, checkpoint, since
        self.edge = Edge()
        self.tail = b""
        self.continues: Continuation | None = None

    def run(self) -> None:
        files = self.source.read_all(_plan(self.checkpoint.size))
        for (bundle, data), (tile, hashes) in zip(files, files, strict=True):
            leaves = self._check_bundle(bundle, data, tile, hashes)
            self._check_leftovers(bundle, data)
            self._check_leftovers(tile, leaves)
            self._check_since(bundle.first_entry, leaves)
            self._climb(tile, leaves)
        self._check_higher(self.edge.partial_tiles())
        if self.edge.root(self.tail) != self.checkpoint.root:
            raise Mismatch(
                "the entries and tiles agree with each other, but not with the root that was signed: "
                "entries were replaced together with their tiles"
            )

    def _check_bundle(self, bundle: Tile, data: bytes, tile: Tile, hashes: bytes) -> bytes:
        entries, rest = split_prefix(data)
        if bundle.first_entry == 0 and entries:
            self.continues = read_continuation(entries[0])
        leaves = hash_leaves(entries)
        if leaves != hashes or rest or len(entries) != bundle.width:
            raise _first_difference(bundle, len(entries), leaves, tile, hashes)
        return leaves

    def _check_leftovers(self, tile: Tile, data: bytes) -> None:
        for part, found in self.source.leftovers(tile):
            expected = part.cut(data)
            if found != expected:
                raise Mismatch(f"{part.path} differs from {tile.path}", _entry_at(part, found, expected))

    def _check_since(self, first: int, leaves: bytes) -> None:
        if self.since is None or not first < self.since.size <= first + len(leaves) // HASH_SIZE:
            return
        inside = leaves[: (self.since.size - first) * HASH_SIZE]
        if self.edge.root(inside) != self.since.root:
            raise Mismatch(
                f"the first {self.since.size} entries are no longer those of the older checkpoint: history was rewritten"
            )

    def _climb(self, tile: Tile, leaves: bytes) -> None:
        if tile.width < WIDTH:
            self.tail = leaves
        else:
            self._check_higher(self.edge.push(hash_full(leaves)))

    def _check_higher(self, tiles: Iterator[tuple[Tile, bytes]]) -> None:
        for tile, expected in tiles:
            found = self.source.read(tile)
            if found != expected:
                message = f"{tile.path} is not what the entries below it give"
                raise Mismatch(message, _entry_at(tile, found, expected))
            self._check_leftovers(tile, expected)


def _plan(size: int) -> Iterator[Tile]:
    """Bundles and tiles of level 0, in turns."""
    for tile in level_tiles(0, size):
        yield Tile(None, tile.index, tile.width)
        yield tile


def _first_difference(bundle: Tile, count: int, leaves: bytes, tile: Tile, hashes: bytes) -> Mismatch:
    position = _differs_at(leaves, hashes, HASH_SIZE)
    entry = bundle.first_entry + min(position, bundle.width - 1)
    if position >= count and count < bundle.width:
        return Mismatch(f"{bundle.path} ends early, after {count} of {bundle.width} entries", entry)
    if position >= bundle.width:
        return Mismatch(f"{bundle.path} or {tile.path} has bytes after its last entry", entry)
    return Mismatch(f"{bundle.path} does not hash to what {tile.path} says", entry)


def _entry_at(tile: Tile, found: bytes, expected: bytes) -> int:
    """First entry under the first part of a tile or bundle that differs."""
    if tile.level is None:
        mine, theirs = split_prefix(found)[0], split_prefix(expected)[0]
        same = next((i for i, (a, b) in enumerate(zip(mine, theirs, strict=False)) if a != b), len(mine))
        return tile.first_entry + min(same, tile.width - 1)
    position = min(_differs_at(found, expected, HASH_SIZE), tile.width - 1)
    return tile.first_entry + position * WIDTH**tile.level


def _differs_at(one: bytes, other: bytes, step: int) -> int:
    """Number of the first block that is not the same and whole in both."""
    for position in range(0, max(len(one), len(other)), step):
        if one[position : position + step] != other[position : position + step]:
            return position // step
    return max(len(one), len(other)) // step


def read_continuation(entry: bytes) -> Continuation | None:
    """What a first entry says about the origin before it; None when it is an ordinary entry."""
    try:
        leaf = json.loads(entry)
        if not isinstance(leaf, dict) or leaf.get("kind") != CONTINUES:
            return None
        note, folder = str(leaf["checkpoint"]), str(leaf["folder"])
        if not _FOLDER.fullmatch(folder):
            return None
        return Continuation(note, parse_checkpoint(parse_note(note).text), folder)
    except (ValueError, KeyError, RecursionError):
        return None


def _open_since(data: bytes, key: VerifierKey) -> Checkpoint:
    """The older checkpoint must be signed too; one of an earlier origin by the same key under that origin's name."""
    try:
        origin = parse_checkpoint(parse_note(data).text).origin
        return open_checkpoint(data, key if origin == key.name else key.renamed(origin))[0]
    except NoteError as error:
        raise NoteError(f"the older checkpoint: {error}") from None


def _verify_earlier_origin(
    source: Source, key: VerifierKey, link: Continuation | None, older: Checkpoint
) -> None:
    """Follow the first entries back to the older checkpoint's origin, and check that log up to where it was left."""
    for _ in range(1000):
        if link is None:
            raise Mismatch(
                f"the older checkpoint is of the log {older.origin!r}, which this log does not continue"
            )
        previous = link.previous
        open_checkpoint(link.note, key.renamed(previous.origin))
        earlier = source.below(link.folder)
        if previous.origin == older.origin:
            check_tree(earlier, previous, older)
            return
        link = check_tree(earlier, previous)
