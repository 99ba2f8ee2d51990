"""The incremental writer: n new entries on top of a log's right edge, at a cost of O(n + log N).

The edge is all that a writer needs of the existing tree: per level the hashes of the partial tile, and the entries of
the partial bundle, which are hashed when their bundle is full or the root is asked for. Writers produce files; where and how safely these are stored is the caller's matter.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from lightwell.engines.tlog.errors import TileError
from lightwell.engines.tlog.merkle import EMPTY_ROOT, HASH_SIZE, hash_full, hash_leaf, hash_node
from lightwell.engines.tlog.tiles import WIDTH, Tile, join_entries, levels, split_entries, tile_at


@dataclass
class Edge:
    """The unfinished right side of a tree above its bundles: rows[l - 1] is the partial tile of level l, flat.

    `size` counts the entries in full bundles. What is in the partial bundle is `leaves` wherever it is asked for.
    """

    size: int = 0
    rows: list[bytearray] = field(default_factory=list)

    def root(self, leaves: bytes) -> bytes:
        """Tree head: all peaks, folded from the right (the smallest) to the left."""
        return fold_peaks([leaves, *self.rows])

    def push(self, digest: bytes) -> Iterator[tuple[Tile, bytes]]:
        """Add the root of one full tile of level 0; yields the higher tiles that it completes, lowest first."""
        self.size += WIDTH
        for level in range(1, 64):
            if level > len(self.rows):
                self.rows.append(bytearray())
            row = self.rows[level - 1]
            row += digest
            if len(row) < WIDTH * HASH_SIZE:
                return
            data = bytes(row)
            row.clear()
            yield Tile(level, (self.size >> (8 * (level + 1))) - 1), data
            digest = hash_full(data)

    def partial_tiles(self) -> Iterator[tuple[Tile, bytes]]:
        """The tiles from level 1 up that stay unfinished."""
        for level, row in enumerate(self.rows, 1):
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

    @property
    def size(self) -> int:
        """Entries so far."""
        return self._edge.size + len(self._tail)

    def root(self) -> bytes:
        """Tree head of all entries so far."""
        return self._edge.root(hash_leaves(self._tail))

    def add(self, entries: Iterable[bytes]) -> Iterator[tuple[Tile, bytes]]:
        """Append entries; must be consumed to the end."""
        for entry in entries:
            self._tail.append(entry)
            if len(self._tail) == WIDTH:
                yield from self._close_bundle()

    def finish(self) -> Iterator[tuple[Tile, bytes]]:
        """The partial tiles and the partial bundle of the current size."""
        if self._tail:
            yield from self._bundle(len(self._tail))
        yield from self._edge.partial_tiles()

    def _close_bundle(self) -> Iterator[tuple[Tile, bytes]]:
        (bundle, data), (tile, leaves) = self._bundle(WIDTH)
        self._tail.clear()
        yield from ((bundle, data), (tile, leaves))
        yield from self._edge.push(hash_full(leaves))

    def _bundle(self, width: int) -> list[tuple[Tile, bytes]]:
        index = self._edge.size // WIDTH
        return [
            (Tile(None, index, width), join_entries(self._tail)),
            (Tile(0, index, width), hash_leaves(self._tail)),
        ]


def hash_leaves(entries: Iterable[bytes]) -> bytes:
    """Leaf hashes, flat: what a tile of level 0 holds."""
    return b"".join([hash_leaf(entry) for entry in entries])


def load_writer(read: Callable[[Tile], bytes], size: int, root: bytes) -> Writer:
    """Continue a log of `size` entries under `root`: reads one file per level and one bundle.

    TileError when what lies there is not the edge of that tree, so that nothing is ever built upon damaged files.
    """
    leaves, *rows = [_load_row(read, level, size) for level in range(max(levels(size), 1))]
    tail = split_entries(read(Tile(None, size // WIDTH, size % WIDTH))) if size % WIDTH else []
    edge = Edge(size - size % WIDTH, rows)
    if edge.root(bytes(leaves)) != root:
        raise TileError(f"the tiles' right edge does not give the root of the tree of {size} entries")
    if hash_leaves(tail) != bytes(leaves):
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
