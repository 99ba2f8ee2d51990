"""Commands that run and keep a site: demo, serve, worker, manage, backup, restore."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Any


def register(subparsers: Any) -> None:
    """Add our commands to the program."""
    demo = subparsers.add_parser(
        "demo", help="try Lightwell out: an invented city, everything on this machine"
    )
    demo.add_argument(
        "--with", dest="folder", type=Path, metavar="FOLDER",
        help="also load the real tables, and a real catalogue, that lie below a folder",
    )  # fmt: skip
    demo.set_defaults(func=_demo)

    serve = subparsers.add_parser(
        "serve", help="run the web server (needs DATABASE_URL or LIGHTWELL_DATABASE=embedded)"
    )
    serve.add_argument(
        "--with-worker", action="store_true", help="run the worker beside it, in a process of its own"
    )
    serve.set_defaults(func=_serve)

    worker = subparsers.add_parser("worker", help="run jobs and regular work")
    worker.set_defaults(func=_work)

    manage = subparsers.add_parser("manage", help="run a management command", add_help=False)
    manage.add_argument("arguments", nargs=argparse.REMAINDER, metavar="COMMAND …")
    manage.set_defaults(func=_manage)

    backup = subparsers.add_parser(
        "backup", help="write a backup: database, files, record; keys only when asked"
    )
    backup.add_argument("folder", type=Path, help="a folder that does not exist yet")
    backup.add_argument(
        "--keys", type=Path, metavar="FOLDER", help="copy the keys too, to a folder kept elsewhere"
    )
    backup.set_defaults(func=_backup, needs_database=True)

    restore = subparsers.add_parser(
        "restore", help="bring a backup into an empty LIGHTWELL_HOME and database"
    )
    restore.add_argument("folder", type=Path, help="what `lightwell backup` wrote")
    restore.add_argument("--keys", type=Path, metavar="FOLDER", help="bring the keys back too")
    restore.set_defaults(func=_restore)


def _demo(arguments: argparse.Namespace) -> int:
    from lightwell.operations import runs

    return runs.demo(arguments.folder and arguments.folder.absolute())


def _serve(arguments: argparse.Namespace) -> int:
    from lightwell.operations import runs

    return runs.serve(with_worker=arguments.with_worker)


def _work(arguments: argparse.Namespace) -> int:
    from lightwell.operations import runs

    return runs.work()


def _manage(arguments: argparse.Namespace) -> int:
    """Django's own commands, with the embedded database running when it is the one in use."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lightwell.config.settings")
    from django.core.management import execute_from_command_line

    from lightwell.operations import embedded

    with embedded.in_use():
        execute_from_command_line(["lightwell manage", *arguments.arguments])
    return 0


def _backup(arguments: argparse.Namespace) -> int:
    from lightwell.operations.backup import backup

    made = backup(arguments.folder.absolute(), keys=arguments.keys and arguments.keys.absolute())
    print(f"Backup of {made.rows} rows and {len(made.files) - 1} files in {arguments.folder}.")
    if not arguments.keys:
        print(
            "The keys are not in it. Keep a copy of them elsewhere: lightwell backup FOLDER --keys OTHER_FOLDER"
        )
    return 0


def _restore(arguments: argparse.Namespace) -> int:
    from lightwell.operations import embedded, manifest, restore

    embedded.require_choice()
    manifest.read(arguments.folder.absolute())  # before anything is started or made
    if arguments.keys:
        restore.restore_keys(arguments.keys.absolute())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lightwell.config.settings")
    with embedded.in_use():
        import django

        django.setup()
        done = restore.restore(arguments.folder.absolute())
    print(f"Restored {done.rows} rows and {done.files} files; counts are equal.\n{done.record}")
    return 0
