"""The worker: jobs of every queue, and the regular rounds, in one process.

Jobs are fetched through a connector of their own. The app that rooms defer with keeps Django's connection, so a job that
writes rows and defers other jobs does both in one transaction, exactly as a page does.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from procrastinate import App, worker
from procrastinate.contrib.django import app as deferring
from procrastinate.contrib.django.django_connector import DjangoConnector

from lightwell.kernel import rounds

QUICK = ("post", "files", "casework", "people", "petitions", "services", "bridges")
SLOW = ("tables",)  # a large file may take minutes: it must not hold up mail
QUEUES = (*QUICK, *SLOW)
GRACE = 15.0  # seconds for running jobs when asked to stop; they are tried again later
LOST_AFTER = 20  # seconds without a heartbeat after which a job's worker counts as dead
log = logging.getLogger(__name__)


def run(ready: Path | None = None) -> None:
    """Work until SIGTERM or SIGINT; ``ready`` gets our number once jobs are listened for."""
    from django.conf import settings

    stop = threading.Event()
    turns = [threading.Thread(target=_turns, args=(r, stop), name=r.name, daemon=True) for r in _all_rounds()]
    note = ready or Path(settings.HOME) / "run" / "worker.ready"
    try:
        for turn in turns:
            turn.start()
        asyncio.run(_jobs(stop, note))
    finally:
        stop.set()
        note.unlink(missing_ok=True)
        for turn in turns:
            turn.join(GRACE)


async def _jobs(stop: threading.Event, note: Path) -> None:
    app = fetching_app()
    async with app.open_async():
        workers = [_worker(app, QUICK, 3), _worker(app, SLOW, 1)]
        _stop_on_signals(workers, stop)
        tasks = [asyncio.create_task(w.run()) for w in workers]
        _say_ready(note)
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for other in workers:  # one that ends alone has lost the database: end, and be started anew
            other.stop()
        await asyncio.gather(*tasks)
    if not stop.is_set():
        raise SystemExit("The worker lost its connection to the database and ends.")


def fetching_app() -> App:
    """Return an app that fetches jobs asynchronously and runs the tasks that rooms have registered."""
    connector = deferring.connector
    if not isinstance(connector, DjangoConnector):
        raise TypeError("the site's app must defer through Django's connection")
    app = App(
        connector=connector.get_worker_connector(),
        import_paths=deferring.import_paths,
        worker_defaults=deferring.worker_defaults,
    )
    app.tasks = deferring.tasks
    return app


def _worker(app: App, queues: tuple[str, ...], at_once: int) -> worker.Worker:
    return worker.Worker(
        app,
        queues=list(queues),
        name="-".join(queues),
        concurrency=at_once,
        fetch_job_polling_interval=2.0,
        shutdown_graceful_timeout=GRACE,
        listen_notify=True,
        delete_jobs="successful",
        install_signal_handlers=False,
        update_heartbeat_interval=5.0,
        stalled_worker_timeout=float(LOST_AFTER),
        task_middleware=app.worker_defaults.get(
            "task_middleware"
        ),  # gives each job's database connection back
    )


def _stop_on_signals(workers: list[worker.Worker], stop: threading.Event) -> None:
    def stop_all() -> None:
        stop.set()
        for each in workers:
            each.stop()

    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop_all)


def _say_ready(note: Path) -> None:
    note.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    note.write_text(str(os.getpid()))


def _all_rounds() -> list[rounds.Round]:
    return [*rounds.all_rounds(), rounds.Round("worker.lost_jobs", 10, return_lost_jobs)]


def return_lost_jobs() -> int:
    """Queue again what a killed worker was doing; a job is written so that it may run twice."""
    from asgiref.sync import async_to_sync

    now = datetime.fromtimestamp(
        time.time(), UTC
    )  # the queue lives in the database's time, not in the demo's

    async def work() -> int:
        jobs = list(await deferring.job_manager.get_stalled_jobs(seconds_since_heartbeat=LOST_AFTER))
        for job in jobs:
            await deferring.job_manager.retry_job(job, retry_at=now)
        return len(jobs)

    return async_to_sync(work)()


def _turns(turn: rounds.Round, stop: threading.Event) -> None:
    """Call one round again and again; a failure is logged and makes the pause longer, never the last."""
    failures = 0
    while not stop.is_set():
        failures = 0 if once(turn.name, turn.run) else failures + 1
        stop.wait(min(turn.seconds + failures * 5, max(60.0, turn.seconds)))


def once(name: str, work: Callable[[], object]) -> bool:
    """Run one round unless another host is at it; returns False when it failed."""
    from django.db import close_old_connections, connection

    try:
        close_old_connections()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [f"round/{name}"])
            if not cursor.fetchone()[0]:
                return True
            try:
                work()
            finally:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [f"round/{name}"])
    except Exception:  # whatever a room does wrong must not end the others' rounds
        log.exception("The round %s failed; it is tried again.", name)
        connection.close()  # its advisory lock goes with it
        return False
    return True
