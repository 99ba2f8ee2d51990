"""``lightwell search``: find lines of a file, or rows of a CSV, as the site finds its things. Needs no site and keeps nothing."""

from __future__ import annotations

import argparse
import csv
import io
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from lightwell.engines.search.asking import Question, answer
from lightwell.engines.search.documents import Document
from lightwell.engines.search.writing import Writer

FOUND, NOT_FOUND, UNREADABLE = 0, 1, 2
SHOWN = 10
AT = datetime(2000, 1, 1, tzinfo=UTC)  # all of one age: lines keep the order of the file among equals
Texts = list[tuple[int, str]]  # number of the line or row, from 1


class UnreadableError(Exception):
    """The file cannot be searched; the message says why."""


def register(subparsers: Any) -> None:
    """Add the command ``search``."""
    parser = subparsers.add_parser(
        "search",
        help="find lines of a text file or rows of a CSV",
        description="Every word must occur; 臺 finds 台, full width finds half; two characters are enough. Exit codes: 0 found, "
        "1 nothing found, 2 the file could not be read.",
    )
    parser.add_argument("file", type=Path, help="UTF-8: one text a line, or a CSV (with --columns)")
    parser.add_argument("questions", nargs="+", metavar="WORDS", help="one or more questions")
    parser.add_argument("--columns", help="columns of a CSV to search, with commas between; * for all")
    parser.add_argument("--limit", type=int, default=SHOWN, help="how many to show (%(default)s); 0 for all")
    parser.add_argument(
        "--json",
        action="store_true",
        help="print one JSON object a question: total and the numbers of the lines",
    )
    parser.set_defaults(func=run)


def run(arguments: argparse.Namespace) -> int:
    """Answer each question; the exit code says whether any was answered by something."""
    try:
        texts = read(arguments.file, arguments.columns)
    except UnreadableError as wrong:
        print(f"lightwell search: {wrong}", file=sys.stderr)
        return UNREADABLE
    said = dict(texts)
    totals = []
    for question, numbers in find(texts, arguments.questions):
        shown = numbers[: arguments.limit] if arguments.limit > 0 else numbers
        totals.append(len(numbers))
        if arguments.json:
            print(
                json.dumps({"question": question, "total": len(numbers), "found": shown}, ensure_ascii=False)
            )
        else:
            print(f"{question}: {len(numbers):,}")
            print("".join(f"{number:>8}  {said[number]}\n" for number in shown), end="")
    return FOUND if any(totals) else NOT_FOUND


def find(texts: Texts, questions: Sequence[str]) -> Iterator[tuple[str, list[int]]]:
    """Yield for each question the numbers of all texts that it finds, in the order of the site: titles alike first."""
    with tempfile.TemporaryDirectory(prefix="lightwell-search-") as folder:
        writer = Writer(Path(folder) / "index", new=True)
        writer.put(_document(number, text) for number, text in texts)
        writer.commit("")
        writer.index.reload()
        for question in questions:
            hits = answer(writer.index, Question(question, limit=max(len(texts), 1))).hits
            yield question, [int(hit.key) for hit in hits]
        writer.close()


def _document(number: int, text: str) -> Document:
    """Return a text as a document: its weight alone puts earlier lines first."""
    return Document(
        key=str(number),
        wing="",
        kind="line",
        unit="",
        state="",
        titles=(text, ""),
        texts=("", ""),
        at=AT,
        weight=1 / (1 + number / 1000),
    )


def read(file: Path, columns: str | None) -> Texts:
    """Return the texts of a file; UnreadableError says what is wrong with it."""
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except OSError as missing:
        raise UnreadableError(f"{file} cannot be read: {missing.strerror}.")
    except UnicodeDecodeError as wrong:
        raise UnreadableError(
            f"{file} is not UTF-8 (byte {wrong.start}). `lightwell table` reads other encodings."
        )
    if columns is None:
        return [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    return _rows(file, text, columns)


def _rows(file: Path, text: str, columns: str) -> Texts:
    rows = csv.DictReader(io.StringIO(text, newline=""), restval="")
    names = list(rows.fieldnames or ())
    wanted = names if columns == "*" else [name.strip() for name in columns.split(",")]
    missing = [name for name in wanted if name not in names]
    if missing:
        raise UnreadableError(f"{file} has no column {missing[0]!r}. It has {', '.join(names)}.")
    return [
        (number, " ".join(" ".join((row[name] or "").split()) for name in wanted))
        for number, row in enumerate(rows, 1)
    ]
