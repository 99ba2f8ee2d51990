"""`lightwell table FILE [--parquet OUT] [--json]`: read a messy file, say what was found."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lightwell.engines.tables.report import Report


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the parser `table` to the program."""
    parser = subparsers.add_parser(
        "table", help="read a messy table file and report its columns, types and problems"
    )
    parser.add_argument(
        "file", type=Path, help="a delimited text file: CSV or TSV in UTF-8, UTF-16 or CP950 (Big5)"
    )
    parser.add_argument("--parquet", type=Path, metavar="OUT", help="also write the typed table as Parquet")
    parser.add_argument("--json", action="store_true", help="print the report as one JSON object")
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Exit code 0 when the file was read, 2 when it was refused."""
    from lightwell.engines.tables import read  # DuckDB is loaded only when the command runs

    report = read(args.file, parquet=args.parquet)
    if args.json:
        print(json.dumps(report.to_json(), ensure_ascii=False))
    elif report.status == "refused":
        print(f"{args.file}: refused. {report.warnings[0].message}", file=sys.stderr)
    else:
        print(readable(report))
    return 2 if report.status == "refused" else 0


def readable(report: "Report") -> str:
    """The report for a terminal."""
    delimiter = {"\t": "tab", None: "none"}.get(report.delimiter, report.delimiter)
    lines = [
        f"{report.rows} rows, {len(report.columns)} columns; encoding {report.encoding}, delimiter {delimiter}",
        f"header on line {_listed(report.header_rows)}; skipped lines: {_listed(report.skipped_rows)}",
        "",
    ]
    for column in report.columns:
        span = f"  {column.min} … {column.max}" if column.min is not None else ""
        lines.append(f"  {column.name}: {column.type or 'empty'}{span}")
        failed = f", {column.failures} not converted" if column.failures else ""
        lines.append(f"      {column.nulls} empty, {column.distinct} different{failed}; {column.rule}")
    lines += ["", f"{len(report.warnings)} warnings" if report.warnings else "no warnings"]
    for warned in report.warnings:
        where = ", ".join(part for part in (warned.row and f"line {warned.row}", warned.column) if part)
        lines.append(f"  {warned.code}{f' ({where})' if where else ''}: {warned.message}")
    return "\n".join(lines)


def _listed(numbers: list[int]) -> str:
    shown = ", ".join(map(str, numbers[:12]))
    return f"{shown} and {len(numbers) - 12} more" if len(numbers) > 12 else shown or "none"
