"""The one pass over a body: text in, typed columns out, and beside them the original text of every cell that failed.

Everything is DuckDB: reading, trimming, converting, counting. `typed` holds columns c0, c1 … and `kept`, which is NULL for
almost every row and else lists the row's cells that were not converted (FIELD index PART text), or held a mark for
"no value" (FIELD index "m" PART text), so that nothing in the file is lost.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import duckdb

from lightwell.engines.tables.folding import sql_missing, sql_name, sql_text, sql_trim
from lightwell.engines.tables.infer import ENOUGH, TEXT, Rule
from lightwell.engines.tables.report import TableRefused
from lightwell.engines.tables.source import BREAK, NotPlain, Source

FIELD, PART = "\x1e", "\x1f"
MEMORY = "900MB"
LONGEST_LINE = 64 << 20


@dataclass
class Loaded:
    """The typed table in `db`, one rule per column, and per column how many cells failed or held which marks."""

    db: duckdb.DuckDBPyConnection
    source: Source
    rules: list[Rule]
    rows: int = 0
    failures: list[int] = field(default_factory=list)
    marks: list[dict[str, int]] = field(default_factory=list)

    def one(self, query: str) -> tuple[Any, ...]:
        found = self.db.execute(query).fetchone()
        assert found is not None
        return tuple(found)

    @property
    def selected(self) -> str:
        """SELECT of the published table: named columns, and `<name>__original` where a cell was not converted."""
        columns = []
        for at, (name, rule) in enumerate(zip(self.source.names, self.rules, strict=True)):
            columns.append(f"c{at} AS {sql_name(name)}")
            if rule.convert and (self.failures[at] or self.marks[at]):
                columns.append(f"{kept_text(at)} AS {sql_name(name + '__original')}")
        return f"SELECT {', '.join(columns)} FROM typed"


def kept_text(at: int) -> str:
    """SQL: the original text of column `at` in this row, NULL when it was converted."""
    pattern = f"{FIELD}{at}m?{PART}([^{FIELD}]*)"
    return f"nullif(regexp_extract(kept, {sql_text(pattern)}, 1), '')"


@contextmanager
def database(work: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A private DuckDB in memory that spills into `work`; no extension is ever loaded from the network."""
    config: dict[str, Any] = {
        "memory_limit": MEMORY,
        "temp_directory": str(work / "spill"),
        "threads": str(max(1, os.cpu_count() or 1)),
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
    }
    db = duckdb.connect(":memory:", config=config)
    try:
        # shared sub-expressions would be computed for every row, also those of branches that hardly any row takes
        db.execute("SET disabled_optimizers = 'common_subexpressions'")
        db.execute("SET TimeZone = 'Asia/Taipei'") if _has_timezones(db) else None
        yield db
    finally:
        db.close()


def _has_timezones(db: duckdb.DuckDBPyConnection) -> bool:
    found = db.execute("SELECT loaded FROM duckdb_extensions() WHERE extension_name = 'icu'").fetchone()
    return bool(found and found[0])


def load(db: duckdb.DuckDBPyConnection, source: Source, rules: list[Rule]) -> Loaded:
    """Read and convert. A type under which too many cells fail over the whole file is given up for text, and the file
    is read again. NotPlain when a plain-looking file turns out ragged, quoted over lines, or with blank rows."""
    for _ in range(4):
        loaded = _load_once(db, source, rules)
        kept = [_or_text(rule, loaded, at) for at, rule in enumerate(rules)]
        if kept == rules:
            break
        rules = kept
    return loaded


def _or_text(rule: Rule, loaded: Loaded, at: int) -> Rule:
    if rule.convert is None or "chosen" in rule.label or not loaded.failures[at]:
        return rule
    (read,) = loaded.one(f"SELECT count(c{at}) FROM typed")
    return TEXT if read < ENOUGH * (read + loaded.failures[at]) else rule


def _load_once(db: duckdb.DuckDBPyConnection, source: Source, rules: list[Rule]) -> Loaded:
    db.execute("DROP TABLE IF EXISTS typed")
    try:
        db.execute(f"CREATE TABLE typed AS {_conversion(source, rules)}")
    except duckdb.Error as error:
        if source.plain:
            raise NotPlain
        reason = str(error).splitlines()[0][:300]
        raise TableRefused(
            "cannot_read", f"The table could not be loaded: {reason}. Split the file or simplify it."
        )
    loaded = Loaded(db, source, rules)
    (loaded.rows,) = loaded.one("SELECT count(*) FROM typed")
    if source.plain:
        _demand_plain(loaded)
    _count_kept(loaded)
    return loaded


