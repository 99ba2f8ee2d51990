"""Reads the same list as a CSV file with the columns 編號, 議題, 處理情形, 管道 and 主題, in any order."""

from __future__ import annotations

import csv
import io

from lightwell.participation.opinions.import_rows import (
    CHANNELS,
    Fault,
    Row,
    Unreadable,
    channel_of,
    checked,
    number_of,
)

COLUMNS = ("編號", "議題", "處理情形", "管道", "主題")


def decoded(content: bytes) -> str:
    """Return the text of a file in UTF-8 or UTF-16 (with its mark) or in Big5 as Windows writes it; Unreadable otherwise."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp950"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError as error:
            line = content[: error.start].count(b"\n") + 1
    raise Unreadable([Fault(line, "not text in UTF-8, UTF-16 or Big5; save the file as UTF-8")])


def read_csv(text: str) -> list[Row]:
    """Return the rows in order; Unreadable names each fault by the line on which its row begins."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[Row] = []
    faults: list[Fault] = []
    try:
        at = _positions(next(reader, []))
        begins = reader.line_num + 1
        for cells in reader:
            if any(cell.strip() for cell in cells):
                _row(begins, cells, at, rows, faults)
            begins = reader.line_num + 1
    except csv.Error as error:
        faults.append(Fault(reader.line_num, f"not CSV: {error}"))
    faults += checked(rows)
    if not rows and not faults:
        faults.append(Fault(1, "there is no row below the header"))
    if faults:
        raise Unreadable(sorted(faults, key=lambda fault: fault.line))
    return rows


def _positions(header: list[str]) -> dict[str, int]:
    names = [name.strip() for name in header]
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        raise Unreadable(
            [Fault(1, f"the header lacks {', '.join(missing)}; it must name {', '.join(COLUMNS)}")]
        )
    return {name: names.index(name) for name in COLUMNS}


def _row(line: int, cells: list[str], at: dict[str, int], rows: list[Row], faults: list[Fault]) -> None:
    value = {name: cells[place].strip() if place < len(cells) else "" for name, place in at.items()}
    number, channel = number_of(value["編號"]), channel_of(value["管道"])
    if number is None:
        faults.append(Fault(line, f"編號 is {value['編號']!r}, not a number"))
    if channel is None:
        faults.append(
            Fault(
                line,
                f"管道 is {value['管道']!r}; write 網路, 會議, 電話, 信件, 紙本, 社群, 臨櫃 or one of {', '.join(CHANNELS)}",
            )
        )
    faults += [Fault(line, f"{name} is empty") for name in ("議題", "處理情形") if not value[name]]
    if number is not None and channel is not None and value["議題"] and value["處理情形"]:
        rows.append(Row(line, number, channel, value["主題"], value["議題"], value["處理情形"]))
