"""Layout, incremental writing and proof making, each held to its definition."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lightwell.engines.tlog.errors import ProofError, TileError
from lightwell.engines.tlog.merkle import hash_leaf, root_of, verify_consistency, verify_inclusion
from lightwell.engines.tlog.prove import Prover
from lightwell.engines.tlog.tiles import (
    MAX_ENTRY,
    Tile,
    encode_index,
    join_entries,
    level_tiles,
    levels,
    parse_path,
    split_entries,
    tile_at,
)
from lightwell.engines.tlog.writer import Writer, load_writer
from tlog.logs import entry


def test_the_example_paths_of_the_specification_come_out():
    assert encode_index(1234067) == "x001/x234/067"
    assert Tile(0, 0).path == "tile/0/000"
    assert Tile(1, 1067, 8).path == "tile/1/x001/067.p/8"
    assert Tile(None, 5).path == "tile/entries/005"


def test_a_tree_of_70000_has_the_tiles_that_the_specification_lists():
    assert levels(70_000) == 3
    widths = [[tile.width for tile in level_tiles(level, 70_000)] for level in range(3)]
    assert widths == [[256] * 273 + [112], [256, 17], [1]]
    assert [tile.width for tile in level_tiles(1, 256)] == [1]
    assert levels(0) == 0 and levels(255) == 1 and levels(256) == 2


@given(st.one_of(st.none(), st.integers(0, 63)), st.integers(0, 10**15), st.integers(1, 256))
def test_a_tile_survives_being_written_as_a_path(level, index, width):
    assert parse_path(Tile(level, index, width).path) == Tile(level, index, width)


@pytest.mark.parametrize(
    "path",
    ["tile/64/000", "tile/00/000", "tile/0/00", "tile/0/x000/001", "tile/0/000.p/256", "tile/0/000.p/0", "tile/0/000.p/07",
     "tile/0/../../key", "tile/entries/x001", "tile/0/000\n", "/tile/0/000", "tile/0/٠٠٠", ""],
)  # fmt: skip
def test_a_path_that_is_not_exactly_of_the_layout_is_refused(path):
    with pytest.raises(TileError):
        parse_path(path)


@given(st.lists(st.binary(max_size=300), max_size=20))
def test_entries_survive_a_bundle_and_a_cut_bundle_is_noticed(entries):
    bundle = join_entries(entries)
    assert split_entries(bundle) == entries
    if entries:
        with pytest.raises(TileError, match="ends within entry"):
            split_entries(bundle[:-1])


def test_an_entry_too_long_for_its_length_field_is_refused_not_cut():
    assert split_entries(join_entries([b"x" * MAX_ENTRY])) == [b"x" * MAX_ENTRY]
    with pytest.raises(TileError, match="65536"):
        join_entries([b"x" * (MAX_ENTRY + 1)])


def written(steps: list[int]) -> tuple[dict[Tile, bytes], Writer]:
    """Files of a log grown in steps, each step continuing from the files alone."""
    files: dict[Tile, bytes] = {}
    writer = Writer()
    for step in steps:
        writer = load_writer(files.__getitem__, writer.size, writer.root())
        files |= dict(writer.add(map(entry, range(writer.size, writer.size + step))))
        files |= dict(writer.finish())
    return files, writer


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 300), max_size=6))
def test_growing_in_steps_gives_the_same_root_and_files_as_growing_at_once(steps):
    files, writer = written(steps)
    at_once, whole = written([sum(steps)])
    assert writer.root() == whole.root() == root_of([hash_leaf(entry(n)) for n in range(sum(steps))])
    assert at_once.items() <= files.items()


@pytest.mark.parametrize("size", [1, 2, 255, 256, 257, 511, 512, 1000, 65_536, 65_537, 66_001])
def test_a_writer_leaves_exactly_the_files_that_the_layout_names(size):
    files, _ = written([size])
    tiles = {tile for level in range(levels(size)) for tile in level_tiles(level, size)}
    bundles = {Tile(None, tile.index, tile.width) for tile in level_tiles(0, size)}
    assert set(files) == tiles | bundles
    assert all(len(data) == tile.width * 32 for tile, data in files.items() if tile.level is not None)


@pytest.mark.parametrize("size", [1, 7, 256, 700, 65_540])
def test_proofs_made_from_tiles_verify_against_every_older_tree(size):
    files, writer = written([size])
    prover = Prover(files.__getitem__, size)
    assert prover.root() == writer.root()
    picks = random.Random(size)
    for index in {0, size - 1, *(picks.randrange(size) for _ in range(15))}:
        verify_inclusion(index, size, hash_leaf(entry(index)), prover.inclusion(index), writer.root())
        older = Prover(lambda tile: files[_widest(files, tile)][: tile.width * 32], index + 1)
        verify_consistency(index + 1, size, older.root(), writer.root(), prover.consistency(index + 1))


def _widest(files: dict[Tile, bytes], tile: Tile) -> Tile:
    return next(other for other in files if (other.level, other.index) == (tile.level, tile.index))


def test_a_proof_outside_the_tree_is_refused_with_the_tree_s_size():
    prover = Prover({}.__getitem__, 5)
    for make in (lambda: prover.inclusion(5), lambda: prover.inclusion(-1), lambda: prover.consistency(0)):
        with pytest.raises(ProofError, match="tree of 5 leaves"):
            make()


def test_a_writer_never_builds_upon_a_damaged_edge():
    files, writer = written([300])
    for tile in [Tile(0, 1, 44), Tile(1, 0, 1), Tile(None, 1, 44)]:
        damaged = dict(files)
        damaged[tile] = damaged[tile][:-1] + bytes([damaged[tile][-1] ^ 1])
        with pytest.raises(TileError):
            load_writer(damaged.__getitem__, 300, writer.root())


def test_a_tile_beyond_the_tree_does_not_exist():
    with pytest.raises(TileError):
        tile_at(0, 2, 512)
