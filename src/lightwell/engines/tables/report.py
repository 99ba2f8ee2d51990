"""What a reading found: the report that the command prints and the publishing page shows.

The JSON keys and the names of the types are a public contract; they stay as they are between versions.
"""

from dataclasses import dataclass, field, replace
from typing import Any

TYPES = [
    "integer",
    "decimal",
    "percent",
    "money",
    "boolean",
    "date",
    "month",
    "year",
    "quarter",
    "datetime",
    "text",
    "code",
    "category",
    "longitude",
    "latitude",
    "tm2_x",
    "tm2_y",
    "address",
    "national_id",
    "business_id",
    "phone",
    "email",
    "url",
]

WARNINGS_KEPT = 200


class TableRefused(Exception):
    """The file is not a table that can be read. `message` says what is wrong, where, and what to do."""

    def __init__(self, code: str, message: str, row: int | None = None) -> None:
        super().__init__(message)
        self.code, self.message, self.row = code, message, row


@dataclass(frozen=True)
class Warned:
    """One thing that a person should look at. `row` is the physical line from 1, `column` a column's name."""

    code: str
    message: str
    row: int | None = None
    column: str | None = None

    def to_json(self) -> dict[str, Any]:
        return {"code": self.code, "message": self.message, "row": self.row, "column": self.column}


@dataclass(frozen=True)
class Column:
    """One column as read: `type` is None when no cell has a value; `min` and `max` are JSON values."""

    name: str
    title: str
    type: str | None
    nulls: int
    distinct: int | None
    min: Any
    max: Any
    failures: int
    rule: str

    def to_json(self) -> dict[str, Any]:
        return dict(self.__dict__)


@dataclass(frozen=True)
class Report:
    """The whole reading. `status` is ok, warnings or refused; what was not determined is None."""

    encoding: str | None = None
    delimiter: str | None = None
    sheets: list[str] | None = None
    skipped_rows: list[int] = field(default_factory=list)
    header_rows: list[int] = field(default_factory=list)
    columns: list[Column] = field(default_factory=list)
    rows: int | None = None
    warnings: list[Warned] = field(default_factory=list)
    status: str = "ok"

    def to_json(self) -> dict[str, Any]:
        """Exactly the keys of the contract, ready for `json.dumps`."""
        told = dict(self.__dict__)
        told["columns"] = [column.to_json() for column in self.columns]
        told["warnings"] = [warned.to_json() for warned in self.warnings]
        return told

    def with_warnings(self, more: list[Warned]) -> "Report":
        warnings = [*self.warnings, *more]
        return replace(self, warnings=warnings, status="warnings" if warnings else "ok")


def refusal(refused: TableRefused, *, encoding: str | None = None) -> Report:
    """A report whose only content is why the file was refused."""
    warned = Warned(refused.code, refused.message, refused.row)
    return Report(encoding=encoding, warnings=[warned], status="refused")


@dataclass
class Notes:
    """Collects warnings in file order; after WARNINGS_KEPT of one code only their number is kept."""

    kept: list[Warned] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    def add(self, code: str, message: str, row: int | None = None, column: str | None = None) -> None:
        self.counts[code] = self.counts.get(code, 0) + 1
        if self.counts[code] <= WARNINGS_KEPT:
            self.kept.append(Warned(code, message, row, column))

    def all(self) -> list[Warned]:
        over = {code: n - WARNINGS_KEPT for code, n in self.counts.items() if n > WARNINGS_KEPT}
        return self.kept + [
            Warned(code, f"{n} more warnings of this kind are not listed.") for code, n in over.items()
        ]
