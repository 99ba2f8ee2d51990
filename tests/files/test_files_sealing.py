"""Private files at rest: what goes in comes out, and no change goes unnoticed."""

from __future__ import annotations

import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lightwell.files.sealing import CHUNK, HEADER, TAG, SealBroken, open_sealed, sealed

KEY = bytes(range(32))
SIZES = st.sampled_from([0, 1, 100, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 5])
quick = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def content_of(size: int) -> bytes:
    return bytes((i * 31 + i // 251) % 256 for i in range(size))


def write(path, content: bytes, piece: int = 50_000) -> None:
    pieces = (content[i : i + piece] for i in range(0, len(content), piece))
    path.write_bytes(b"".join(sealed(pieces, KEY)))


@quick
@given(size=SIZES, piece=st.integers(min_value=1000, max_value=200_000))
def test_what_was_sealed_is_read_back_whatever_the_sizes(tmp_path, size, piece):
    content = content_of(size)
    write(tmp_path / "f", content, piece)
    with open_sealed(tmp_path / "f", KEY) as stream:
        assert stream.read() == content


@quick
@given(start=st.integers(0, 2 * CHUNK + 50), length=st.integers(0, CHUNK + 10))
def test_any_part_can_be_read_alone(tmp_path, start, length):
    content = content_of(2 * CHUNK + 5)
    write(tmp_path / "f", content)
    with open_sealed(tmp_path / "f", KEY) as stream:
        stream.seek(start)
        assert stream.read(length) == content[start : start + length]
        assert stream.seek(0, io.SEEK_END) == len(content)


@quick
@given(where=st.integers(HEADER, HEADER + CHUNK + TAG + 50), flip=st.integers(1, 255))
def test_one_changed_byte_is_noticed(tmp_path, where, flip):
    write(tmp_path / "f", content_of(CHUNK + 100))
    stored = bytearray((tmp_path / "f").read_bytes())
    stored[where] ^= flip
    (tmp_path / "f").write_bytes(stored)
    with open_sealed(tmp_path / "f", KEY) as stream, pytest.raises(SealBroken):
        stream.read()


def test_a_file_cut_at_a_chunk_is_noticed(tmp_path):
    write(tmp_path / "f", content_of(3 * CHUNK))
    stored = (tmp_path / "f").read_bytes()
    (tmp_path / "f").write_bytes(stored[: HEADER + 2 * (CHUNK + TAG)])
    with open_sealed(tmp_path / "f", KEY) as stream, pytest.raises(SealBroken):
        stream.read()


def test_swapped_chunks_are_noticed(tmp_path):
    write(tmp_path / "f", content_of(3 * CHUNK))
    stored, unit = (tmp_path / "f").read_bytes(), CHUNK + TAG
    head, first, second, rest = (
        stored[:HEADER],
        stored[HEADER:][:unit],
        stored[HEADER + unit :][:unit],
        stored[HEADER + 2 * unit :],
    )
    (tmp_path / "f").write_bytes(head + second + first + rest)
    with open_sealed(tmp_path / "f", KEY) as stream, pytest.raises(SealBroken):
        stream.read()


def test_another_key_opens_nothing(tmp_path):
    write(tmp_path / "f", b"a private matter")
    with open_sealed(tmp_path / "f", bytes(32)) as stream, pytest.raises(SealBroken):
        stream.read()


def test_the_same_content_is_sealed_differently_each_time(tmp_path):
    write(tmp_path / "a", b"x" * 1000)
    write(tmp_path / "b", b"x" * 1000)
    assert (tmp_path / "a").read_bytes() != (tmp_path / "b").read_bytes()


def test_something_else_is_not_taken_for_a_sealed_file(tmp_path):
    (tmp_path / "f").write_bytes(b"%PDF-1.7 not sealed at all")
    with pytest.raises(SealBroken):
        open_sealed(tmp_path / "f", KEY)
