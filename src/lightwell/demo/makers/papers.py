"""Files that people send with an application: a photograph and a page, small and whole."""

from __future__ import annotations

import struct
import zlib


def picture(words: str) -> bytes:
    """Return a small PNG: a door, a step before it, the pavement, in the colours that the words give."""
    shade = zlib.crc32(words.encode())
    wall, door, step, ground = ((shade >> 4 * n & 63) + base for n, base in enumerate((150, 60, 110, 90)))
    rows = bytearray()
    for y in range(120):
        line = [ground if y > 104 else step if y > 92 else wall] * 160
        if y < 93:
            line[60:100] = [door] * 40
        rows += b"\0" + bytes(line)
    header = struct.pack(">IIBBBBB", 160, 120, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(rows))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def paper(words: str) -> bytes:
    """Return a PDF of one page with a line of text."""
    text = f"BT /F1 18 Tf 60 760 Td (Demo of Chengchuan: {words}) Tj ET".encode("ascii")
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(text), text),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(out)
    return out + b"xref\n0 6\n0000000000 65535 f \n" + table + end
