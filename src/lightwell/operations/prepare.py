"""Before the first page: tables, assets, the demo. Run as a process of its own, and only when something changed.

``python -m lightwell.operations.prepare [migrate] [check] [static] [demo]``
"""

from __future__ import annotations

import os
import sys
from importlib import import_module, util
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lightwell.config.settings")

CANNOT = 2  # exit code: the operator has to do something, said on stderr


def main(steps: list[str]) -> int:
    import django
    from django.db import OperationalError

    django.setup()
    try:
        return max((_STEPS[step]() for step in steps), default=0)
    except OperationalError as error:
        print(f"The database cannot be reached: {str(error).strip()}", file=sys.stderr)
        print("Check DATABASE_URL, and that PostgreSQL takes connections from here.", file=sys.stderr)
        return CANNOT


def migrate() -> int:
    """Bring the tables up to this code; two hosts that start at once do it one after the other."""
    from django.core.management import call_command
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtextextended('lightwell migrate', 0))")
        try:
            call_command("migrate", interactive=False, verbosity=0)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(hashtextextended('lightwell migrate', 0))")
    return 0


def check() -> int:
    """Refuse to serve with tables that are not those of this code."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not waiting:
        return 0
    print(f"The database lacks {len(waiting)} changes that this release brings.", file=sys.stderr)
    print("Make a backup (`lightwell backup FOLDER`), then run `lightwell manage migrate`.", file=sys.stderr)
    return CANNOT


def static() -> int:
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)
    return 0


def demo() -> int:
    """Load the invented city when the database is empty, and leave a note with its accounts for the next starts."""
    if util.find_spec("lightwell.demo") is None or util.find_spec("lightwell.demo.load") is None:
        return 0
    from django.conf import settings

    lines = import_module("lightwell.demo.load").load_when_empty()
    (Path(settings.HOME) / "run" / "welcome.txt").write_text("\n".join(lines or []), encoding="utf-8")
    return 0


_STEPS = {"migrate": migrate, "check": check, "static": static, "demo": demo}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
