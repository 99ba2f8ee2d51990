"""From a file to a report, and to the files of a published version."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from lightwell.engines.tables import files, infer, profile, source
from lightwell.engines.tables.changes import Changes, changes
from lightwell.engines.tables.folding import sql_text
from lightwell.engines.tables.load import FIELD, PART, Loaded, database, load, settle_categories
from lightwell.engines.tables.report import Column, Notes, Report, TableRefused, refusal
from lightwell.engines.tables.source import NotPlain, Opened, Source

FAILURES_SHOWN = 10


@dataclass(frozen=True)
class Hints:
    """What the publisher knows better: `header_rows` are physical lines (an empty tuple: there is no header),
    `types` maps a column's name to a type of the contract, `titles` a column's name to another title."""

    encoding: str | None = None
    delimiter: str | None = None
    header_rows: tuple[int, ...] | None = None
    types: dict[str, str] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)


def read(path: Path | str, *, hints: Hints | None = None, parquet: Path | str | None = None) -> Report:
    """Read a file and report; with `parquet` also write the typed table there. A refused file gives a report whose
    status is "refused"; no input raises."""
    return _reported(Path(path), hints or Hints(), out=None, parquet=Path(parquet) if parquet else None)


def refine(
    path: Path | str,
    *,
    out: Path | str,
    hints: Hints | None = None,
    title: str | None = None,
    downloads: bool = True,
) -> Report:
    """Read a file and write into folder `out`: `table.parquet`, `serving.duckdb`, `profile.json`, and with `downloads` also
    `table.csv` (UTF-8 with a BOM, without which Excel in Taiwan shows no Chinese) and `table.json` (an array of
    objects) with `rows.idx` (where its rows begin). Nothing is written when the file is refused. Same bytes in, same bytes out, except `serving.duckdb`,
    whose pages DuckDB lays out as its threads finish: its rows are the same, its bytes need not be."""
    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    return _reported(Path(path), hints or Hints(), out=folder, parquet=None, title=title, downloads=downloads)


def compare(
    path: Path | str, *, out: Path | str, rows: int = 50, hints: Hints | None = None
) -> tuple[Report, Changes | None]:
    """Read a file, write `table.csv` and `table.json` into the folder `out`, and lay the first `rows` rows beside what the
    file says. None instead of changes, and nothing written, when the file is refused; no input raises."""
    folder, told = Path(out), hints or Hints()
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="lightwell-table-", dir=folder) as work:
        try:
            with _loaded(Path(path), told, Path(work)) as (loaded, opened):
                report, _ = _report(loaded, opened)
                files.write_downloads(loaded, folder)
                return report, changes(loaded, rows=rows)
        except TableRefused as refused:
            return refusal(refused), None
        except OSError as error:
            return _inaccessible(Path(path), error), None


def _inaccessible(path: Path, error: OSError) -> Report:
    message = f"{error.strerror or error}: {error.filename or path}."
    return refusal(TableRefused("cannot_access", message))


def _reported(
    path: Path,
    hints: Hints,
    *,
    out: Path | None,
    parquet: Path | None,
    title: str | None = None,
    downloads: bool = True,
) -> Report:
    with tempfile.TemporaryDirectory(prefix="lightwell-table-", dir=out) as work:
        try:
            with _loaded(path, hints, Path(work)) as (loaded, opened):
                if out:
                    with files.Version(loaded, Path(work), out) as version:
                        version.begin(downloads=downloads)
                        report, facts = _report(loaded, opened)
                        version.finish(report, facts, title=title)
                    return report
                report, _ = _report(loaded, opened)
                if parquet:
                    files.write_parquet(loaded, parquet)
                return report
        except TableRefused as refused:
            return refusal(refused)
        except OSError as error:
            return _inaccessible(path, error)


@contextmanager
def _loaded(path: Path, hints: Hints, work: Path) -> Iterator[tuple[Loaded, Opened]]:
    """The fast way, which takes a big file for as plain as its sample; and the careful way when it is not."""
    with database(work) as db:
        opened = _opened(path, hints, careful=False)
        try:
            loaded = _load(opened, hints, work, db, careful=False)
        except NotPlain:
            opened = opened if opened.encoding.sure else _opened(path, hints, careful=True)
            loaded = _load(opened, hints, work, db, careful=True)
        yield loaded, opened


def _opened(path: Path, hints: Hints, *, careful: bool) -> Opened:
    return source.open_file(
        path, encoding_asked=hints.encoding, delimiter_asked=hints.delimiter, careful=careful
    )


def _load(opened: Opened, hints: Hints, work: Path, db: object, *, careful: bool) -> Loaded:
    prepared = source.prepare(opened, work, header_lines=hints.header_rows, careful=careful)
    prepared.titles = [
        hints.titles.get(name, title) for name, title in zip(prepared.names, prepared.titles, strict=True)
    ]
    return load(db, prepared, _rules(prepared, opened, hints))  # type: ignore[arg-type]


def _rules(prepared: Source, opened: Opened, hints: Hints) -> list[infer.Rule]:
    unknown = sorted(set(hints.types) - set(prepared.names))
    if unknown:
        raise TableRefused(
            "unknown_column", f"There is no column {unknown[0]!r}. Columns: {', '.join(prepared.names)}."
        )
    rows = source.sample_rows(prepared, opened)
    return [_rule(prepared, at, rows, hints.types.get(name)) for at, name in enumerate(prepared.names)]


def _rule(prepared: Source, at: int, rows: list[list[str]], chosen: str | None) -> infer.Rule:
    if chosen is None:
        return infer.infer(prepared.titles[at], prepared.names[at], (row[at] for row in rows))
    try:
        return infer.of_type(chosen)
    except ValueError as error:
        raise TableRefused("unknown_type", f"{error} Use one of the types in the documentation.")


def _report(loaded: Loaded, opened: Opened) -> tuple[Report, list[profile.Facts]]:
    facts = [profile.facts(loaded, at) for at in range(len(loaded.rules))]
    settle_categories(loaded, [fact.distinct for fact in facts], [loaded.rows - fact.nulls for fact in facts])
    notes = loaded.source.notes
    _note_failures(loaded, notes)
    _note_whole(loaded, opened, notes)
    warnings = notes.all()
    report = Report(
        encoding=opened.encoding.name,
        delimiter=opened.delimiter,
        skipped_rows=sorted(loaded.source.skipped),
        header_rows=loaded.source.header_rows,
        columns=[_column(loaded, at, fact) for at, fact in enumerate(facts)],
        rows=loaded.rows,
        warnings=warnings,
        status="warnings" if warnings else "ok",
    )
    return report, facts


def _column(loaded: Loaded, at: int, fact: profile.Facts) -> Column:
    rule, told = loaded.rules[at], loaded.rules[at].label
    if loaded.marks[at]:
        marks = ", ".join(f"{mark} ({n})" for mark, n in loaded.marks[at].items())
        told += f"; read as no value, kept in {loaded.source.names[at]}__original: {marks}"
    return Column(
        name=loaded.source.names[at],
        title=loaded.source.titles[at],
        type=rule.type,
        nulls=fact.nulls,
        distinct=fact.distinct,
        min=fact.min,
        max=fact.max,
        failures=loaded.failures[at],
        rule=told,
    )


def _note_failures(loaded: Loaded, notes: Notes) -> None:
    """The first ten failing cells of each column, with the physical line and what the cell holds."""
    for at, rule in enumerate(loaded.rules):
        if loaded.failures[at]:
            for row, text in _failing(loaded, at, rule):
                message = f"{text[:80]!r} is not read as {rule.type}; the original text is kept."
                notes.add("conversion_failed", message, loaded.source.lines[row], loaded.source.names[at])


def _failing(loaded: Loaded, at: int, rule: infer.Rule) -> list[tuple[int, str]]:
    entry = f"{FIELD}{at}{PART}"
    wanted, text = (
        f"contains(kept, {sql_text(entry)})",
        f"regexp_extract(kept, {sql_text(entry + f'([^{FIELD}]*)')}, 1)",
    )
    if rule.fits:
        wanted, text = f"NOT {rule.fits(f'c{at}')}", f"c{at}"
    return loaded.db.execute(
        f"SELECT rowid, {text} FROM typed WHERE {wanted} ORDER BY rowid LIMIT {FAILURES_SHOWN}"
    ).fetchall()


def _note_whole(loaded: Loaded, opened: Opened, notes: Notes) -> None:
    if not loaded.source.shape.headers:
        notes.add(
            "no_header", "No header row was found; columns are numbered. Point at the header if there is one."
        )
    if opened.delimiter is None:
        notes.add("one_column", "No delimiter was found: every line was read as one cell.")
    if not loaded.rows:
        notes.add("no_rows", "There is a header but no row under it.")
    untitled = [
        name for at, name in enumerate(loaded.source.names) if loaded.source.titles[at] == f"column {at + 1}"
    ]
    if untitled and loaded.source.shape.headers:
        notes.add("untitled_column", f"Columns without a title were named: {', '.join(untitled[:10])}.")
