"""From bytes to UTF-8: which encoding a file is in, decided over the whole file, and a decoder that loses nothing.

Taiwanese government files are UTF-8, UTF-16 or CP950. Big5-HKSCS and GB18030 are never tried: they decode nearly any
bytes into wrong characters without an error. Bytes that CP950 leaves to the user (EUDC) become the private-use
characters that Windows maps them to; bytes that mean nothing become U+FFFD and are reported cell by cell.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lightwell.engines.tables.report import TableRefused

CHUNK = 1 << 20
SAMPLE = 1 << 18
WINDOW = 1 << 14
UNREADABLE = 0xDC00  # a lone surrogate carries each undecodable byte until the cell has been reported
BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# controls; leads of private-use characters; leads of scripts that no Taiwanese file uses (glyph codes out of a PDF)
_ODD_BYTES = bytes(set(range(0x20)) - set(b"\t\n\r")) + b"\x7f\xee\xf3\xf4\xe0" + bytes(range(0xD4, 0xE0))
_NOT_CONTROLS = bytes(range(0x80, 0x100)) + bytes(set(range(0x20, 0x7F))) + b"\t\n\r"
_ORDINARY = bytes(set(range(256)) - set(_ODD_BYTES))
_PRIVATE_OR_REPLACED = re.compile(rb"\xef(?:[\x80-\xa3]|\xbf\xbd)")


@dataclass(frozen=True)
class Encoding:
    """The encoding's name, the bytes to skip at the start, and whether cells need to be looked at one by one.
    `sure` once every byte has been decoded; else whoever reads the file must stop at a byte that does not decode."""

    name: str
    skip: int = 0
    odd: bool = False
    errors: int = 0
    sure: bool = True

    @property
    def codec(self) -> str:
        return "utf-8" if self.name == "utf-8-sig" else self.name

    @property
    def is_utf8(self) -> bool:
        return self.codec == "utf-8"


def windows_private(lead: int, trail: int) -> int | None:
    """The private-use code point of a user-defined CP950 pair, as Windows code page 950 maps it; else None."""
    if not (0x40 <= trail <= 0x7E or 0xA1 <= trail <= 0xFE):
        return None
    column = trail - 0x40 if trail <= 0x7E else trail - 0xA1 + 63
    for first, last, base in ((0xFA, 0xFE, 0xE000), (0x8E, 0xA0, 0xE311), (0x81, 0x8D, 0xEEB8)):
        if first <= lead <= last:
            return base + (lead - first) * 157 + column
    if lead == 0xC6 and trail >= 0xA1:
        return 0xF6B1 + trail - 0xA1
    if lead in (0xC7, 0xC8):
        return 0xF6B1 + 94 + (lead - 0xC7) * 157 + column
    return None


def _two_bytes(error: UnicodeError) -> tuple[str, int]:
    """Take both bytes of an unknown pair, so that its second byte is never read as a letter of its own.

    A byte that cannot be a second byte (a comma, a quote, a line end) is left alone: cells stay apart.
    """
    if not isinstance(error, UnicodeDecodeError):
        raise error
    pair = error.object[error.start : error.start + 2]
    if len(pair) < 2 or pair[1] < 0x40 or pair[0] < 0x81:
        return chr(UNREADABLE + pair[0]), error.start + 1
    private = windows_private(pair[0], pair[1])
    return chr(private) if private else "".join(chr(UNREADABLE + byte) for byte in pair), error.start + 2


def _one_byte(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    bad = error.object[error.start : error.end]
    return "".join(chr(UNREADABLE + byte) for byte in bad), error.end


codecs.register_error("lightwell-cp950", _two_bytes)
codecs.register_error("lightwell-bytes", _one_byte)


def unreadable_bytes(text: str) -> str:
    """The original bytes behind markers that a decoder left, as hexadecimal."""
    return "".join(f"{ord(character) - UNREADABLE:02X}" for character in text)


def detect(path: Path, *, asked: str | None = None, whole: bool = True) -> Encoding:
    """The file's encoding. TableRefused when the bytes are not text. Without `whole` a file that decodes at its head and at
    places spread over it is taken at that, and not `sure`: decoding all of it twice costs a tenth of publishing it."""
    with path.open("rb") as file:
        head = file.read(SAMPLE)
    if asked:
        return _asked(path, asked, head, whole)
    for bom, name in BOMS:
        if head.startswith(bom):
            if name == "utf-8-sig":
                return _utf8(path, name, len(bom), whole)
            return Encoding(name, len(bom), odd=True)
    return _utf16_by_zeros(head) or _without_bom(path, head, whole)


def _asked(path: Path, asked: str, head: bytes, whole: bool) -> Encoding:
    try:
        name = codecs.lookup(asked).name
    except LookupError:
        raise TableRefused(
            "unknown_encoding", f"The encoding {asked!r} is not known. Use utf-8, utf-16-le or cp950."
        )
    skip = next((len(bom) for bom, _ in BOMS if head.startswith(bom)), 0)
    if name in ("utf-8", "utf-8-sig"):
        return _utf8(path, name, skip, whole)
    return Encoding(name, skip, odd=True)


def _utf16_by_zeros(head: bytes) -> Encoding | None:
    """UTF-16 without a mark: line ends, digits and delimiters leave zeros in every second byte only."""
    if len(head) % 2:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = max(1, len(head) // 2)
    for name, zeros, others in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        paired = head.count("\n".encode(name)) * 2 >= max(1, head.count(b"\n"))
        if paired and zeros / half > 0.05 and others / half < 0.005:
            try:
                head[: len(head) // 2 * 2].decode(name)
            except UnicodeDecodeError as error:
                if error.start < len(head) - 4:
                    continue
            return Encoding(name, odd=True)
    return None


def _without_bom(path: Path, head: bytes, whole: bool) -> Encoding:
    _refuse_binary(head)
    scanned = _utf8(path, "utf-8", 0, whole)
    if not scanned.errors:
        return scanned
    windows = _windows(path)
    wrong, right = _share(windows, "utf-8", "lightwell-bytes", _UNREADABLE)
    if wrong * 10 < right:
        return scanned
    wrong, right = _share(windows, "cp950", "lightwell-cp950", _NOT_CP950)
    if wrong * 4 > right:
        raise TableRefused(
            "unknown_encoding",
            "The text is neither UTF-8, UTF-16 nor CP950 (Big5). Save it as CSV UTF-8 and send it again.",
        )
    return _cp950(path, whole)


def _refuse_binary(head: bytes) -> None:
    controls = len(head) - len(head.translate(None, bytes(range(7)) + bytes(range(14, 27))))
    if head.count(0) > len(head) // 1000 + 2 or controls > len(head) // 20 + 8:
        raise TableRefused(
            "binary",
            "The file holds binary data, not text. Export the table as CSV (UTF-8) and send that file.",
        )


def chunks(path: Path, skip: int = 0) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(skip)
        while chunk := file.read(CHUNK):
            yield chunk


@dataclass
class Look:
    """What bytes show without being decoded: characters that need a closer look, number of line feeds."""

    odd: bool = False
    lines: int = 0

    def at(self, chunk: bytes, codec: str) -> None:
        self.lines += chunk.count(b"\n")
        if codec == "utf-8":
            self.odd = (
                self.odd or bool(chunk.translate(None, _ORDINARY)) or bool(_PRIVATE_OR_REPLACED.search(chunk))
            )
        else:
            self.odd = self.odd or bool(chunk.translate(None, _NOT_CONTROLS))


def look(path: Path, encoding: Encoding) -> Look:
    """Look at every byte of a file once."""
    found = Look()
    for chunk in chunks(path, encoding.skip):
        found.at(chunk, encoding.codec)
    return found


def _utf8(path: Path, name: str, skip: int, whole: bool) -> Encoding:
    if not whole and _looks_plain(path, "utf-8"):
        return Encoding(name, skip, sure=False)
    decoder, found = codecs.getincrementaldecoder("utf-8")("strict"), Look()
    try:
        for chunk in chunks(path, skip):
            found.at(chunk, "utf-8")
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return Encoding(name, skip, odd=True, errors=1)
    return Encoding(name, skip, found.odd)


def _cp950(path: Path, whole: bool) -> Encoding:
    if not whole and _looks_plain(path, "cp950"):
        return Encoding("cp950", sure=False)
    decoder, found = codecs.getincrementaldecoder("cp950")("strict"), Look()
    try:
        for chunk in chunks(path):
            found.at(chunk, "cp950")
            decoder.decode(chunk)
    except UnicodeDecodeError:
        return Encoding("cp950", odd=True)
    return Encoding("cp950", odd=found.odd)


def _looks_plain(path: Path, codec: str) -> bool:
    windows, found = _windows(path), Look()
    for window in windows:
        found.at(window, codec)
    return not found.odd and _decodes(windows, codec)


def _decodes(windows: list[bytes], codec: str) -> bool:
    try:
        return bool([window.decode(codec) for window in windows])
    except UnicodeDecodeError:
        return False


def _windows(path: Path) -> list[bytes]:
    """Whole lines from places spread over the file: enough to tell encodings apart without a second full pass."""
    size = path.stat().st_size
    with path.open("rb") as file:
        if size <= 32 * WINDOW:
            return [file.read()]
        found = []
        for at in range(0, size, size // 32):
            file.seek(at)
            block = file.read(WINDOW)
            found.append(block[block.find(b"\n") + 1 : block.rfind(b"\n") + 1])
        return found


def _share(windows: list[bytes], codec: str, handler: str, bad: re.Pattern[str]) -> tuple[int, int]:
    """(places that this encoding cannot read, characters beyond ASCII that it can)."""
    text = "".join(window.decode(codec, handler) for window in windows)
    wrong = len(bad.findall(text))
    return wrong, len(_BEYOND_ASCII.findall(text)) - wrong


_UNREADABLE = re.compile("[\udc00-\udcff]")
_NOT_CP950 = re.compile("[\ue000-\uf8ff\udc00-\udcff]")
_BEYOND_ASCII = re.compile("[^\x00-\x7f]")


def decoded(path: Path, encoding: Encoding) -> Iterator[str]:
    """The file's text in chunks, with markers where bytes could not be read."""
    handler = "lightwell-cp950" if encoding.name == "cp950" else "lightwell-bytes"
    decoder = codecs.getincrementaldecoder(encoding.codec)(handler)
    for chunk in chunks(path, encoding.skip):
        yield decoder.decode(chunk)
    yield decoder.decode(b"", final=True)


def transcoded(path: Path, encoding: Encoding, out: Path) -> Look:
    """Write the text as UTF-8 without BOM, and look at its bytes on the way. UnicodeDecodeError where one does not decode."""
    decoder, found = codecs.getincrementaldecoder(encoding.codec)("strict"), Look()
    with out.open("wb") as file:
        for chunk in chunks(path, encoding.skip):
            found.at(chunk, encoding.codec)
            file.write(decoder.decode(chunk).encode())
        file.write(decoder.decode(b"", final=True).encode())
    return found


def rare_share(text: str) -> float:
    """Share of Big5's level 2 (rarely used characters) among its Chinese characters: high when the text is not Big5."""
    chinese = [
        character.encode("cp950", "ignore")
        for character in text[:20_000]
        if "\u4e00" <= character <= "\u9fff"
    ]
    return sum(pair >= b"\xc9\x40" for pair in chinese) / len(chinese) if chinese else 0.0
