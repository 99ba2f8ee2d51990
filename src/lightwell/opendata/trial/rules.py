"""How much of a stranger's file is taken, how hard it may be worked on, and how long the result may be looked at."""

from __future__ import annotations

from datetime import timedelta

MEGABYTE = 1_000_000
SIZE = 10 * MEGABYTE  # of a file
WRITTEN = 96 * MEGABYTE  # of one file that is made of it
MEMORY = 3 * 1024 * MEGABYTE  # address space of the process that reads; DuckDB alone reserves over a gigabyte
SECONDS = 25.0
PROCESSOR_SECONDS = 40
KEPT = timedelta(minutes=15)
LEFT_BEHIND = timedelta(minutes=5)  # after which the folder of a killed reading is nobody's any more
AT_ONCE, PATIENCE = 2, 8.0  # files under way on this machine, and the seconds that one more waits for a place
HOURLY, HOURLY_IN_DEMO = 60, 2000  # files of one network address
ROOM = 600 * MEGABYTE  # of all results together

ROWS_SHOWN, COLUMNS_SHOWN, CHARACTERS_SHOWN = 40, 60, 240
NAME_SHOWN = 120

DOWNLOADS = {"table.csv": "text/csv; charset=utf-8", "table.json": "application/json"}

MAGIC = (
    (b"PK\x03\x04", "workbook"),
    (b"\xd0\xcf\x11\xe0", "workbook"),
    (b"%PDF", "pdf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"\x1f\x8b", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"Rar!", "archive"),
)


def looks_like(head: bytes) -> str:
    """Return what a file is by its first bytes, when that is no text: workbook, pdf, picture, archive, page, json, or "".

    >>> looks_like(b"PK\\x03\\x04..."), looks_like(b"<!doctype html>"), looks_like(b"a,b\\n1,2\\n")
    ('workbook', 'page', '')
    """
    for magic, kind in MAGIC:
        if head.startswith(magic):
            return kind
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    return {b"<": "page", b"{": "json", b"[": "json"}.get(start, "")
