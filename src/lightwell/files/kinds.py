"""The kinds of files we take, told from their content; the name only decides between kinds that look alike.

A kind is taken because somebody in an office can open it and ``checks`` knows what may hide in it.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from typing import BinaryIO

from lightwell.files.names import ending_of

HEAD = 64 * 1024  # bytes that are enough to tell a kind


@dataclass(frozen=True)
class Kind:
    """A media type, what people call it, and the endings its files have (the first is the usual one)."""

    media_type: str
    label: str
    endings: tuple[str, ...]


KINDS = (
    Kind("application/pdf", "PDF", ("pdf",)),
    Kind("image/png", "PNG", ("png",)),
    Kind("image/jpeg", "JPEG", ("jpg", "jpeg", "jfif")),
    Kind("image/gif", "GIF", ("gif",)),
    Kind("image/webp", "WebP", ("webp",)),
    Kind("image/tiff", "TIFF", ("tif", "tiff")),
    Kind("image/heic", "HEIC", ("heic", "heif")),
    Kind("text/csv", "CSV", ("csv",)),
    Kind("text/tab-separated-values", "TSV", ("tsv", "tab")),
    Kind("text/plain", "TXT", ("txt", "md", "log")),
    Kind("application/json", "JSON", ("json", "ndjson", "jsonl")),
    Kind("application/geo+json", "GeoJSON", ("geojson",)),
    Kind("application/xml", "XML", ("xml", "gml", "gpx")),
    Kind("application/vnd.google-earth.kml+xml", "KML", ("kml",)),
    Kind("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "XLSX", ("xlsx",)),
    Kind("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "DOCX", ("docx",)),
    Kind("application/vnd.openxmlformats-officedocument.presentationml.presentation", "PPTX", ("pptx",)),
    Kind("application/vnd.oasis.opendocument.spreadsheet", "ODS", ("ods",)),
    Kind("application/vnd.oasis.opendocument.text", "ODT", ("odt",)),
    Kind("application/vnd.oasis.opendocument.presentation", "ODP", ("odp",)),
    Kind("application/vnd.ms-excel", "XLS", ("xls",)),
    Kind("application/msword", "DOC", ("doc",)),
    Kind("application/vnd.apache.parquet", "Parquet", ("parquet",)),
    Kind("application/zip", "ZIP", ("zip", "kmz", "shz")),
)
BY_TYPE = {kind.media_type: kind for kind in KINDS}
IMAGES = frozenset(k.media_type for k in KINDS if k.media_type.startswith("image/"))
DOCUMENTS = frozenset(
    {"application/pdf", BY_TYPE["text/plain"].media_type} | {k.media_type for k in KINDS[14:22]}
)
TABLES = frozenset(
    kind.media_type
    for kind in KINDS
    if kind.label
    in {"CSV", "TSV", "TXT", "JSON", "GeoJSON", "XML", "KML", "XLSX", "ODS", "XLS", "Parquet", "ZIP"}
)
ANY = frozenset(BY_TYPE)

_SIGNATURES = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"PAR1", "application/vnd.apache.parquet"),
)
_HEIC = {b"heic", b"heix", b"mif1", b"msf1", b"heim", b"heis"}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OFFICE_PARTS = (("xl/", KINDS[14]), ("word/", KINDS[15]), ("ppt/", KINDS[16]))


def label_of(media_type: str) -> str:
    """Return what people call a media type."""
    kind = BY_TYPE.get(media_type)
    return kind.label if kind else media_type


def kind_of(stream: BinaryIO, name: str) -> Kind | None:
    """Return the kind of a seekable stream, or None for content that we do not take; the stream is left at its start."""
    stream.seek(0)
    head = stream.read(HEAD)
    try:
        media_type = _binary(head, stream, name) or _text(head, name) or _rough_table(head, name)
    finally:
        stream.seek(0)
    return BY_TYPE.get(media_type)


def _binary(head: bytes, stream: BinaryIO, name: str) -> str:
    for signature, media_type in _SIGNATURES:
        if head.startswith(signature):
            return media_type
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC:
        return "image/heic"
    if head.startswith(_OLE):  # one container for all old Office files: the name tells which
        return "application/msword" if ending_of(name) == "doc" else "application/vnd.ms-excel"
    return _packed(stream) if head.startswith((b"PK\x03\x04", b"PK\x05\x06")) else ""


def _packed(stream: BinaryIO) -> str:
    """Tell Office and OpenDocument files from other zip archives; an unreadable archive is none of them."""
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as archive:
            names = archive.namelist()
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 100:
                declared = archive.read("mimetype").decode("ascii", "replace").strip()
                return declared if declared in BY_TYPE else ""
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError):
        return ""
    if "[Content_Types].xml" in names:
        return next((k.media_type for part, k in _OFFICE_PARTS if any(n.startswith(part) for n in names)), "")
    return "application/zip"


_CONTROLS = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f]"
)  # no text holds them, and what decodes by chance often does


def _text(head: bytes, name: str) -> str:
    text = decoded(head, whole=len(head) < HEAD)
    if text is None or not text.strip("\ufeff \t\r\n") or _CONTROLS.search(text):
        return ""
    start = text.lstrip("\ufeff \t\r\n")[:200].lower()
    if start.startswith(("<!doctype html", "<html", "<script", "<svg")) or "<svg" in start:
        return ""  # active content
    ending = ending_of(name)
    named = next((k for k in KINDS if ending in k.endings and k.media_type not in _NOT_TEXT), None)
    if start.startswith("<"):
        return named.media_type if named and named.label in {"XML", "KML"} else "application/xml"
    if named and named.label in {"XML", "KML"}:
        return "text/plain"
    if named and named.label in {"JSON", "GeoJSON"} and not start.startswith(("{", "[")):
        return "text/plain"
    return named.media_type if named else "text/plain"


_NOT_TEXT = frozenset({k.media_type for k in KINDS if k.label not in {
    "CSV", "TSV", "TXT", "JSON", "GeoJSON", "XML", "KML",
}})  # fmt: skip


def _rough_table(head: bytes, name: str) -> str:
    """Believe the ending of a table whose text has faults: the reader of tables names them cell by cell.

    Offices send a few broken bytes, glyph codes of a PDF, or UTF-16 without its mark.
    """
    text = decoded(head, whole=len(head) < HEAD)
    if (text is not None and not _CONTROLS.search(text)) or head.lstrip()[:1] == b"<":
        return ""  # judged already, or markup
    kind = next((k for k in KINDS if k.label in {"CSV", "TSV"} and ending_of(name) in k.endings), None)
    return kind.media_type if kind and mostly_text(head) else ""


def mostly_text(content: bytes) -> bool:
    """Return whether at most one character in fifty is none, in UTF-8, CP950 or UTF-16 without its mark."""
    if b"\x00" in content:
        little = content[1::2].count(0) >= content[::2].count(0)
        if content[1::2].count(0) + content[::2].count(0) < len(content) / 20:
            return False  # a table in UTF-16 has many: every digit and comma brings one
        encodings = ["utf-16-le" if little else "utf-16-be"]
    else:
        encodings = ["utf-8", "cp950"]
    texts = [
        content[: len(content) // 2 * 2 if "16" in name else None].decode(name, "replace")
        for name in encodings
    ]
    return any(text.strip() and len(_FAULTS.findall(text)) <= len(text) / 50 for text in texts)


_FAULTS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffd\ufffe\uffff]")


def decoded(content: bytes, *, whole: bool) -> str | None:
    """Return text in UTF-8, UTF-16 (with its mark) or CP950; None when it is none. ``whole`` forgives no cut end."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _try(content[: len(content) // 2 * 2], "utf-16", whole)
    if b"\x00" in content:
        return None
    text = _try(content, "utf-8", whole)
    return text if text is not None else _try(content, "cp950", whole)


def _try(content: bytes, encoding: str, whole: bool) -> str | None:
    for cut in range(1 if whole else 4):
        try:
            return content[: len(content) - cut].decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
