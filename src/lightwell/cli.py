"""The one program ``lightwell``. Each part of the house brings its own commands; a command loads only what it needs."""

from __future__ import annotations

import argparse
import sys
from importlib import import_module

COMMANDS = (  # module with register(subparsers)
    "lightwell.operations.command",
    "lightwell.engines.tables.command",
    "lightwell.engines.tlog.command",
    "lightwell.record.command",
    "lightwell.opendata.publishing.command",
)


def main(argv: list[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 the answer is no, 2 it could not be understood or read."""
    parser = argparse.ArgumentParser(prog="lightwell", description="Lightwell 天井: an open-government platform.")
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for module in COMMANDS:
        import_module(module).register(subparsers)
    arguments = parser.parse_args(argv)
    return int(arguments.func(arguments) or 0)


if __name__ == "__main__":
    sys.exit(main())
