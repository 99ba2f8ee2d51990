"""How offices write: encodings, dates of the Republic, grouped and full-width digits, marks for what is missing."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

Row = Sequence[object]
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
DIGITS = "〇一二三四五六七八九十"


def text(rows: Iterable[Row], delimiter: str = ",", end: str = "\r\n") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=end).writerows(rows)
    return out.getvalue()


def cp950(rows: Iterable[Row]) -> bytes:
    """Big5 as Windows writes it."""
    return text(rows).encode("cp950")


def marked(rows: Iterable[Row]) -> bytes:
    """UTF-8 with a byte-order mark, as a spreadsheet exports it."""
    return b"\xef\xbb\xbf" + text(rows).encode()


def plain(rows: Iterable[Row], delimiter: str = ",") -> bytes:
    """UTF-8 with bare line feeds."""
    return text(rows, delimiter, "\n").encode()


def utf16(rows: Iterable[Row]) -> bytes:
    """UTF-16 with tabs, which a spreadsheet calls “Unicode text”."""
    return b"\xff\xfe" + text(rows, "\t").encode("utf-16-le")


def chance(name: str) -> random.Random:
    """Return dice that fall the same way for the same name."""
    return random.Random(f"澄川 {name}")


def roc(day: date) -> str:
    return f"{day.year - 1911}/{day.month:02d}/{day.day:02d}"


def roc_bare(day: date) -> str:
    return f"{day.year - 1911}{day.month:02d}{day.day:02d}"


def roc_long(day: date) -> str:
    return f"民國{day.year - 1911}年{day.month}月{day.day}日"


def roc_month(month: date) -> str:
    return f"{month.year - 1911}年{month.month:02d}月"


def months(last: date, count: int) -> list[date]:
    """Return the first days of the last ``count`` whole months before ``last``, oldest first."""
    found, day = [], last.replace(day=1)
    for _number in range(count):
        day = (day - timedelta(days=1)).replace(day=1)
        found.append(day)
    return found[::-1]


def days(last: date, count: int, step: int = 1) -> Iterator[date]:
    """Yield days up to ``last``, oldest first."""
    return (last - timedelta(days=back) for back in range((count - 1) * step, -1, -step))


def grouped(amount: float) -> str:
    return f"{round(amount):,}"


def wide(amount: object) -> str:
    return str(amount).translate(_WIDE)


def bracketed(amount: float) -> str:
    """Return an amount as accountants write it: what is lost stands in brackets."""
    return f"({grouped(-amount)})" if amount < 0 else grouped(amount)


def phone(dice: random.Random, area: str = "04") -> str:
    """Return a number in a range that is given to nobody."""
    return f"({area})0000-{dice.randrange(10000):04d}"
