"""The incremental writer: n new entries on top of a log's right edge, at a cost of O(n + log N).

The edge is all that a writer needs of the existing tree: per level the hashes of the partial tile, and the entries of
the partial bundle. Writers produce files; where and how safely these are stored is the caller's matter.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from lightwell.engines.tlog.errors import TileError
from lightwell.engines.tlog.merkle import EMPTY_ROOT, HASH_SIZE, hash_full, hash_leaf, hash_node
from lightwell.engines.tlog.tiles import WIDTH, Tile, join_entries, levels, split_entries, tile_at


@dataclass
class Edge:
    """The unfinished right side of a tree of `size` leaves: hashes[l] is the partial tile of level l, flat."""

    size: int = 0
    hashes: list[bytearray] = field(default_factory=list)

    def root(self) -> bytes:
        """Tree head: the edge's peaks, folded from the right (the smallest) to the left."""
        return fold_peaks(self.hashes)

    def push(self, digest: bytes, level: int = 0) -> Iterator[tuple[Tile, bytes]]:
        """Add one hash (of 256**level leaves, the rows below being empty); yields the tiles it completes, lowest first."""
        self.size += 1 << (8 * level)
        while True:
            if level == len(self.hashes):
                self.hashes.append(bytearray())
            row = self.hashes[level]
            row += digest
            if len(row) < WIDTH * HASH_SIZE:
                return
            data = bytes(row)
            row.clear()
            yield Tile(level, (self.size >> (8 * (level + 1))) - 1), data
            level, digest = level + 1, hash_full(data)

    def partial_tiles(self) -> Iterator[tuple[Tile, bytes]]:
        """The tiles that stay unfinished."""
        for level, row in enumerate(self.hashes):
            if row:
                yield tile_at(level, (self.size >> (8 * level)) // WIDTH, self.size), bytes(row)


def fold_peaks(rows: Sequence[bytes | bytearray]) -> bytes:
    """Root of the tree whose right edge is `rows` (index is the level; each hash spans 256**level leaves)."""
    result = None
    for row in rows:
        for peak in reversed(list(_peaks(bytes(row)))):
            result = peak if result is None else hash_node(peak, result)
    return EMPTY_ROOT if result is None else result


def _peaks(row: bytes) -> Iterator[bytes]:
    """Roots of the complete subtrees that a run of hashes falls into, largest first: the binary digits of its length."""
    start, count = 0, len(row) // HASH_SIZE
    while count:
        width = 1 << (count.bit_length() - 1)
        yield hash_full(row[start : start + width * HASH_SIZE])
        start, count = start + width * HASH_SIZE, count - width


class Writer:
    """Adds entries to a log that lies in files.

    `add` yields finished files (full tiles and bundles) as they come up; `finish` yields the partial ones. Together they
    are all files that the tree of the new size has and the old one had not.
    """

    def __init__(self, edge: Edge | None = None, tail: Iterable[bytes] = ()):
        self._edge = edge or Edge()
        self._tail = list(tail)
        if len(self._tail) != self._edge.size % WIDTH:
            raise TileError(
                f"{len(self._tail)} entries of the partial bundle for a tree of {self._edge.size}"
            )

    @property
    def size(self) -> int:
        """Entries so far."""
        return self._edge.size

    def root(self) -> bytes:
        """Tree head of all entries so far."""
        return self._edge.root()

    def add(self, entries: Iterable[bytes]) -> Iterator[tuple[Tile, bytes]]:
        """Append entries; must be consumed to the end."""
        for entry in entries:
            self._tail.append(entry)
            yield from self._edge.push(hash_leaf(entry))
            if len(self._tail) == WIDTH:
                yield Tile(None, self.size // WIDTH - 1), join_entries(self._tail)
                self._tail.clear()

    def finish(self) -> Iterator[tuple[Tile, bytes]]:
        """The partial tiles and the partial bundle of the current size."""
        yield from self._edge.partial_tiles()
        if self._tail:
            yield Tile(None, self.size // WIDTH, len(self._tail)), join_entries(self._tail)


def load_writer(read: Callable[[Tile], bytes], size: int, root: bytes) -> Writer:
    """Continue a log of `size` entries under `root`: reads one file per level and one bundle.

    TileError when what lies there is not the edge of that tree, so that nothing is ever built upon damaged files.
    """
    edge = Edge(size, [_load_row(read, level, size) for level in range(levels(size))])
    tail = split_entries(read(Tile(None, size // WIDTH, size % WIDTH))) if size % WIDTH else []
    if edge.root() != root:
        raise TileError(f"the tiles' right edge does not give the root of the tree of {size} entries")
    if b"".join(map(hash_leaf, tail)) != bytes(edge.hashes[0] if edge.hashes else b""):
        raise TileError(f"the last bundle does not hash to the last tile of the tree of {size} entries")
    return Writer(edge, tail)


def _load_row(read: Callable[[Tile], bytes], level: int, size: int) -> bytearray:
    count = size >> (8 * level)
    if not count % WIDTH:
        return bytearray()
    data = read(tile_at(level, count // WIDTH, size))
    if len(data) != count % WIDTH * HASH_SIZE:
        raise TileError(f"tile {count // WIDTH} of level {level} has {len(data)} bytes")
    return bytearray(data)
