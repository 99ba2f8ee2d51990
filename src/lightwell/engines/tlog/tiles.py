"""The C2SP tlog-tiles layout: which tile files a tree of a given size has, their paths, and the entry bundles.

Source: c2sp.org/tlog-tiles. A tile holds up to 256 hashes of 32 bytes; hash i of tile n at level l covers the entries
from (256n + i) * 256**l. A bundle holds up to 256 entries, each after its length as big-endian uint16.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lightwell.engines.tlog.errors import TileError
from lightwell.engines.tlog.merkle import HASH_SIZE

WIDTH = 256
MAX_ENTRY = 0xFFFF
MAX_BUNDLE = WIDTH * (MAX_ENTRY + 2)
MAX_TILE = WIDTH * HASH_SIZE
_PATH = re.compile(
    r"tile/(?P<level>entries|[0-9]|[1-5][0-9]|6[0-3])/(?P<index>(?:x[0-9]{3}/){0,5}[0-9]{3})"
    r"(?:\.p/(?P<width>[1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5]))?"
)


@dataclass(frozen=True, slots=True)
class Tile:
    """One file of the log: `level` is None for an entry bundle; `width` counts hashes or entries, 1 to 256."""

    level: int | None
    index: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        """Path below the log's prefix, such as tile/1/x001/067.p/8."""
        level = "entries" if self.level is None else self.level
        partial = f".p/{self.width}" if self.width < WIDTH else ""
        return f"tile/{level}/{encode_index(self.index)}{partial}"

    @property
    def full(self) -> "Tile":
        """The full tile that this one becomes."""
        return Tile(self.level, self.index)

    @property
    def max_bytes(self) -> int:
        """The largest size that the file can have."""
        return self.width * (MAX_ENTRY + 2 if self.level is None else HASH_SIZE)

    @property
    def first_entry(self) -> int:
        """Index of the first entry that this file covers."""
        return self.index * WIDTH ** ((self.level or 0) + 1)

    def cut(self, data: bytes) -> bytes:
        """The bytes of this tile out of those of the same tile when it was wider (damaged ones come out shorter)."""
        if self.level is None:
            return join_entries(split_prefix(data)[0][: self.width])
        return data[: self.width * HASH_SIZE]


def encode_index(index: int) -> str:
    """1234067 becomes x001/x234/067: no folder ever holds more than 2,000 names."""
    parts = [f"{index % 1000:03}"]
    while index := index // 1000:
        parts.append(f"x{index % 1000:03}")
    return "/".join(reversed(parts))


def parse_path(path: str) -> Tile:
    """The inverse of Tile.path; TileError for anything that is not exactly a path of the layout."""
    found = _PATH.fullmatch(path)
    if found is None:
        raise TileError(f"not a path of the log: {path[:200]!r}")
    index = int(found["index"].replace("x", "").replace("/", ""))
    level = None if found["level"] == "entries" else int(found["level"])
    tile = Tile(level, index, int(found["width"] or WIDTH))
    if tile.path != path:
        raise TileError(f"not the shortest form of a path of the log: {path[:200]!r}")
    return tile


def tile_at(level: int, index: int, size: int) -> Tile:
    """Tile `index` of `level` as wide as a tree of `size` entries fills it."""
    width = min(WIDTH, (size >> (8 * level)) - index * WIDTH)
    if width < 1:
        raise TileError(f"a tree of {size} entries has no tile {index} at level {level}")
    return Tile(level, index, width)


def level_tiles(level: int, size: int) -> Iterator[Tile]:
    """All tiles of one level in order, the partial one last."""
    for index in range(-(-(size >> (8 * level)) // WIDTH)):
        yield tile_at(level, index, size)


def levels(size: int) -> int:
    """How many levels of tiles a tree has: 0 for an empty one, 2 from 256 entries on."""
    return 0 if size == 0 else (size.bit_length() - 1) // 8 + 1


def join_entries(entries: Iterable[bytes]) -> bytes:
    """Bundle of entries; TileError when one is longer than the 65,535 bytes that its length field can say."""
    parts: list[bytes] = []
    for entry in entries:
        if len(entry) > MAX_ENTRY:
            raise TileError(f"an entry has {len(entry)} bytes; at most {MAX_ENTRY} fit into a log entry")
        parts += (len(entry).to_bytes(2, "big"), entry)
    return b"".join(parts)


def split_entries(bundle: bytes) -> list[bytes]:
    """Entries of a bundle; TileError when it ends within an entry."""
    entries, rest = split_prefix(bundle)
    if rest:
        raise TileError(f"the bundle ends within entry {len(entries)}")
    return entries


def split_prefix(bundle: bytes) -> tuple[list[bytes], int]:
    """Entries that are whole, and how many bytes are left after them."""
    entries, start, end = [], 0, len(bundle)
    while start + 2 <= end:
        stop = start + 2 + (bundle[start] << 8 | bundle[start + 1])
        if stop > end:
            break
        entries.append(bundle[start + 2 : stop])
        start = stop
    return entries, end - start
