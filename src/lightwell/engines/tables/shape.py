"""Where the table is in the file: title rows, header rows, repeated headers, footnotes, blank rows.

The thresholds held on real government files: a leading row under 35 % filled is a title; a row after the first whose
numeric share is far below the body's is a second header; an all-ASCII row beside a Chinese one is a bilingual header.
"""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from lightwell.engines.tables.dialect import Record
from lightwell.engines.tables.folding import MISSING, trim

TITLE_FILLED = 0.35
NOTE = re.compile(
    r"^\s*[\(（\[【]?\s*(資料來源|資料截止|資料時間|備\s*註|附\s*註|註\s*\d*\s*[:：.、\)）]|註\s*\d+|說\s*明\s*[:：]|單位\s*[:：]|填表|製表|編製|更新日期|"
    r"※|＊|\*|(?i:source|notes?|remarks?)\b)"
)
_NUMERIC = re.compile(
    r"^[△▲(（+\-－]?\s*(?:NT)?\$?\s*[\d０-９][\d０-９,，.．/:年月日\-－ ]*(?:[eE][+-]?\d{1,3})?\s*[%％)）]?$"
)
_CJK = re.compile("[\u3400-\u9fff\uf900-\ufaff]")


@dataclass(frozen=True)
class Shape:
    """The table's place: `skipped` and `headers` are records before the body, `width` its number of columns."""

    width: int
    skipped: list[Record]
    headers: list[Record]
    bilingual: bool = False

    @property
    def body_from(self) -> int:
        """The first physical line after headers and titles."""
        return max((record.last for record in [*self.skipped, *self.headers]), default=0) + 1


def is_numeric(cell: str) -> bool:
    """Whether a cell reads as a number, a date or a code of digits."""
    return bool(_NUMERIC.match(cell.strip()))


def numeric_share(cells: list[str]) -> float:
    filled = [cell for cell in cells if cell.strip()]
    return sum(map(is_numeric, filled)) / len(filled) if filled else 0.0


def find_shape(sample: list[Record], *, header_lines: tuple[int, ...] | None = None) -> Shape:
    """The shape of a table from its first records. With `header_lines` the caller has pointed at the header."""
    filled = [record for record in sample if record.filled]
    width = _width(filled)
    if header_lines is not None:
        return _pointed(sample, header_lines, width)
    skipped, rest = _titles(sample, width)
    headers = _headers(rest, width)
    return Shape(width, skipped, headers, _is_bilingual(headers))


def _width(filled: list[Record]) -> int:
    """The commonest number of cells; a tie goes to the wider, since padding is safe and cutting is not."""
    widths = Counter(len(record.cells) for record in filled)
    return max(widths.items(), key=lambda item: (item[1], item[0]))[0] if widths else 0


def _pointed(sample: list[Record], lines: tuple[int, ...], width: int) -> Shape:
    headers = [record for record in sample if set(record.lines) & set(lines)]
    first_body = max(lines, default=0)
    skipped = [record for record in sample if record.last <= first_body and record not in headers]
    return Shape(
        max(width, len(headers[0].cells) if headers else 0), skipped, headers, _is_bilingual(headers)
    )


def _titles(sample: list[Record], width: int) -> tuple[list[Record], list[Record]]:
    for at, record in enumerate(sample):
        if record.filled and not _is_title(record, width, sample[at + 1 : at + 6]):
            return sample[:at], sample[at:]
    return sample, []


def _is_title(record: Record, width: int, following: list[Record]) -> bool:
    if width < 2 or numeric_share(record.cells) == 1.0:
        return False
    if width == 2:
        return record.filled == 1 and sum(other.filled == 2 for other in following) >= 2
    return record.filled / width < TITLE_FILLED or (record.filled == 1 and width == 3)


def _headers(rest: list[Record], width: int) -> list[Record]:
    body = [record for record in rest[2:200] or rest[1:] if record.filled >= max(1, width * TITLE_FILLED)]
    share = sum(numeric_share(record.cells) for record in body) / len(body) if body else 0.0
    if not rest or not _looks_like_header(rest[0], rest[1:], share):
        return []
    second = rest[1] if len(rest) > 1 and rest[1].filled else None
    if second and _is_second_header(rest[0], second, rest[2:], share):
        return [rest[0], second]
    return [rest[0]]


def _looks_like_header(record: Record, following: list[Record], body_share: float) -> bool:
    """A header names things: few numbers in it, no name twice in a row of otherwise typed cells, short cells."""
    share = numeric_share(record.cells)
    if body_share > 0.1:
        return share <= 0.5 * body_share or _years_across(record, body_share)
    if not following:
        return share < 0.5
    filled = [cell.strip() for cell in record.cells if cell.strip()]
    return share < 0.3 and len(set(filled)) >= 0.8 * len(filled) and not _recurs(record, following)


