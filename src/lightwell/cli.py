"""The one program ``lightwell``. Each part of the house brings its own commands; a command loads only what it needs.

A command whose parser says ``needs_database=True`` finds the database answering and Django ready; the embedded one is
started for it and stopped again when nobody else uses it.
"""

from __future__ import annotations

import argparse
import os
import sys
from importlib import import_module

from lightwell.operations.trouble import OperatorError

COMMANDS = {  # module with register(subparsers): the commands it brings
    "lightwell.operations.command": ("demo", "serve", "worker", "manage", "backup", "restore"),
    "lightwell.engines.tables.command": ("table",),
    "lightwell.engines.tlog.command": ("log",),
    "lightwell.engines.logic.command": ("logic",),
    "lightwell.engines.search.command": ("search",),
    "lightwell.record.command": ("log",),
    "lightwell.opendata.publishing.command": ("publish",),
}
INTERRUPTED = 130


def main(argv: list[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 the answer is no, 2 it could not be understood or read."""
    words = sys.argv[1:] if argv is None else argv
    arguments = parser(words[0] if words else "").parse_args(words)
    try:
        return int(_run(arguments) or 0)
    except OperatorError as trouble:
        print(f"lightwell: {trouble.what}\n{trouble.do}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # the reader of our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def parser(command: str = "") -> argparse.ArgumentParser:
    """Return the parser of one command, or of all when it is none of ours (to list them)."""
    found = argparse.ArgumentParser(
        prog="lightwell", description="Lightwell 天井: an open-government platform."
    )
    subparsers = found.add_subparsers(dest="command", required=True, metavar="COMMAND")
    known = any(command in names for names in COMMANDS.values())
    for module, names in COMMANDS.items():
        if command in names or not known:
            import_module(module).register(subparsers)
    return found


def _run(arguments: argparse.Namespace) -> int | None:
    if not getattr(arguments, "needs_database", False):
        return arguments.func(arguments)
    from lightwell.operations import embedded

    with embedded.in_use():
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lightwell.config.settings")
        import django

        django.setup()
        return arguments.func(arguments)


if __name__ == "__main__":
    sys.exit(main())
