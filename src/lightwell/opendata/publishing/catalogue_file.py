"""Reads a catalogue of datasets that lie elsewhere, as data.gov.tw gives its own out: a CSV in UTF-8. Pure."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

COLUMNS = {  # name in the file -> what it is here
    "提供機關名稱": "unit",
    "資料集名稱": "title",
    "瀏覽人次": "views",
    "下載次數": "downloads",
    "資料集評分": "score",
    "上架日": "listed_on",
}
LONGEST = {"unit": 120, "title": 160}
FAULTS_TOLD = 10


class CatalogueFileError(ValueError):
    """The file cannot be taken over; each line says where and what."""


@dataclass(frozen=True)
class Entry:
    """One dataset of a catalogue. The file has no identifiers, so ours is made of unit and title (and of which of several
    with the same two it is): the next edition of the file finds the same dataset again."""

    identifier: str
    unit: str
    title: str
    views: int
    downloads: int
    score: int | None
    listed_on: date | None


def read_catalogue(content: bytes) -> list[Entry]:
    """Return the datasets of a catalogue; CatalogueFileError with the lines that cannot be read, and nothing of the rest."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise CatalogueFileError(f"The file must be UTF-8 (byte {wrong.start}).")
    rows = csv.DictReader(io.StringIO(text, newline=""), restkey="more", restval="")
    missing = [name for name in COLUMNS if name not in (rows.fieldnames or ())]
    if missing:
        raise CatalogueFileError(
            f"line 1: needs the columns {', '.join(COLUMNS)}; {', '.join(missing)} missing."
        )
    faults: list[str] = []
    found = list(_entries(rows, faults))
    if faults:
        raise CatalogueFileError("\n".join(faults[:FAULTS_TOLD]))
    return found


def _entries(rows: csv.DictReader[str], faults: list[str]) -> Iterator[Entry]:
    seen: Counter[tuple[str, str]] = Counter()
    for row in rows:
        try:
            values = _values(row)
        except ValueError as wrong:
            faults.append(f"line {rows.line_num}: {wrong}")
            continue
        name = (values["unit"], values["title"])
        seen[name] += 1
        yield Entry(
            identifier=_identifier(*name, seen[name]),
            unit=values["unit"],
            title=values["title"],
            views=_number(values["views"]),
            downloads=_number(values["downloads"]),
            score=_number(values["score"]) if values["score"] else None,
            listed_on=_day(values["listed_on"]),
        )


def _values(row: Mapping[str, str]) -> dict[str, str]:
    """Return a row by our names, white space single; ValueError says what is wrong with it."""
    if "more" in row:
        raise ValueError("more cells than columns.")
    values = {ours: " ".join(row[name].split()) for name, ours in COLUMNS.items()}
    for name, longest in LONGEST.items():
        if not 0 < len(values[name]) <= longest:
            raise ValueError(f"the {name} must have 1 to {longest} characters, it has {len(values[name])}.")
    (
        _number(values["views"]),
        _number(values["downloads"]),
        _number(values["score"]),
        _day(values["listed_on"]),
    )
    return values


def _number(text: str) -> int:
    plain = text.replace(",", "")
    if not (plain.isascii() and plain.isdigit() and len(plain) < 10 or not plain):
        raise ValueError(f"{text!r} is not a number such as 7,472.")
    return int(plain or "0")


def _day(text: str) -> date | None:
    try:
        return date(*map(int, text.split("/"))) if text else None
    except (TypeError, ValueError):
        raise ValueError(f"{text!r} is not a day such as 2013/03/18.")


def _identifier(unit: str, title: str, which: int) -> str:
    return sha256(f"{unit}\n{title}\n{which}".encode()).hexdigest()[:20]