def _years_across(record: Record, body_share: float) -> bool:
    """Years or months as column names (a wide table): numbers, but a sequence of them after a first label."""
    numbers = [cell.strip().rstrip("年月") for cell in record.cells[1:] if cell.strip()]
    if not numbers or is_numeric(record.cells[0]) or not record.cells[0].strip() or body_share < 0.5:
        return False
    return all(re.fullmatch(r"(?:1[89]|20)\d\d|\d{2,3}", number) for number in numbers) and len(
        set(numbers)
    ) == len(numbers)


def _recurs(record: Record, following: list[Record]) -> bool:
    """Half of this row's values come again in the same column below: it is data, there is no header."""
    below = following[:200]
    again = sum(
        any(at < len(other.cells) and other.cells[at].strip() == cell.strip() for other in below)
        for at, cell in enumerate(record.cells)
        if cell.strip()
    )
    return again * 2 >= max(1, record.filled)


def _is_second_header(first: Record, second: Record, body: list[Record], body_share: float) -> bool:
    if not body or not _words_over_numbers(second, body):
        return False
    share = numeric_share(second.cells)
    if _is_bilingual([first, second]):
        return share <= 0.5 * body_share if body_share > 0.05 else _another_language(second, body)
    gaps = [at for at, cell in enumerate(first.cells) if not cell.strip()]
    fills = sum(at < len(second.cells) and bool(second.cells[at].strip()) for at in gaps)
    stacked = bool(gaps) and fills * 2 >= len(gaps) and not _recurs(second, [first])
    repeats = second.filled - len({cell.strip() for cell in second.cells if cell.strip()})
    spread = stacked or (second.filled < first.filled and repeats > 0)
    return spread and body_share > 0.15 and share <= 0.25 * body_share


def _words_over_numbers(second: Record, body: list[Record]) -> bool:
    """Where the body has a column of numbers a header has a word: not "n/a", not "-", which are values of a row."""
    for at, cell in enumerate(second.cells):
        below = [
            record.cells[at] for record in body[:200] if at < len(record.cells) and record.cells[at].strip()
        ]
        numbers = sum(map(is_numeric, below)) >= 0.8 * len(below) if below else False
        if (
            numbers
            and cell.strip()
            and (trim(cell) in MISSING or not re.search(r"[^\W\d_]{2}|[\u3400-\u9fff]", cell))
        ):
            return False
    return True


def _another_language(second: Record, body: list[Record]) -> bool:
    """Without numbers to go by: a row in one language over a body in the other is a header, else it is a row."""
    below = sum(_chinese_share(record.cells) for record in body[:200]) / len(body[:200])
    return (_chinese_share(second.cells) >= 0.6 and below < 0.1) or (
        _chinese_share(second.cells) == 0 and below > 0.3
    )


def _is_bilingual(headers: list[Record]) -> bool:
    """One row all ASCII, the other mostly Chinese, both (nearly) full."""
    if len(headers) < 2 or min(record.filled for record in headers) < 0.8 * max(
        record.filled for record in headers
    ):
        return False
    chinese = [_chinese_share(record.cells) for record in headers[:2]]
    return min(chinese) == 0.0 and max(chinese) >= 0.6


def _chinese_share(cells: list[str]) -> float:
    filled = [cell for cell in cells if cell.strip()]
    return sum(bool(_CJK.search(cell)) for cell in filled) / len(filled) if filled else 0.0


def is_footnote(record: Record, width: int) -> bool:
    """A note under the table: nearly empty, and starting like a note or standing alone in a wide table's first cell."""
    if not record.filled:
        return True
    first = next(cell for cell in record.cells if cell.strip())
    if width < 2:
        return bool(NOTE.match(first)) and len(first) > 3
    sparse = record.filled / width < TITLE_FILLED or record.filled == 1
    alone = record.filled == 1 and bool(record.cells[0].strip()) and width >= 4 and len(record.cells) < width
    return sparse and not numeric_share(record.cells) and (bool(NOTE.match(first)) or alone)


def header_again(headers: list[Record]) -> Callable[[list[str]], bool]:
    """Whether cells are the header again inside the body, as printed reports have it on each page. Nearly every row is told
    apart by its first cell."""
    stripped = [[cell.strip() for cell in header.cells] for header in headers]
    firsts = {cells[0] for cells in stripped if cells}

    def again(cells: list[str]) -> bool:
        return cells[0].strip() in firsts and [cell.strip() for cell in cells] in stripped

    return again
