"""Makes inclusion and consistency proofs out of tiles, reading only the few that a proof crosses."""

from collections.abc import Callable

from lightwell.engines.tlog.errors import ProofError, TileError
from lightwell.engines.tlog.merkle import EMPTY_ROOT, HASH_SIZE, LIMIT, hash_full, hash_node, split_point
from lightwell.engines.tlog.tiles import WIDTH, Tile, tile_at

ReadTile = Callable[[Tile], bytes]


class Prover:
    """Proofs within one tree of `size` leaves; tiles are read through `read` and kept for the prover's life.

    The tiles are trusted here. Whoever does not trust them checks each proof against a signed root, as with `merkle`.
    """

    def __init__(self, read: ReadTile, size: int):
        if not 0 <= size < LIMIT:
            raise ProofError(f"tree size {size} is not between 0 and 2**63 - 1")
        self._read = read
        self._size = size
        self._tiles: dict[Tile, bytes] = {}

    def root(self) -> bytes:
        """Tree head of the whole tree."""
        return self._head(0, self._size) if self._size else EMPTY_ROOT

    def leaf_hash(self, index: int) -> bytes:
        """Hash of one leaf."""
        self._check_below(index, self._size - 1, "leaf index")
        return self._head(index, index + 1)

    def inclusion(self, index: int) -> list[bytes]:
        """Audit path of one leaf, lowest sibling first (RFC 6962 section 2.1.1)."""
        self._check_below(index, self._size - 1, "leaf index")
        start, end, path = 0, self._size, []
        while end - start > 1:
            middle = start + split_point(end - start)
            if index < middle:
                path.append(self._head(middle, end))
                end = middle
            else:
                path.append(self._head(start, middle))
                start = middle
        return path[::-1]

    def consistency(self, older: int) -> list[bytes]:
        """Proof that the tree of `older` leaves, 1 to size, is a prefix of this one (RFC 6962 section 2.1.2)."""
        self._check_below(older - 1, self._size - 1, "older size less one")
        start, end, known = 0, self._size, True
        path: list[bytes] = []
        while older != end:
            middle = start + split_point(end - start)
            if older <= middle:
                path.append(self._head(middle, end))
                end = middle
            else:
                path.append(self._head(start, middle))
                start, known = middle, False
        return ([] if known else [self._head(start, end)]) + path[::-1]

    def _head(self, start: int, end: int) -> bytes:
        """Tree head of leaves start to end, where start is aligned as RFC 6962 divides trees."""
        count = end - start
        if count & (count - 1) == 0:
            return self._complete(start, count)
        middle = start + split_point(count)
        return hash_node(self._head(start, middle), self._head(middle, end))

    def _complete(self, start: int, count: int) -> bytes:
        level = (count.bit_length() - 1) // 8
        first, width = start >> (8 * level), count >> (8 * level)
        data = self._tile(tile_at(level, first // WIDTH, self._size))
        offset = first % WIDTH * HASH_SIZE
        return hash_full(data[offset : offset + width * HASH_SIZE])

    def _tile(self, tile: Tile) -> bytes:
        if tile not in self._tiles:
            data = self._read(tile)
            if len(data) != tile.width * HASH_SIZE:
                raise TileError(f"{tile.path} has {len(data)} bytes, not {tile.width * HASH_SIZE}")
            self._tiles[tile] = data
        return self._tiles[tile]

    def _check_below(self, value: int, most: int, what: str) -> None:
        if not 0 <= value <= most:
            raise ProofError(f"{what} {value} is outside the tree of {self._size} leaves")
