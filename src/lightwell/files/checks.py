"""What may hide in a file that looks right: bombs, macros, scripts, locks, damage.

This is not a virus scanner and does not claim to be one: it refuses constructions that have no place in what citizens
send to an office, whatever they would do.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from enum import StrEnum
from typing import BinaryIO

from lightwell.files import kinds

LARGEST_UNPACKED = 2 * 1024**3  # bytes that an archive may unpack to
LARGEST_RATIO = 200  # unpacked to packed; XML in Office files reaches about 30
MOST_MEMBERS = 20_000
MOST_PIXELS = 200_000_000  # an A0 sheet at 300 dpi has 140 million
_WINDOW = 1024 * 1024
# /JavaScript, /JS, /Launch and embedded programs; a name may be written with #xx escapes, which no honest writer does.
_PDF_ACTIVE = re.compile(rb"/(?:JavaScript|JS|Launch|RichMedia|EmbeddedFile)\b|/(?:J#|#4[aA]|L#61|E#6[dD])")
_ACTIVE_ENDINGS = (
    ".exe",
    ".dll",
    ".scr",
    ".bat",
    ".cmd",
    ".com",
    ".ps1",
    ".vbs",
    ".js",
    ".jar",
    ".msi",
    ".lnk",
    ".hta",
)
_MACROS = ("vbaproject.bin", "basic/", "scripts/", "activex/", "xl/macrosheets/")


class Finding(StrEnum):
    """Why a file is refused."""

    CHANGED = "changed"
    DAMAGED = "damaged"
    LOCKED = "locked"
    BOMB = "bomb"
    MACROS = "macros"
    ACTIVE = "active"
    PROGRAM = "program"
    NOT_TEXT = "not_text"


def examine(stream: BinaryIO, media_type: str) -> Finding | None:
    """Return what is wrong with a seekable stream of that type, or None."""
    check = _CHECKS.get(media_type) or (_text if media_type.startswith("text/") else None)
    stream.seek(0)
    try:
        return check(stream) if check else None
    except (zipfile.BadZipFile, NotImplementedError, EOFError, UnicodeError, ValueError, IndexError):
        return Finding.DAMAGED


def _archive(stream: BinaryIO) -> Finding | None:
    with zipfile.ZipFile(stream) as archive:
        members = archive.infolist()
        if any(member.flag_bits & 0x1 for member in members):
            return Finding.LOCKED
        if _is_bomb(members):
            return Finding.BOMB
        return _hidden_in(members, archive)


def _is_bomb(members: list[zipfile.ZipInfo]) -> bool:
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    too_dense = unpacked > 10 * 1024**2 and unpacked > LARGEST_RATIO * max(packed, 1)
    return len(members) > MOST_MEMBERS or unpacked > LARGEST_UNPACKED or too_dense or _overlap(members)


def _overlap(members: list[zipfile.ZipInfo]) -> bool:
    """Several members over the same bytes make a small archive unpack to terabytes."""
    ordered = sorted(members, key=lambda member: member.header_offset)
    return any(
        a.header_offset + a.compress_size > b.header_offset
        for a, b in zip(ordered, ordered[1:], strict=False)
    )


def _hidden_in(members: list[zipfile.ZipInfo], archive: zipfile.ZipFile) -> Finding | None:
    names = [member.filename.lower() for member in members]
    if any(mark in name for name in names for mark in _MACROS if not name.endswith(".rels")) and _is_office(
        names
    ):
        return Finding.MACROS
    if any(name.endswith(_ACTIVE_ENDINGS) for name in names):
        return Finding.PROGRAM
    if any(_leads_out(name) for name in names):
        return Finding.DAMAGED
    return _unpacks_as_declared(members, archive)


def _is_office(names: list[str]) -> bool:
    return "[content_types].xml" in names or "mimetype" in names


def _leads_out(name: str) -> bool:
    return (
        name.startswith(("/", "\\"))
        or ".." in re.split(r"[\\/]", name)
        or re.match(r"[a-z]:", name) is not None
    )


def _unpacks_as_declared(members: list[zipfile.ZipInfo], archive: zipfile.ZipFile) -> Finding | None:
    """Unpack every member once, in small pieces: sizes in the directory may lie, and sums show damage."""
    for member in members:
        seen = 0
        with archive.open(member) as part:
            while piece := part.read(_WINDOW):
                seen += len(piece)
                if seen > member.file_size:
                    return Finding.BOMB
    return None


def _pdf(stream: BinaryIO) -> Finding | None:
    tail = b""
    locked = ended = False
    while piece := stream.read(_WINDOW):
        window = tail + piece
        if _PDF_ACTIVE.search(window):
            return Finding.ACTIVE
        locked = locked or b"/Encrypt" in window
        ended = ended or b"%%EOF" in window
        tail = window[-64:]
    if locked:
        return Finding.LOCKED
    return None if ended else Finding.DAMAGED


def _png(stream: BinaryIO) -> Finding | None:
    head = stream.read(24)
    if head[12:16] != b"IHDR":
        return Finding.DAMAGED
    return _size(int.from_bytes(head[16:20], "big"), int.from_bytes(head[20:24], "big"))


def _gif(stream: BinaryIO) -> Finding | None:
    head = stream.read(10)
    return _size(int.from_bytes(head[6:8], "little"), int.from_bytes(head[8:10], "little"))


def _jpeg(stream: BinaryIO) -> Finding | None:
    """Walk the segments to the frame header, which holds the size (ITU-T T.81, B.2.2)."""
    stream.seek(2)
    while True:
        mark = stream.read(4)
        if len(mark) < 4 or mark[0] != 0xFF:
            return Finding.DAMAGED
        if 0xC0 <= mark[1] <= 0xCF and mark[1] not in (0xC4, 0xC8, 0xCC):
            frame = stream.read(5)
            return _size(int.from_bytes(frame[3:5], "big"), int.from_bytes(frame[1:3], "big"))
        stream.seek(int.from_bytes(mark[2:4], "big") - 2, 1)


def _size(width: int, height: int) -> Finding | None:
    if not width or not height:
        return Finding.DAMAGED
    return Finding.BOMB if width * height > MOST_PIXELS else None


def _text(stream: BinaryIO) -> Finding | None:
    """Tables and texts are read whole: a binary tail would break whoever opens them."""
    start = stream.read(2)
    stream.seek(0)
    if start in (b"\xff\xfe", b"\xfe\xff"):
        return None if kinds.decoded(stream.read(), whole=True) is not None else Finding.NOT_TEXT
    while piece := stream.read(_WINDOW):
        if b"\x00" in piece and not kinds.mostly_text(piece):
            return Finding.NOT_TEXT
    return None


def _old_office(stream: BinaryIO) -> Finding | None:
    """Look for the storage names of VBA, which an OLE directory holds in UTF-16."""
    marks = ["_VBA_PROJECT".encode("utf-16-le"), "Macros".encode("utf-16-le")]
    tail = b""
    while piece := stream.read(_WINDOW):
        window = tail + piece
        if any(mark in window for mark in marks):
            return Finding.MACROS
        if "EncryptedPackage".encode("utf-16-le") in window:
            return Finding.LOCKED
        tail = window[-64:]
    return None


def _parquet(stream: BinaryIO) -> Finding | None:
    stream.seek(-4, 2)
    return None if stream.read(4) == b"PAR1" else Finding.DAMAGED


_CHECKS: dict[str, Callable[[BinaryIO], Finding | None]] = {
    "application/pdf": _pdf,
    "image/png": _png,
    "image/gif": _gif,
    "image/jpeg": _jpeg,
    "application/json": _text,
    "application/geo+json": _text,
    "application/xml": _text,
    "application/vnd.google-earth.kml+xml": _text,
    "application/vnd.ms-excel": _old_office,
    "application/msword": _old_office,
    "application/vnd.apache.parquet": _parquet,
    **{
        kind.media_type: _archive
        for kind in kinds.KINDS
        if kind.label in {"XLSX", "DOCX", "PPTX", "ODS", "ODT", "ODP", "ZIP"}
    },
}
