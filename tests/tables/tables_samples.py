"""Small files with one trap each, made by code."""

from pathlib import Path

import pytest

from lightwell.engines.tables import Report, read

REAL = Path(__file__).parents[2].parent / "shared/data"


def real(name: str) -> Path:
    path = REAL / name
    if not path.is_file():
        pytest.skip(f"real input {name} is not on this machine (looked in {REAL})")
    return path


def written(folder: Path, content: str | bytes, *, encoding: str = "utf-8", name: str = "in.csv") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def types_of(report: Report) -> dict[str, str | None]:
    return {column.name: column.type for column in report.columns}


def column(report: Report, name: str):
    return next(one for one in report.columns if one.name == name)


def codes_of(report: Report) -> list[str]:
    return [warned.code for warned in report.warnings]


def table(header: str, rows: list[str], *, end: str = "\n") -> str:
    return end.join([header, *rows]) + end


def read_text(folder: Path, content: str | bytes, **kwargs: str) -> Report:
    return read(written(folder, content, **kwargs))
