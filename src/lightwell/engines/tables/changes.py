"""Every changed cell beside its original: the typed table laid next to the text that it was read from."""

from dataclasses import dataclass

from lightwell.engines.tables.infer import Rule
from lightwell.engines.tables.load import Loaded, raw_text, reading

# a plain number is not changed by the zeros that stand or do not stand behind its point
_SAME_NUMBER = r"-?[0-9]+(\.[0-9]+)?"
_NUMBERS = ("BIGINT", "INTEGER", "DOUBLE")


@dataclass(frozen=True)
class Cell:
    """`value` as the table has it (None: no value); `original` the file's own text, None when nothing was changed."""

    value: str | None
    original: str | None = None


@dataclass(frozen=True)
class Changes:
    """`counts`: changed cells of each column over all rows; `examples`: the first of them, None where there is none;
    `rows`: the first rows of the table, and `lines` the physical line that each begins on."""

    counts: list[int]
    examples: list[Cell | None]
    rows: list[list[Cell]]
    lines: list[int]


def changes(loaded: Loaded, *, rows: int) -> Changes:
    """Compare the whole table with its file, and return its first `rows` rows cell by cell."""
    loaded.db.execute("SET threads = 1")  # both sides in the order of the file
    width = range(len(loaded.rules))
    texts = ", ".join(f"{raw_text(loaded.source, at)} AS o{at}" for at in width)
    values = ", ".join(f"{_shown(loaded.rules[at], f'c{at}')} AS v{at}" for at in width)
    beside = f"(SELECT {texts} FROM {reading(loaded.source, len(width))}) POSITIONAL JOIN (SELECT rowid AS n, {values} FROM typed)"
    told = [_changed(loaded.rules[at], at) for at in width]
    first = ", ".join(f"CASE WHEN {told[at]} THEN v{at} ELSE o{at} END, {told[at]}, o{at}" for at in width)
    found = loaded.db.execute(f"SELECT {first} FROM {beside} ORDER BY n LIMIT {int(rows)}").fetchall()
    parts = ", ".join(
        f"count(*) FILTER ({told[at]}), arg_min({{'v': v{at}, 'o': o{at}}}, n) FILTER ({told[at]})"
        for at in width
    )
    counted = loaded.one(f"SELECT {parts} FROM {beside}")
    return Changes(
        counts=list(counted[::2]),
        examples=[_cell(one["v"], True, one["o"]) if one else None for one in counted[1::2]],
        rows=[[_cell(*row[at : at + 3]) for at in range(0, len(row), 3)] for row in found],
        lines=[loaded.source.lines[number] for number in range(len(found))],
    )


def _cell(value: str | None, changed: bool, original: str | None) -> Cell:
    return Cell(value, original or "") if changed else Cell(value)


def _shown(rule: Rule, column: str) -> str:
    """SQL: a value as people read it, a whole number without a point."""
    text = f"CAST({column} AS VARCHAR)"
    if rule.sql_type != "DOUBLE":
        return text
    whole = f"{column} = trunc({column}) AND abs({column}) < 1e15"
    return f"CASE WHEN {whole} THEN CAST(CAST({column} AS BIGINT) AS VARCHAR) ELSE {text} END"


def _changed(rule: Rule, at: int) -> str:
    """SQL: whether a cell says another thing than its text."""
    differs = f"o{at} IS DISTINCT FROM v{at}"
    if rule.sql_type not in _NUMBERS:
        return differs
    same = f"regexp_full_match(o{at}, '{_SAME_NUMBER}') AND try_cast(o{at} AS DOUBLE) = try_cast(v{at} AS DOUBLE)"
    return f"({differs} AND NOT coalesce({same}, false))"
