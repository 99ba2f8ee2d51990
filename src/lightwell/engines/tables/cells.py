"""Characters that need a look: private use, unreadable bytes, control characters, glyph codes out of a PDF."""

import re

from lightwell.engines.tables.dialect import Record
from lightwell.engines.tables.encoding import unreadable_bytes
from lightwell.engines.tables.report import Notes

_STRANGE = "\u0530-\u058f\u0700-\u0dff\u1200-\u177f\u1800-\u1aff\ua000-\ua4cf\ua500-\ua95f"
_LOOK = re.compile(
    f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffd\ud800-\udfff\ue000-\uf8ff\U000f0000-\U0010ffff{_STRANGE}]"
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udbff\udd00-\udfff]")
_UNREADABLE = re.compile("[\udc00-\udcff]+")
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
_SCRIPTS = re.compile(f"[{_STRANGE}]")
_ORDINARY = re.compile("[A-Za-z\u3400-\u9fff]")


def checked(record: Record, names: list[str], notes: Notes) -> list[str]:
    """The record's cells; what cannot be published as it is becomes U+FFFD, and everything odd is reported."""
    if not _LOOK.search("\n".join(record.cells)):
        return record.cells
    return [
        _cell(cell, record.first, names[at] if at < len(names) else None, notes)
        for at, cell in enumerate(record.cells)
    ]


def _cell(cell: str, row: int, column: str | None, notes: Notes) -> str:
    if not _LOOK.search(cell):
        return cell
    if bad := _UNREADABLE.findall(cell):
        told = ", ".join(unreadable_bytes(run) for run in bad[:8])
        notes.add(
            "unreadable_bytes",
            f"Bytes {told} mean nothing in the file's encoding; shown as \ufffd.",
            row,
            column,
        )
    elif "\ufffd" in cell:
        notes.add(
            "lost_character", "A character was already lost (\ufffd) when the file was made.", row, column
        )
    if private := _PRIVATE.findall(cell):
        told = ", ".join(f"U+{ord(character):04X}" for character in private[:8])
        message = f"User-defined character {told}: it shows only where that font is installed. Replace it if you can."
        notes.add("private_use", message, row, column)
    if _CONTROL.search(cell):
        notes.add(
            "control_character",
            "The cell holds control characters, which are not text; shown as \ufffd.",
            row,
            column,
        )
    if _SCRIPTS.search(cell) and (_ORDINARY.search(cell) or _CONTROL.search(cell)):
        message = "The text is glyph codes, not characters (as when copied out of a PDF). Take it from the original document."
        notes.add("glyph_codes", message, row, column)
    return _CONTROL.sub("\ufffd", _UNREADABLE.sub("\ufffd", cell))