def _conversion(source: Source, rules: list[Rule]) -> str:
    raw = [raw_text(source, at) for at in range(len(rules))]
    values = ", ".join(f"r{at}, {_value(rule, raw[at])} AS c{at}" for at, rule in enumerate(rules))
    kept = [_kept(at, raw[at]) for at, rule in enumerate(rules) if rule.convert]
    empty = " OR ".join(f"c{at} IS NULL" for at, rule in enumerate(rules) if rule.convert)
    joined = (
        f"CASE WHEN {empty} THEN nullif(concat({', '.join(kept)}), '') END"
        if kept
        else "CAST(NULL AS VARCHAR)"
    )
    out = ", ".join(f"c{at}" for at in range(len(rules)))
    return f"SELECT {out}, {joined} AS kept FROM (SELECT {values} FROM {reading(source, len(rules))})"


def raw_text(source: Source, at: int) -> str:
    """SQL: the text of column `at` as `reading` gives it, line breaks put back."""
    return f"replace(r{at}, {sql_text(BREAK)}, {sql_text(chr(10))})" if at in source.broken else f"r{at}"


def _value(rule: Rule, raw: str) -> str:
    if rule.convert is None:
        return sql_trim(raw)
    return f"CAST({rule.convert(raw)} AS {rule.sql_type})"


def _kept(at: int, raw: str) -> str:
    text = sql_trim(raw)
    mark = f"CASE WHEN {sql_missing(text)} THEN 'm' ELSE '' END"
    return f"CASE WHEN c{at} IS NULL THEN '{FIELD}{at}' || {mark} || '{PART}' || {text} END"


def reading(source: Source, width: int) -> str:
    """SQL that reads the body as text. No `new_line` here: with strict_mode DuckDB 2.0 then reads no row at all."""
    columns = ", ".join(f"'r{at}': 'VARCHAR'" for at in range(width))
    quote = "quote='\"', escape='\"'" if source.plain else "quote='', escape=''"
    return (
        f"read_csv({sql_text(str(source.path))}, auto_detect=false, header=false, delim={sql_text(source.delimiter)}, "
        f"{quote}, skip={source.skip}, columns={{{columns}}}, strict_mode=true, null_padding=false, "
        f"max_line_size={LONGEST_LINE if not source.plain else 2 << 20}, buffer_size={LONGEST_LINE})"
    )


def _demand_plain(loaded: Loaded) -> None:
    """As many rows as lines, and no row without a value: then row n stands on line n + skip. And no odd character."""
    assert loaded.source.looked is not None
    look = loaded.source.looked.result()
    columns = " AND ".join(f"c{at} IS NULL" for at in range(len(loaded.rules)))
    (blank,) = loaded.one(f"SELECT count(*) FROM typed WHERE kept IS NULL AND {columns}")
    if blank or look.odd or look.lines - loaded.source.skip not in (loaded.rows, loaded.rows - 1):
        raise NotPlain


def _count_kept(loaded: Loaded) -> None:
    loaded.failures = [0] * len(loaded.rules)
    loaded.marks = [{} for _ in loaded.rules]
    for at, rule in enumerate(loaded.rules):
        if rule.fits:
            (loaded.failures[at],) = loaded.one(f"SELECT count(*) FROM typed WHERE NOT {rule.fits(f'c{at}')}")
    parts = f"unnest(string_split(substr(kept, 2), '{FIELD}'))"
    query = f"SELECT split_part(e, '{PART}', 1) k, CASE WHEN k LIKE '%m' THEN split_part(e, '{PART}', 2) END m, count(*) "
    for key, mark, n in loaded.db.execute(
        f"{query} FROM (SELECT {parts} e FROM typed WHERE kept IS NOT NULL) GROUP BY ALL ORDER BY ALL"
    ).fetchall():
        if mark is None:
            loaded.failures[int(key)] += n
        else:
            loaded.marks[int(key.rstrip("m"))][mark] = n


def settle_categories(loaded: Loaded, distinct: list[int], filled: list[int]) -> None:
    """Text with few values that come again and again is a category; known only when all rows have been counted."""
    for at, rule in enumerate(loaded.rules):
        if (
            rule.type == "text"
            and "chosen" not in rule.label
            and 1 <= distinct[at] <= 60
            and filled[at] >= max(8, 4 * distinct[at])
        ):
            (longest,) = loaded.one(f"SELECT max(length(c{at})) FROM typed")
            if longest <= 60:
                loaded.rules[at] = replace(
                    rule, type="category", label=f"category: {distinct[at]} different texts"
                )
